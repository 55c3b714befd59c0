package notice_test

import (
	"context"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/mailer"
	"switchboard/internal/notice"
)

// outgoing keeps what is handed in for sending.
type outgoing struct {
	mails []mailer.Mail
	err   error
}

func (o *outgoing) Send(_ context.Context, m mailer.Mail) error {
	o.mails = append(o.mails, m)
	return o.err
}

func markOf(key string) notice.Mark {
	return func(text string) [32]byte { return sha256.Sum256([]byte(key + text)) }
}

// TestOurMailsAreKnownByTheirID for good, and nobody else can make such an id.
func TestOurMailsAreKnownByTheirID(t *testing.T) {
	t.Parallel()
	out := &outgoing{}
	mark := markOf("ours")
	letter := notice.Letter{ID: switchboard.NewID[switchboard.TellingID](time.Now()), To: switchboard.Agent{Email: "ada@kettles.example"},
		Lines: []notice.Line{{Title: "An answer is late"}}}
	way := notice.Email{Mails: out, Mark: mark}
	for range 2 {
		if r := way.Send(t.Context(), letter); r.Fate != notice.Told {
			t.Fatalf("%+v", r)
		}
	}
	id := out.mails[0].ID
	if id != out.mails[1].ID {
		t.Errorf("a second attempt is %s, the first %s", out.mails[1].ID, id)
	}
	plain, sum, _ := strings.Cut(id, ".")
	other := switchboard.NewID[switchboard.TellingID](time.Now()).String()
	for text, want := range map[string]bool{
		id + "@kettles.example":               true,
		id + "@relay.example":                 true,
		id:                                    true,
		plain + "@kettles.example":            false,
		plain + ".@kettles.example":           false,
		other + "." + sum + "@x.example":      false,
		id + "0@kettles.example":              false,
		strings.ToUpper(id) + "@x.example":    false,
		"":                                    false,
		"anything@customer.example":           false,
		"." + sum + "@kettles.example":        false,
		markOf("theirs").MessageID(letter.ID): false,
	} {
		if got := mark.Made(text); got != want {
			t.Errorf("%q is ours: %v, want %v", text, got, want)
		}
	}
}
