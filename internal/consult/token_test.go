package consult_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"switchboard/internal/connector"
	"switchboard/internal/consult"
)

// markOf is a digest under a key.
func markOf(key string) consult.Mark {
	return func(parts ...string) (sum [32]byte) {
		h := hmac.New(sha256.New, []byte(key))
		for _, p := range parts {
			h.Write([]byte{byte(len(p))})
			h.Write([]byte(p))
		}
		copy(sum[:], h.Sum(nil))
		return sum
	}
}

func TestATokenNamesItsQuestionAndNothingElse(t *testing.T) {
	t.Parallel()
	mark, handle := markOf("ours"), consult.NewHandle()
	expires := time.Date(2026, 3, 5, 9, 30, 20, 0, time.UTC)
	token := mark.Token(handle, expires)
	got, until, ok := mark.Read(token)
	if !ok || string(got) != string(handle) || until.Before(expires) || until.Sub(expires) > time.Minute {
		t.Errorf("read back: %x, %s, %v", got, until, ok)
	}
	if _, _, ok := markOf("another installation").Read(token); ok {
		t.Error("another installation's key reads it")
	}
	for at := range token {
		other := byte('0')
		if token[at] == other {
			other = '1'
		}
		if _, _, ok := mark.Read(token[:at] + string(other) + token[at+1:]); ok {
			t.Errorf("changed at %d it is still a token", at)
		}
	}
}

func TestAnAnswerIsKnownByItsIdOrItsSubject(t *testing.T) {
	t.Parallel()
	token := markOf("ours").Token(consult.NewHandle(), time.Unix(2e9, 0))
	id := connector.QuestionID(token, "1") + "@brand.test"
	for name, mail := range map[string]struct {
		subject string
		ids     []string
	}{
		"by its references":                 {"Re: something else", []string{"a@b", id, "c@d"}},
		"by the reminder's":                 {"", []string{connector.QuestionID(token, "2") + "@brand.test"}},
		"by the subject alone":              {"AW: " + connector.QuestionSubject("A question", token), nil},
		"by a subject in capitals":          {strings.ToUpper(connector.QuestionSubject("A question", token)), nil},
		"by a subject with words behind it": {connector.QuestionSubject("A question", token) + " (was: lids)", nil},
	} {
		if marks := connector.Marks(mail.subject, mail.ids); len(marks) != 1 || marks[0] != token {
			t.Errorf("%s: %v", name, marks)
		}
	}
	if !connector.IsQuestion(id) || connector.IsQuestion("sb.x@brand.test") {
		t.Error("its own mail is not known by its id, or another is")
	}
	if marks := connector.Marks("[ask too-short] Re: hello", []string{"sb-ask.@x", "x@sb-ask." + token}); len(marks) != 0 {
		t.Errorf("what is no mark: %v", marks)
	}
}

func FuzzToken(f *testing.F) {
	mark := markOf("ours")
	f.Add(mark.Token([]byte("12345678"), time.Unix(2e9, 0)))
	f.Add("")
	f.Add(strings.Repeat("z", 39))
	f.Fuzz(func(t *testing.T, text string) {
		handle, until, ok := mark.Read(text)
		if ok && mark.Token(handle, until) != text {
			t.Errorf("%q is taken for a token, and none like it is made", text)
		}
		for _, m := range connector.Marks(text, []string{text}) {
			if len(m) != 39 || m != strings.ToLower(m) {
				t.Errorf("%q has the mark %q", text, m)
			}
		}
	})
}
