package backup_test

import (
	"io"
	"testing"

	"switchboard"
	"switchboard/internal/blob"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// What came inside a message is in the backup, and the restored message names it.
func TestWhatCameWithAMessageIsRestored(t *testing.T) {
	t.Parallel()
	s := found(t)
	item := connector.Item{Change: connector.Said, ExternalID: "with a file", Author: switchboard.Author{ID: "u1"}, Addressed: true,
		Direction: switchboard.In, Visibility: switchboard.Public, Kind: switchboard.KindMention, Published: opened,
		Content: switchboard.Content{Text: "look", Attachments: []switchboard.Attachment{{Name: "lid.txt"}}},
		Files:   map[int][]byte{0: []byte("the lid of a kettle")}}
	_, err := s.app.In.Take(t.Context(), intake.Handed{Account: s.Account, Lane: connector.LaneStream,
		Batch: connector.Batch{Items: []connector.Item{item}}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	file, m := s.take()
	if len(m.Members) != 2 || len(m.Missing) != 0 {
		t.Errorf("manifest %+v", m)
	}
	r := s.restoreOf(file)
	if _, err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	again := openApp(t, r.Data, timesource.NewManual(r.Time.Now()))
	message := read(t, again.DB, func(tx *store.Tx) (switchboard.Message, error) {
		m, _, err := tx.MessageByKey(s.Account.Realm, "with a file")
		return m, err
	})
	h, err := blob.ParseHash(message.Content.Attachments[0].Blob)
	if err != nil {
		t.Fatal(err)
	}
	content, _, err := again.Blobs.Get(h)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	if text, err := io.ReadAll(content); err != nil || string(text) != "the lid of a kettle" {
		t.Errorf("restored %q, %v", text, err)
	}
	if used := read(t, again.DB, func(tx *store.Tx) (bool, error) { return tx.BlobInUse(h.String()) }); !used {
		t.Error("the restored message does not need its file")
	}
}
