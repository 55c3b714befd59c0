package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Migration is one numbered file of schema changes.
type Migration struct {
	Version  int
	Name     string
	Checksum string
	text     string
}

// schemaDoor gives a migrator the database for itself.
type schemaDoor interface {
	migrating(ctx context.Context, fn func(schemaConn) error) error
}

// schemaConn runs schema changes; step makes one script and its record durable together, or neither.
type schemaConn interface {
	runner
	step(ctx context.Context, script string, record func(runner) error) error
}

const createMigrationTable = `CREATE TABLE IF NOT EXISTS schema_migration (
	version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)`

// errOwnCommit: what the file did stands, but cannot be recorded with it.
var errOwnCommit = errors.New("the file ends its transaction itself: remove its COMMIT or ROLLBACK")

// Migrate applies the files NNNN_name.sql of files that the database has not seen, in order and each in a transaction
// of its own, and returns the versions before and after. It is safe to call from several processes at once.
//
// It changes nothing and returns ErrChecksum if an applied file was edited, and ErrNewerSchema if the database knows a
// version the files do not have. Numbers start at 1 and leave no gap. Files must not contain BEGIN or COMMIT. On SQLite
// foreign keys are checked at the end of each file rather than by each statement, so that tables can be rebuilt.
func (d *DB) Migrate(ctx context.Context, files fs.FS) (from, to int, err error) {
	known, err := readMigrations(files)
	if err != nil {
		return 0, 0, err
	}
	err = d.schema.migrating(ctx, func(c schemaConn) error {
		if _, err := c.exec(ctx, createMigrationTable, nil); err != nil {
			return fmt.Errorf("db: migrate: %w", classify(err))
		}
		pending, err := plan(ctx, c, known)
		if err != nil {
			return err
		}
		from = len(known) - len(pending)
		to = from
		for _, m := range pending {
			if err := d.apply(ctx, c, m); err != nil {
				return err
			}
			to = m.Version
		}
		return nil
	})
	return from, to, err
}

func (d *DB) apply(ctx context.Context, c schemaConn, m Migration) error {
	err := c.step(ctx, m.text, func(r runner) error {
		_, err := r.exec(ctx, "INSERT INTO schema_migration (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
			[]any{m.Version, m.Name, m.Checksum, Micros(d.cfg.Now())})
		return err
	})
	if err != nil {
		return fmt.Errorf("db: migration %04d_%s: %w", m.Version, m.Name, classify(err))
	}
	return nil
}

// Pending returns what Migrate would apply, changing nothing. It fails as Migrate would.
func (d *DB) Pending(ctx context.Context, files fs.FS) (pending []Migration, err error) {
	known, err := readMigrations(files)
	if err != nil {
		return nil, err
	}
	err = d.View(ctx, func(tx *Tx) error {
		exists := "SELECT count(*) FROM sqlite_master WHERE name = 'schema_migration'"
		if tx.Dialect() == Postgres {
			exists = "SELECT count(to_regclass('schema_migration'))"
		}
		var n int
		if err := tx.QueryRow(exists).Scan(&n); err != nil || n == 0 {
			pending = known
			return err
		}
		pending, err = plan(ctx, tx.run, known)
		return err
	})
	return pending, err
}

// plan compares the files with what was applied and returns those still to apply.
func plan(ctx context.Context, r runner, known []Migration) ([]Migration, error) {
	applied, err := appliedMigrations(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("db: read schema_migration: %w", classify(err))
	}
	if n := len(applied); n > 0 && applied[n-1].Version > len(known) {
		return nil, fmt.Errorf("%w: the database is at version %d, this program knows %d",
			ErrNewerSchema, applied[n-1].Version, len(known))
	}
	for i, a := range applied {
		if a.Version != i+1 {
			return nil, fmt.Errorf("db: schema_migration lacks version %d before %d", i+1, a.Version)
		}
		if k := known[i]; a.Checksum != k.Checksum {
			return nil, fmt.Errorf("%w: %04d_%s", ErrChecksum, k.Version, k.Name)
		}
	}
	return known[len(applied):], nil
}

func appliedMigrations(ctx context.Context, r runner) (applied []Migration, err error) {
	rows, err := r.query(ctx, "SELECT version, name, checksum FROM schema_migration ORDER BY version", nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var m Migration
		if err := rows.Scan(&m.Version, &m.Name, &m.Checksum); err != nil {
			return nil, err
		}
		applied = append(applied, m)
	}
	return applied, rows.Err()
}

var migrationFile = regexp.MustCompile(`^(\d{4})_([a-z0-9]+(?:_[a-z0-9]+)*)\.sql$`)

// readMigrations reads and orders the files; other files than .sql are passed over.
func readMigrations(files fs.FS) ([]Migration, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("db: read migrations: %w", err)
	}
	var ms []Migration
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".sql" {
			continue
		}
		m, err := readMigration(files, e.Name())
		if err != nil {
			return nil, err
		}
		ms = append(ms, m)
	}
	slices.SortFunc(ms, func(a, b Migration) int { return a.Version - b.Version })
	for i, m := range ms {
		if m.Version != i+1 {
			return nil, fmt.Errorf("db: migration %04d_%s: number %d was expected here", m.Version, m.Name, i+1)
		}
	}
	return ms, nil
}

func readMigration(files fs.FS, name string) (Migration, error) {
	parts := migrationFile.FindStringSubmatch(name)
	if parts == nil {
		return Migration{}, fmt.Errorf("db: migration %s: want a name like 0001_first_tables.sql", name)
	}
	version, err := strconv.Atoi(parts[1])
	if err != nil {
		return Migration{}, fmt.Errorf("db: migration %s: %w", name, err)
	}
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return Migration{}, fmt.Errorf("db: migration %s: %w", name, err)
	}
	text := normalise(string(raw))
	sum := sha256.Sum256([]byte(text))
	return Migration{Version: version, Name: parts[2], Checksum: hex.EncodeToString(sum[:]), text: text}, nil
}

// normalise takes away what editors and version control change without meaning: line ends and trailing blanks.
func normalise(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}
