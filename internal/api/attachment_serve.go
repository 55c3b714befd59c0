package api

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard"
	"switchboard/internal/blob"
)

// filePolicy lets a file that a browser shows after all do nothing.
const filePolicy = "sandbox; default-src 'none'"

// giveFile answers with the bytes of an attachment as a download that a browser neither runs nor guesses about.
func (s *server) giveFile(w http.ResponseWriter, r *http.Request, a switchboard.Attachment) error {
	if a.Blob == "" {
		return switchboard.Refuse(switchboard.CodeNotFound, "The bytes of this attachment are not kept here.").
			WithHint("Only what it is called and where it was found is known.")
	}
	if s.Blobs == nil {
		return switchedOff("Keeping files")
	}
	h, err := blob.ParseHash(a.Blob)
	if err != nil {
		return fmt.Errorf("api: attachment: %w", err)
	}
	content, _, err := s.Blobs.Get(h)
	if errors.Is(err, blob.ErrNotFound) {
		s.Log.ErrorContext(r.Context(), "the bytes of an attachment are missing", "hash", a.Blob)
		return noFile()
	}
	if err != nil {
		return err
	}
	defer content.Close()
	media, err := shownType(content)
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", media)
	head.Set("Content-Disposition", disposition(a.Name))
	head.Set("Content-Security-Policy", filePolicy)
	head.Set("ETag", `"`+a.Blob+`"`)
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}

// shownType is the type a file is given out with: what its bytes show, if a browser does nothing but show that. It goes by
// the bytes alone, since what a sender says of them may be a trick.
func shownType(content io.ReadSeeker) (string, error) {
	const looked = 4096
	head := make([]byte, looked)
	n, err := io.ReadFull(content, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", fmt.Errorf("api: attachment: %w", err)
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return "", fmt.Errorf("api: attachment: %w", err)
	}
	switch media := blob.Sniff(head[:n], ""); media {
	case "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf":
		return media, nil
	case "text/plain":
		return "text/plain; charset=utf-8", nil
	}
	return "application/octet-stream", nil
}

func (s *server) describeUpload(op *huma.Operation) {
	op.RequestBody = &huma.RequestBody{Required: true, Content: someBytes()}
	answer := s.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Uploaded](), true, "Uploaded")
	op.Responses[strconv.Itoa(http.StatusCreated)] = &huma.Response{Description: "Kept",
		Content: map[string]*huma.MediaType{"application/json": {Schema: answer}}}
}

// number is a number in an address.
type number struct{ name, doc string }

// describeFile describes an answer of bytes whose address has an id and numbers.
func describeFile(numbers ...number) func(*huma.Operation) {
	return func(op *huma.Operation) {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "id", In: "path", Required: true,
			Description: "What it is attached to.", Schema: &huma.Schema{Type: huma.TypeString}})
		for _, n := range numbers {
			op.Parameters = append(op.Parameters, &huma.Param{Name: n.name, In: "path", Required: true, Description: n.doc,
				Schema: &huma.Schema{Type: huma.TypeInteger, Minimum: new(float64)}})
		}
		op.Responses[strconv.Itoa(http.StatusOK)] = &huma.Response{Description: "The bytes", Content: someBytes()}
	}
}

func someBytes() map[string]*huma.MediaType {
	return map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}
}
