package secondread

import (
	"context"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/redact"
	"switchboard/internal/store/classifiers"
	"switchboard/internal/triage/classifier"
)

// Trial is what would be sent of a text, and, when it was sent, what came back and what would follow.
type Trial struct {
	Ask     classifier.Ask
	Sent    bool
	Answer  string              // as it came, cut short
	Trouble classifier.Trouble  // empty when an answer can be read
	Found   classifier.Answer   // what of it counts
	Merged  switchboard.Verdict // what the built-in reading becomes
	Took    time.Duration
}

// shownAnswer is how many bytes of an answer are shown.
const shownAnswer = 8 << 10

// Try shows what would be sent of a text by the settings given, and with send sends it: with the stored key if that belongs
// to the same server, and out of the budget in force, like any other call. What a trial finds used up stops no messages. It
// refuses what cannot be sent at all, and, with code rate_limited, what there is no budget for.
func (r *Reader) Try(ctx context.Context, s classifier.Settings, text string, author redact.Person, v switchboard.Verdict, send bool) (t Trial, err error) {
	t.Merged = v
	if t.Ask, err = classifier.Prepare(s, classifier.Question{Text: text, Language: v.Language, Author: author}); err != nil || !send {
		return t, err
	}
	with := snapshot{Settings: s}
	r.mu.Lock()
	if r.now.SameServer(s) {
		with.key = r.now.key
	}
	r.mu.Unlock()
	taken, err := r.take(ctx, t.Ask.Tokens, false)
	if err != nil {
		return t, err
	}
	if taken.spent != "" {
		return t, switchboard.Refuse(switchboard.CodeRateLimited, "What the classifier may be asked is used up.").
			WithHint("Wait until the day or the month is over, or save a higher bound first.")
	}
	got := r.call(ctx, with, t.Ask)
	t.Sent, t.Trouble, t.Took, t.Found = true, got.trouble, got.took, got.answer
	t.Answer = strings.ToValidUTF8(string(got.body[:min(len(got.body), shownAnswer)]), "\ufffd")
	if got.trouble == "" {
		t.Merged = classifier.Merge(s, v, got.answer)
	} else {
		t.Merged = classifier.Failed(s, v)
	}
	r.tried(ctx, with, called{ask: t.Ask, at: taken.at, reply: got})
	return t, nil
}

// tried counts a trial. With the settings in force it says how the server is.
func (r *Reader) tried(ctx context.Context, with snapshot, made called) {
	r.mu.Lock()
	inForce := r.now.On && r.now.SameCall(with.Settings)
	if inForce && made.trouble == "" {
		r.broken.worked()
	}
	r.mu.Unlock()
	c := classifiers.Count{Answered: 1}
	if made.trouble != "" {
		c = classifiers.Count{Failed: 1}
	}
	c.Tokens = made.more()
	r.count(ctx, made.at, c, func(tables classifiers.Tables) error {
		if !inForce {
			return nil
		}
		return tables.SetHealth(string(made.trouble))
	})
}
