package app

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/blob"
	"switchboard/internal/importer"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// attic is an open installation that nobody runs. Its clock is 25 hours ahead of its files.
func attic(t *testing.T, reserve int64) *App {
	t.Helper()
	a := opened(t, func(o *Options) { o.Time = timesource.NewManual(time.Now().Add(25 * time.Hour)) })
	if reserve > 0 {
		var err error
		if a.Blobs, err = blob.Open(BlobFolder(a.Settings.Data), blob.Limits{Reserve: reserve}); err != nil {
			t.Fatal(err)
		}
		a.assemble()
	}
	return a
}

func (a *App) put(t *testing.T, content string, owner [16]byte) blob.Hash {
	t.Helper()
	ref, err := a.Blobs.PutBytes(t.Context(), []byte(content), "")
	if err != nil {
		t.Fatal(err)
	}
	if owner != [16]byte{} {
		err = a.DB.Update(t.Context(), func(tx *store.Tx) error { return tx.RefBlob(ref.Hash.String(), owner) })
	}
	if err != nil {
		t.Fatal(err)
	}
	return ref.Hash
}

func TestSweepRemovesOnlyWhatIsOldAndUnneeded(t *testing.T) {
	t.Parallel()
	a := attic(t, 0)
	ada := switchboard.Agent{ID: switchboard.NewID[switchboard.AgentID](a.Time.Now()), Name: "Ada", Email: "ada@kettles.example",
		Role: switchboard.RoleAgent}
	if err := a.DB.Update(t.Context(), func(tx *store.Tx) error { return tx.InsertAgent(ada, "") }); err != nil {
		t.Fatal(err)
	}
	message := [16]byte{1}
	kept := map[string]blob.Hash{"of a message": a.put(t, "of a message", message), "uploaded and attached": a.put(t, "attached", message)}
	a.put(t, "attached", ada.ID)
	gone := map[string]blob.Hash{"named by nothing": a.put(t, "named by nothing", [16]byte{}), "uploaded only": a.put(t, "uploaded only", ada.ID)}
	for name, owner := range map[string][16]byte{"young": {}, "uploaded just now": ada.ID} {
		h := a.put(t, name, owner)
		kept[name] = h
		path := filepath.Join(BlobFolder(a.Settings.Data), h.String()[:2], h.String())
		if err := os.Chtimes(path, a.Time.Now(), a.Time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	before := a.count(t)
	rounds := 0
	for ; rounds < blob.Shards/shardsAtOnce; rounds++ {
		if err := a.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if day := int(24 * time.Hour / housekeepEvery); rounds > day {
		t.Errorf("it takes %d rounds and a day has %d", rounds, day)
	}
	for name, h := range kept {
		if _, err := a.Blobs.Stat(h); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, h := range gone {
		if _, err := a.Blobs.Stat(h); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
	if after := a.count(t); before-after != len(gone) {
		t.Errorf("%d of %d files are left", after, before)
	}
}

func (a *App) count(t *testing.T) (n int) {
	t.Helper()
	if err := a.Blobs.Walk(func(blob.Info) error { n++; return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSweepGoesOnPastAPartThatFails(t *testing.T) {
	t.Parallel()
	a := attic(t, 0)
	orphan := a.put(t, "nobody's", [16]byte{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range blob.Shards {
		_ = a.sweep(ctx) // the database does not answer to a context that has ended
	}
	if _, err := a.Blobs.Stat(orphan); err != nil {
		t.Fatal("removed without asking whether it is needed")
	}
	at := a.swept
	if err := a.sweep(t.Context()); err != nil || a.swept != at+shardsAtOnce {
		t.Errorf("went from %d to %d, %v", at, a.swept, err)
	}
}

// recordOf is a record with a file.
func recordOf(id, data string) string {
	return fmt.Sprintf(`{"network":"square","account":"@kettles","id":%q,"author":{"id":"u1"},"text":"look",`+
		`"created_at":"2026-01-02T03:04:05Z","attachments":[{"name":"lid.txt","data":%q}]}`, id, data)
}

func TestImportKeepsFiles(t *testing.T) {
	t.Parallel()
	good := base64.StdEncoding.EncodeToString([]byte("the lid"))
	for name, c := range map[string]struct {
		reserve int64
		stored  int64
		refused []string
	}{
		"with room":    {0, 2, []string{"2: invalid attachments[0].data"}},
		"without room": {1 << 60, 0, []string{"1: disk_reserve attachments[0].data", "2: invalid attachments[0].data", "3: disk_reserve attachments[0].data"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := attic(t, c.reserve)
			var refused []string
			i := a.Importer(time.Time{}, func(r importer.Rejection) {
				own := r.Err.(*switchboard.Error)
				refused = append(refused, fmt.Sprintf("%d: %s %s", r.Line, own.Code, own.Field))
			})
			err := i.File(t.Context(), "care.jsonl", strings.NewReader(recordOf("1", good)+"\n"+recordOf("2", "?")+"\n"+recordOf("3", good)))
			if err != nil {
				t.Fatal(err)
			}
			sum, err := i.Finish(t.Context(), 0)
			if err != nil || sum.Stored != c.stored || sum.Read != 3 || fmt.Sprint(refused) != fmt.Sprint(c.refused) {
				t.Errorf("%+v, %v; refused %v", sum, err, refused)
			}
			if n := a.count(t); (n == 1) != (c.stored > 0) {
				t.Errorf("%d files", n)
			}
		})
	}
}

// What was refused for want of a place for files can be driven again once there is one.
func TestRedriveKeepsFiles(t *testing.T) {
	t.Parallel()
	a := attic(t, 0)
	raw := recordOf("1", base64.StdEncoding.EncodeToString([]byte("the lid")))
	i := a.Importer(time.Time{}, func(importer.Rejection) {})
	if err := i.File(t.Context(), "one.jsonl", strings.NewReader(strings.Replace(raw, `"id":"1"`, `"id":"0"`, 1))); err != nil {
		t.Fatal(err)
	}
	var account switchboard.Account
	q := store.Quarantined{ID: switchboard.NewID[switchboard.QuarantineID](a.Time.Now()), Network: "square", Lane: "stream",
		Code: "unsupported", Payload: []byte(raw), Digest: []byte{1}, ReceivedAt: a.Time.Now()}
	err := a.DB.Update(t.Context(), func(tx *store.Tx) (err error) {
		if account, _, err = tx.AccountByHandle("square", "@kettles"); err != nil {
			return err
		}
		q.AccountID = account.ID
		_, err = tx.InsertQuarantine(q)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	files := a.In.Files
	a.In.Files = nil
	if err := a.Redrive(t.Context(), q.ID); !switchboard.IsCode(err, switchboard.CodeUnsupported) {
		t.Errorf("without a place: %v", err)
	}
	a.In.Files = files
	if err := a.Redrive(t.Context(), q.ID); err != nil {
		t.Fatal(err)
	}
	err = a.DB.View(t.Context(), func(tx *store.Tx) error {
		m, found, err := tx.MessageByKey(account.Realm, "1")
		if err != nil || !found || m.Content.Attachments[0].Size != 7 {
			t.Errorf("message %+v, %v", m, err)
			return err
		}
		used, err := tx.BlobInUse(m.Content.Attachments[0].Blob)
		if !used {
			t.Error("the message does not need its file")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
