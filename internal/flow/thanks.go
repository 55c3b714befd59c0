package flow

import (
	"strings"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
)

// onlyThanks reports whether the message says something kind and nothing else. In a closed conversation where we asked
// last it is an answer: there is nobody left who would see it.
func (p *passage) onlyThanks() (bool, error) {
	if !p.verdict.OnlyThanks() {
		return false, nil
	}
	if c := p.matter.Now; c.Stance == "" || c.Open() {
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

// letBe closes what mere thanks have begun: nothing is asked of anybody. It is found among what is closed, and whoever
// wants to answer opens it again.
func (p *passage) letBe() error {
	if c := p.matter.Now; !p.thanks || !c.Open() || c.Epoch > 0 {
		return nil
	}
	return p.matter.Do(conversation.Closed{Reason: switchboard.CloseNoAnswer, Note: "thanks, and nothing asked"}, p.tx.Now())
}
