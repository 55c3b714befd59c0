package email_test

import (
	"context"
	"io"
	"strconv"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email"
)

// What may go with an answer follows what the server for sending takes, encoded.
func TestWhatAServerTakesBoundsTheFiles(t *testing.T) {
	t.Parallel()
	for megabytes, want := range map[string]int64{"": 20 << 20, "0": 20 << 20, "nonsense": 20 << 20, "100": 20 << 20, "10": 7_000_000, "1": 381_000} {
		got := email.Spec().Carries(map[string]string{"mail_size": megabytes})
		if diff := got.MaxTotal - want; diff < -100_000 || diff > 300_000 || got.MaxBytes > got.MaxTotal || got.MaxBytes > 10<<20 {
			t.Errorf("%q MB of mail are %d bytes of files, one of them %d", megabytes, got.MaxTotal, got.MaxBytes)
		}
	}
	for value, good := range map[string]bool{"": true, "1": true, "35": true, "10000": true, "0": false, "10001": false, "a lot": false} {
		_, _, err := email.Spec().CheckConfig(map[string]string{"address": "care@brand.test", "password": "x", "imap_host": "i", "smtp_host": "s", "mail_size": value})
		if (err == nil) != good {
			t.Errorf("%q: %v", value, err)
		}
	}
}

// TestTheServerTellsWhatItTakes when the connection is tried, and a mail as large as that allows is taken.
func TestTheServerTellsWhatItTakes(t *testing.T) {
	w := newTown(t)
	self, err := w.open(email.Spec()).Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	told, err := strconv.Atoi(self.Settings["mail_size"])
	if err != nil || told < 1 {
		t.Fatalf("the server tells %v", self.Settings)
	}
	w.config["mail_size"] = "1"
	out := w.answer("Look", w.say("Help", ""))
	most := email.Spec().Carries(w.config).MaxTotal
	env := w.env()
	env.Files = pile{}
	conn, err := email.Spec().Open(t.Context(), env)
	if err != nil {
		t.Fatal(err)
	}
	for size, kind := range map[int64]connector.OutcomeKind{most: connector.Sent, most + 1: connector.Rejected} {
		out.ClientKey = "size-" + strconv.FormatInt(size, 10)
		half := size / 2
		out.Part.Attachments = []switchboard.Attachment{{Name: "a.png", MediaType: "image/png", Blob: strconv.FormatInt(half, 10), Size: half},
			{Name: "b.png", MediaType: "image/png", Blob: strconv.FormatInt(size-half, 10), Size: size - half}}
		if got := w.send(conn, out); got.Kind != kind {
			t.Errorf("%d bytes: %+v", size, got)
		}
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	w.servers.Settle(t)
	for _, raw := range w.servers.Mails(t, w.customer) {
		if strings.Contains(string(raw), "a.png") && len(raw) > 1<<20 {
			t.Errorf("the mail has %d bytes", len(raw))
		}
	}
}

// pile holds files of the size that their name says.
type pile struct{}

func (pile) Open(_ context.Context, name string) (io.ReadCloser, error) {
	size, err := strconv.Atoi(name)
	return io.NopCloser(strings.NewReader(strings.Repeat("x", size))), err
}
