package connector

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"switchboard"
)

// Letter is one mail that answers no customer: a question to somebody outside, or word to a colleague who reported
// something.
type Letter struct {
	To        switchboard.Recipient
	Speaker   string // who asks, by name; empty for the company
	Subject   string
	Text      string
	MessageID string // the part before its @
	Refers    string // the same of the letter it follows; empty for none
	ReplyTo   string // where answers go when not to the account; empty for the account
	Automatic bool   // no person wrote it: no machine should answer
}

// Correspondent writes letters. It makes at most one attempt, as a Sender does.
type Correspondent interface {
	Write(ctx context.Context, letter Letter) Outcome
}

// Answer is what of a mail may be an answer to a question that was asked outside. Whether it is one is not decided here.
type Answer struct {
	Marks   []string // what stands where a token would
	Email   string   // who it says it is from, in small letters
	Name    string
	Machine string // auto_reply, bounce or other; empty when a person wrote it
	Failed  bool   // of a bounce: it certainly did not arrive
	Reason  string // of a bounce
	Proof   switchboard.SenderProof
}

// A question is known again by its token, which stands in the ids of its mails and in their subject: programs that lose
// the one keep the other.
const idOfQuestion = "sb-ask."

var marked = struct{ id, subject *regexp.Regexp }{
	id:      regexp.MustCompile(`^sb-ask\.([0-9a-z]{39})\.[0-9]{1,2}@`),
	subject: regexp.MustCompile(`(?i)\[ask ([0-9a-z]{39})\]`),
}

// QuestionID is the id of the nth mail of a question, before its @.
func QuestionID(token string, nth string) string { return idOfQuestion + token + "." + nth }

// QuestionSubject puts the mark of a question behind a subject.
func QuestionSubject(title, token string) string { return title + " [ask " + token + "]" }

// IsQuestion reports whether a message id, without brackets, is one that QuestionID made at some domain.
func IsQuestion(id string) bool { return marked.id.MatchString(strings.ToLower(id)) }

// Marks finds what may be tokens of questions among the ids a mail refers to and in its subject.
func Marks(subject string, ids []string) []string {
	const most = 5
	var found []string
	add := func(match []string) {
		if match != nil && len(found) < most && !slices.Contains(found, strings.ToLower(match[1])) {
			found = append(found, strings.ToLower(match[1]))
		}
	}
	for _, id := range slices.Backward(ids) {
		add(marked.id.FindStringSubmatch(strings.ToLower(id)))
	}
	add(marked.subject.FindStringSubmatch(subject))
	return found
}
