package connector

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSubjects(t *testing.T) {
	t.Parallel()
	for subject, want := range map[string]struct {
		plain   string
		answers bool
		reply   string
	}{
		"Kettle":                    {"Kettle", false, "Re: Kettle"},
		"Re: Kettle":                {"Kettle", true, "Re: Kettle"},
		"RE: AW: SV: re[2]: Kettle": {"Kettle", true, "Re: Kettle"},
		"回复：水壶":                     {"水壶", true, "Re: 水壶"},
		"Antw.: Kettle":             {"Antw.: Kettle", false, "Re: Antw.: Kettle"},
		"Fwd: Re: Kettle":           {"Kettle", false, "Re: Kettle"},
		"WG: Kettle":                {"Kettle", false, "Re: Kettle"},
		"Re : Kettle":               {"Kettle", true, "Re: Kettle"},
		"Order: kettle":             {"Order: kettle", false, "Re: Order: kettle"},
		"  two   blanks ":           {"two blanks", false, "Re: two blanks"},
		"":                          {"", false, "Re:"},
		"Re:":                       {"", true, "Re:"},
	} {
		plain, answers := PlainSubject(subject)
		if plain != want.plain || answers != want.answers || ReplySubject(subject) != want.reply {
			t.Errorf("%q is %q, answers %v, answered by %q", subject, plain, answers, ReplySubject(subject))
		}
	}
}

// FuzzPlainSubject cuts marks once and for all, and an answer to an answer has the subject of the answer.
func FuzzPlainSubject(f *testing.F) {
	f.Add("Re: AW: x")
	f.Add("::::")
	f.Fuzz(func(t *testing.T, subject string) {
		if !utf8.ValidString(subject) {
			return
		}
		plain, _ := PlainSubject(subject)
		if again, answers := PlainSubject(plain); again != plain || answers {
			t.Errorf("%q became %q, then %q", subject, plain, again)
		}
		reply := ReplySubject(subject)
		if ReplySubject(reply) != reply || utf8.RuneCountInString(reply) > MaxSubject || strings.ContainsAny(reply, "\r\n") {
			t.Errorf("%q is answered by %q", subject, reply)
		}
	})
}
