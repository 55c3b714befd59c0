package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"switchboard"
	"switchboard/internal/blob"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/timesource"
)

// Source is the installation to back up. It may be running: DB may be opened read only beside it.
type Source struct {
	DB      *store.DB
	Blobs   *blob.Store
	Version string // of the product
	Time    timesource.Source
	Log     *slog.Logger
	Scratch string // folder for a copy of the database while the backup is written; empty: the system's
}

// Write writes a backup of one consistent moment. On PostgreSQL it refuses: its own tools do it.
func Write(ctx context.Context, s Source, to io.Writer) (m Manifest, err error) {
	if s.DB.Dialect() != db.SQLite {
		return m, switchboard.Refuse(switchboard.CodeUnsupported, "A PostgreSQL database is backed up with its own tools.").
			WithHint("Run pg_dump --format=custom, copy the blobs folder after it, and bring both back with pg_restore; " +
				"then run `switchboard restore --mark TIME` with the time the dump was begun.")
	}
	scratch, err := os.MkdirTemp(s.Scratch, ".switchboard-backup-")
	if err != nil {
		return m, fmt.Errorf("backup: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	m = Manifest{Format: format, Version: formatVersion, Product: s.Version, TakenAt: s.Time.Now(), Missing: []string{}}
	copied := filepath.Join(scratch, databaseName)
	if err := s.DB.Backup(ctx, copied); err != nil {
		return m, fmt.Errorf("backup: %w", err)
	}
	if err := s.describe(ctx, copied, &m); err != nil {
		return m, err
	}
	return m, s.pack(ctx, copied, m, to)
}

// describe fills in the manifest from the copy, which nobody changes any more.
func (s Source) describe(ctx context.Context, copied string, m *Manifest) error {
	snapshot, err := store.Open(ctx, db.Config{Dialect: db.SQLite, DSN: copied, ReadOnly: true, Now: s.Time.Now, Log: s.Log})
	if err != nil {
		return fmt.Errorf("backup: open the copy: %w", err)
	}
	defer snapshot.Close()
	if m.Schema, err = snapshot.SchemaVersion(ctx); err != nil {
		return Newer(err)
	}
	var needed map[string]bool
	err = snapshot.View(ctx, func(tx *store.Tx) error {
		i, err := tx.Installation()
		if err != nil {
			return err
		}
		m.Incarnation = i.Incarnation
		needed, err = blobsNeeded(tx)
		return err
	})
	if err != nil {
		return fmt.Errorf("backup: read the copy: %w", err)
	}
	database, err := describeFile(copied)
	if err != nil {
		return err
	}
	m.Members = []Member{database}
	return s.describeBlobs(ctx, needed, m)
}

func blobsNeeded(tx *store.Tx) (map[string]bool, error) {
	needed := map[string]bool{}
	for last := ""; ; {
		page, err := tx.BlobHashes(last, 10_000)
		if err != nil || len(page) == 0 {
			return needed, err
		}
		for _, hash := range page {
			needed[hash] = true
		}
		last = page[len(page)-1]
	}
}

// describeBlobs lists every whole attachment. A file is stored before the row that names it, so what the folder holds
// after the database was copied is at least what the copy needs.
func (s Source) describeBlobs(ctx context.Context, needed map[string]bool, m *Manifest) error {
	err := s.Blobs.Walk(func(stored blob.Info) error {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		switch err := s.Blobs.Verify(stored.Hash); {
		case errors.Is(err, blob.ErrCorrupt), errors.Is(err, blob.ErrNotFound):
			return nil
		case err != nil:
			return err
		}
		delete(needed, stored.Hash.String())
		m.Members = append(m.Members, blobMember(stored.Hash, stored.Size))
		return nil
	})
	for hash := range needed {
		m.Missing = append(m.Missing, hash)
	}
	return err
}

func describeFile(path string) (Member, error) {
	f, err := os.Open(path)
	if err != nil {
		return Member{}, fmt.Errorf("backup: %w", err)
	}
	defer f.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	if err != nil {
		return Member{}, fmt.Errorf("backup: %w", err)
	}
	return Member{Name: databaseName, Size: size, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

func (s Source) pack(ctx context.Context, copied string, m Manifest, to io.Writer) error {
	list, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	p := packer{tar: tar.NewWriter(to), m: m}
	if err := p.head(manifestName, int64(len(list))); err != nil {
		return err
	}
	if _, err := p.tar.Write(list); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	for _, member := range m.Members {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := p.add(member, func() (io.ReadCloser, error) { return s.open(copied, member) }); err != nil {
			return err
		}
	}
	return p.tar.Close()
}

func (s Source) open(copied string, member Member) (io.ReadCloser, error) {
	if member.Name == databaseName {
		return os.Open(copied)
	}
	h, err := blob.ParseHash(member.SHA256)
	if err != nil {
		return nil, err
	}
	content, _, err := s.Blobs.Get(h)
	return content, err
}

type packer struct {
	tar *tar.Writer
	m   Manifest
}

func (p packer) head(name string, size int64) error {
	err := p.tar.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: p.m.TakenAt,
		Format: tar.FormatPAX})
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// add copies one member and makes sure that it still is what the manifest says.
func (p packer) add(member Member, open func() (io.ReadCloser, error)) error {
	from, err := open()
	if err != nil {
		return changed(member, err)
	}
	defer from.Close()
	if err := p.head(member.Name, member.Size); err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.Copy(p.tar, io.TeeReader(io.LimitReader(from, member.Size), sum))
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if n != member.Size || hex.EncodeToString(sum.Sum(nil)) != member.SHA256 {
		return changed(member, nil)
	}
	return nil
}

func changed(member Member, cause error) error {
	return switchboard.Refuse(switchboard.CodeConflict, "An attachment changed while the backup was written.").
		WithHint("Take the backup again.").WithField(member.Name).WithCause(cause)
}

// Newer explains db.ErrNewerSchema and passes every other error on.
func Newer(err error) error {
	if !errors.Is(err, db.ErrNewerSchema) {
		return err
	}
	return switchboard.Refuse(switchboard.CodeUnavailable, "The database was written by a newer version of Switchboard.").
		WithHint("Use that version.").WithCause(err)
}
