package email_test

import (
	"context"
	"io"
	"testing"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email"
)

// TestFilesThatAreTooLargeTogether are refused before a byte of them is read.
func TestFilesThatAreTooLargeTogether(t *testing.T) {
	w := newTown(t)
	out := w.answer("See the files", "mid:said@customer.test")
	for range 3 {
		out.Part.Attachments = append(out.Part.Attachments, switchboard.Attachment{Name: "a.pdf", MediaType: "application/pdf", Size: 9 << 20, Blob: "b"})
	}
	env := w.env()
	env.Files = nowhere{t}
	conn, err := email.Spec().Open(t.Context(), env)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.send(conn, out); got.Kind != connector.Rejected || got.Code != "refused_here" {
		t.Errorf("%+v", got)
	}
}

// nowhere has no files and is not to be asked for one.
type nowhere struct{ t *testing.T }

func (n nowhere) Open(context.Context, string) (io.ReadCloser, error) {
	n.t.Error("a file was read")
	return nil, io.EOF
}
