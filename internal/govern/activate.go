package govern

import (
	"errors"
	"fmt"
	"strings"

	"switchboard"
	"switchboard/internal/ownership/document"
	"switchboard/internal/store"
)

// FindingsOf takes what is wrong with a text out of the error it was refused with.
func FindingsOf(err error) (list document.Findings, unreadable bool) {
	unreadable = errors.As(err, &list)
	return list, unreadable
}

// Ready refuses a policy that may not lead yet, with what is missing, and gives what its activation is to keep: errors and
// failed tests, warnings nobody gave a reason for, departments that have not agreed. The draft's text is the one that was
// proven.
func Ready(tx *store.Tx, d store.PolicyDraft, proven Proven, by Activator) (Checked, []store.PolicyConsent, error) {
	if d.Source != proven.source {
		return Checked{}, nil, errors.New("govern: the text that was proven is another")
	}
	if strings.TrimSpace(d.Why) == "" || strings.TrimSpace(d.Objective) == "" {
		return Checked{}, nil, switchboard.Refuse(switchboard.CodeMustExplain, "Say why, and what it is meant to achieve.").
			WithField("why").WithHint("Both stand in the history of policies.")
	}
	c, err := proven.Check(tx)
	if err != nil {
		return c, nil, err
	}
	if err := c.refusal(); err != nil {
		return c, nil, err
	}
	if open := c.Open(d.Accepted); len(open) > 0 {
		return c, nil, switchboard.Refuse(switchboard.CodeMustExplain, "%s", warningsText(open)).WithField("accepted").
			WithHint("Mend it, or say why it may stay. " + open[0].Hint).WithCause(open)
	}
	consents, err := Consents(tx, d.Name, c.Policy)
	if err != nil {
		return c, nil, err
	}
	for i, consent := range consents {
		if !Signed(consent) {
			if consents[i], err = by.signsFor(tx, consent, c, d.Accepted); err != nil {
				return c, nil, err
			}
		}
	}
	return c, consents, nil
}

func (c Checked) refusal() error {
	var wrong document.Findings
	for _, f := range c.Findings {
		if f.Severity == document.Error {
			wrong = append(wrong, f)
		}
	}
	if err := wrong.Refusal(); err != nil {
		return err
	}
	for _, r := range c.Exam.Results {
		if !r.Passed {
			return switchboard.Refuse(switchboard.CodeBadPolicy, "The test in line %d fails (%s): %s.", r.Line, r.Name, r.Wrong[0]).
				WithField("tests").WithHint("Mend the rule, or the test if it expects the wrong thing.")
		}
	}
	return nil
}

func warningsText(open document.Findings) string {
	if len(open) == 1 {
		return open[0].Text
	}
	return fmt.Sprintf("%s (and %d more)", open[0].Text, len(open)-1)
}
