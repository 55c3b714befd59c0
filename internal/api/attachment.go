package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/blob"
	"switchboard/internal/store"
)

// Blobs keeps files by the hash of their bytes. A *blob.Store is one.
type Blobs interface {
	Put(ctx context.Context, r io.Reader, hint string) (blob.Ref, error)
	Get(h blob.Hash) (io.ReadSeekCloser, blob.Info, error)
	Describe(h blob.Hash, hint string) (blob.Ref, error)
}

const (
	// maxUpload is the largest file somebody may attach, in bytes.
	maxUpload = 25 << 20
	// uploadTimeout bounds how long a file may take to arrive.
	uploadTimeout = 10 * time.Minute
)

func attachmentRoutes(s *server) {
	registerBytes(s, route{ID: "upload-blob", Method: http.MethodPost, Path: "/blobs", Tag: "attachment", Raw: true,
		Needs: access.DraftWrite, Body: maxUpload, Status: http.StatusCreated, Summary: "Upload a file for a draft",
		Doc: "The body is the file itself. Name the hash in an attachment of a draft of your own within a day; a file that " +
			"nothing names is removed then. Nobody can read a file by its hash: it is read where it is attached."},
		s.describeUpload, s.upload)
	registerBytes(s, route{ID: "read-attachment", Method: http.MethodGet, Path: "/messages/{id}/attachments/{n}",
		Tag: "attachment", Needs: access.ConversationRead, Summary: "The bytes of an attachment of a message", Doc: download},
		describeFile(number{"n", "Which of its attachments, from 0."}), s.messageFile)
	registerBytes(s, route{ID: "read-draft-attachment", Method: http.MethodGet, Path: "/drafts/{id}/attachments/{part}/{n}",
		Tag: "attachment", Needs: access.DraftWrite, Summary: "The bytes of an attachment of a draft", Doc: download},
		describeFile(number{"part", "Which part, from 0."}, number{"n", "Which attachment of the part, from 0."}), s.draftFile)
}

const download = "For whoever may read what it is attached to. It always comes as a download; whatever is not a plain " +
	"picture, PDF or text comes as application/octet-stream. Ranges are answered."

// Uploaded is a file that was uploaded.
type Uploaded struct {
	Hash      string `json:"hash" doc:"SHA-256 of its bytes: the blob of an attachment"`
	Size      int64  `json:"size" doc:"Bytes"`
	MediaType string `json:"media_type" doc:"As its bytes show"`
}

// upload keeps a file, and that the actor uploaded it. The bytes are durable before the row that names them.
func (s *server) upload(w http.ResponseWriter, r *http.Request) error {
	if s.Blobs == nil {
		return switchedOff("Keeping files")
	}
	if r.Header.Get("Content-Encoding") != "" {
		return refusal{status: http.StatusUnsupportedMediaType,
			what: switchboard.Refuse(switchboard.CodeInvalid, "The body must not be compressed.").WithField("body")}
	}
	_ = http.NewResponseController(w).SetReadDeadline(s.Time.Now().Add(uploadTimeout)) // not every writer has one
	ref, err := s.keepFile(r)
	if err != nil {
		return err
	}
	owner := actorOf(r.Context()).Agent
	if err := s.update(r.Context(), func(tx *store.Tx) error { return tx.RefBlob(ref.Hash.String(), owner) }); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	// Whoever left sends it again and gets the same answer.
	_ = json.NewEncoder(w).Encode(Uploaded{Hash: ref.Hash.String(), Size: ref.Size, MediaType: ref.MediaType})
	return nil
}

func (s *server) keepFile(r *http.Request) (blob.Ref, error) {
	body := &watched{from: r.Body}
	ref, err := s.Blobs.Put(r.Context(), body, r.Header.Get("Content-Type"))
	switch refused := blob.Refusal(err); {
	case body.err != nil:
		return ref, cutBody(body.err, maxUpload)
	case refused != nil:
		return ref, refused.WithField("body")
	case err == nil && ref.Size == 0:
		return ref, switchboard.Refuse(switchboard.CodeInvalid, "The file is empty.").WithField("body").
			WithHint("Choose another one.")
	}
	return ref, err
}

// watched remembers why a body could not be read.
type watched struct {
	from io.Reader
	err  error
}

// Read reads on.
func (b *watched) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = err
	}
	return n, err
}

func (s *server) messageFile(w http.ResponseWriter, r *http.Request) error {
	id, err := readPath[switchboard.MessageID](r, "id")
	if err != nil {
		return err
	}
	var file switchboard.Attachment
	err = s.view(r.Context(), func(tx *store.Tx) error {
		m, err := messageFor(tx, actorOf(r.Context()), id)
		if err != nil {
			return err
		}
		file, err = pick(m.Content.Attachments, r.PathValue("n"))
		return err
	})
	if err != nil {
		return err
	}
	return s.giveFile(w, r, file)
}

func (s *server) draftFile(w http.ResponseWriter, r *http.Request) error {
	id, err := readPath[switchboard.DraftID](r, "id")
	if err != nil {
		return err
	}
	var file switchboard.Attachment
	err = s.view(r.Context(), func(tx *store.Tx) error {
		d, err := tx.Draft(id)
		if err != nil {
			return err
		}
		if _, err := mayOf(tx, actorOf(r.Context()), access.DraftWrite, d.ConversationID); err != nil {
			return err
		}
		part, err := pick(d.Parts, r.PathValue("part"))
		if err != nil {
			return err
		}
		file, err = pick(part.Attachments, r.PathValue("n"))
		return err
	})
	if err != nil {
		return err
	}
	return s.giveFile(w, r, file)
}

// pick is the element of a list at the place that an address names.
func pick[T any](list []T, place string) (found T, err error) {
	n, err := strconv.Atoi(place)
	if err != nil || n < 0 || n >= len(list) {
		return found, noFile()
	}
	return list[n], nil
}

func noFile() error {
	return switchboard.Refuse(switchboard.CodeNotFound, "There is no such file, or you may not see it.")
}
