package backup

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"switchboard"
	"switchboard/internal/blob"
)

const (
	// format names what a manifest is of, version how to read it.
	format        = "switchboard-backup"
	formatVersion = 1

	manifestName = "manifest.json"
	databaseName = "switchboard.db"

	// maxManifest bounds what is read of a foreign file before anything in it is believed: about two million members.
	maxManifest = 256 << 20
)

// Manifest says what is in a backup.
type Manifest struct {
	Format      string    `json:"format"`
	Version     int       `json:"format_version"`
	Product     string    `json:"product_version"`
	Schema      int       `json:"schema_version"`
	Incarnation string    `json:"incarnation"`
	TakenAt     time.Time `json:"taken_at"` // before the copy of the database was begun
	Members     []Member  `json:"members"`  // in the order they follow
	Missing     []string  `json:"missing"`  // hashes of attachments that were needed, but gone or damaged
}

// Member is one file in a backup.
type Member struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

// Size is how many bytes the members have together.
func (m Manifest) Size() (sum int64) {
	for _, member := range m.Members {
		sum += member.Size
	}
	return sum
}

func blobMember(h blob.Hash, size int64) Member {
	return Member{Name: blobName(h), Size: size, SHA256: h.String()}
}

func blobName(h blob.Hash) string {
	digits := h.String()
	return "blobs/" + digits[:2] + "/" + digits
}

// parseManifest reads a manifest and believes nothing in it: every name must be one this package gives.
func parseManifest(from io.Reader) (m Manifest, err error) {
	raw, err := io.ReadAll(io.LimitReader(from, maxManifest+1))
	if err != nil {
		return m, notOurs("its list of contents cannot be read").WithCause(err)
	}
	if len(raw) > maxManifest {
		return m, notOurs("its list of contents is too long")
	}
	if err := json.NewDecoder(bytes.NewReader(raw)).Decode(&m); err != nil {
		return m, notOurs("its list of contents is damaged").WithCause(err)
	}
	return m, m.check()
}

func (m Manifest) check() error {
	switch {
	case m.Format != format:
		return notOurs("it says that it is something else")
	case m.Version != formatVersion:
		return switchboard.Refuse(switchboard.CodeUnsupported, "This backup has format %d; this program reads %d.", m.Version,
			formatVersion).WithHint("Restore it with the version that took it, or a newer one.")
	case m.TakenAt.IsZero() || m.Schema < 1 || m.Incarnation == "" || len(m.Members) == 0:
		return notOurs("its list of contents is not complete")
	case m.Members[0].Name != databaseName:
		return notOurs("it holds no database")
	}
	seen := make(map[string]bool, len(m.Members))
	for i, member := range m.Members {
		if err := member.check(i == 0); err != nil {
			return err
		}
		if seen[member.Name] {
			return notOurs("it holds a file twice")
		}
		seen[member.Name] = true
	}
	return nil
}

func (f Member) check(database bool) error {
	if sum, err := hex.DecodeString(f.SHA256); err != nil || len(sum) != 32 || f.Size < 0 {
		return notOurs("a checksum in it is none")
	}
	if database {
		return nil
	}
	if h, err := blob.ParseHash(f.SHA256); err != nil || f.Name != blobName(h) {
		return notOurs(fmt.Sprintf("it holds a file that belongs to no backup, %.80q", f.Name))
	}
	return nil
}

// notOurs refuses a file that is no backup, or no longer one.
func notOurs(why string) *switchboard.Error {
	return switchboard.Refuse(switchboard.CodeInvalid, "This is not a whole backup: %s.", why).
		WithHint("Nothing was written. Take another copy of the file, or another backup.").WithField("file")
}
