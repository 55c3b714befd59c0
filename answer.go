package switchboard

import "strings"

const maxAnswerChoices = 3

// AnswerChoices are those who may be meant when a message is answered, its author first, where that is not clear: its
// author asks for answers at another address, which may be a list of many or somebody else's. Where only the author can
// be meant there are none.
func AnswerChoices(m Message) []Recipient {
	choices := []Recipient{{Role: "to", Address: m.Author.ID, Name: m.Author.Name}}
	for _, one := range m.Content.Recipients {
		if one.Role == "reply_to" && len(choices) < maxAnswerChoices && !isAmong(choices, one.Address) {
			choices = append(choices, Recipient{Role: "to", Address: one.Address, Name: one.Name})
		}
	}
	if len(choices) == 1 || m.Direction != In {
		return nil
	}
	return choices
}

// AnswerTo is whom an answer to a message goes to: the one who was chosen, if they may be meant, or its author.
func AnswerTo(m Message, chosen string) Recipient {
	for _, one := range AnswerChoices(m) {
		if strings.EqualFold(one.Address, chosen) {
			return one
		}
	}
	return Recipient{Role: "to", Address: m.Author.ID, Name: m.Author.Name}
}

func isAmong(list []Recipient, address string) bool {
	for _, one := range list {
		if strings.EqualFold(one.Address, address) {
			return true
		}
	}
	return false
}
