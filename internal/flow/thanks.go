package flow

import (
	"strings"

	"switchboard"
	"switchboard/internal/store"
)

// onlyThanks reports whether the message says something kind and nothing else to those who had to do with each other
// already. What begins a conversation is for somebody to see, praise as well: the policy says how long it may wait. In a
// closed conversation where we asked last, thanks are an answer.
func (p *passage) onlyThanks() (bool, error) {
	c, m := p.matter.Now, p.place.Message
	if c.Stance == "" || m.Origin != switchboard.Live || !switchboard.OnlyThanks(m.Content, p.verdict) {
		return false, nil
	}
	if c.Open() {
		return true, nil
	}
	asked, err := p.asked()
	return !asked, err
}

// asked reports whether the last thing we said in the conversation is a question.
func (p *passage) asked() (bool, error) {
	latest, err := p.tx.LatestMessages(p.matter.Now.ID, store.Place{}, newestLooksAt)
	if err != nil {
		return false, err
	}
	var said switchboard.Message
	for _, m := range latest {
		if m.Direction == switchboard.Out && m.Visibility != switchboard.Internal && m.DeletedAt.IsZero() {
			said = m
		}
	}
	return strings.ContainsAny(said.Content.Text, questionMarks), nil
}

// questionMarks of the scripts people write in; the Greek one is the semicolon, which says too little.
const questionMarks = "?？؟՞፧꘏"
