package store_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/storetest"
)

// update writes the fixtures of one schema version. It is used once, when that version lands: a fixture is what
// databases of that version out there look like, and never changes.
var update = flag.Int("update", 0, "write the schema fixtures of this version")

func fixturePath(d db.Dialect, version int) string {
	return filepath.Join("testdata", "schema", d.String(), fmt.Sprintf("%04d.sql", version))
}

// openAt opens a database with the schema of a version.
func openAt(t *testing.T, d db.Dialect, version int) *store.DB {
	t.Helper()
	cfg := db.Config{Dialect: d, DSN: filepath.Join(t.TempDir(), "care.db"),
		Now: func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }}
	if d == db.Postgres {
		cfg.DSN = pgtest.URL(t)
	}
	opened := open(t, cfg, false)
	if _, to, err := opened.DB.Migrate(t.Context(), filesTo(t, d, version)); err != nil || to != version {
		t.Fatalf("migrated to %d, want %d: %v", to, version, err)
	}
	return opened
}

// filesTo is the migrations up to a version.
func filesTo(t *testing.T, d db.Dialect, version int) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range migrationNames(t, d)[:version] {
		text, err := fs.ReadFile(store.Migrations(d), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

var tableName = regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`)

// tables lists the tables of a version in the order they were made, in which no table refers to a later one.
func tables(t *testing.T, d db.Dialect, version int) (names []string) {
	t.Helper()
	files := filesTo(t, d, version)
	for _, file := range migrationNames(t, d)[:version] {
		text, err := fs.ReadFile(files, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range tableName.FindAllSubmatch(text, -1) {
			names = append(names, string(m[1]))
		}
	}
	return names
}

const liteColumns = `SELECT name FROM pragma_table_info('%s')`

const pgColumns = `SELECT column_name::text FROM information_schema.columns
	WHERE table_schema = 'public' AND table_name = '%s'`

// dump writes the rows of a table as statements, sorted; columns limits it to those named.
func dump(t *testing.T, d *store.DB, table string, columns []string) []string {
	t.Helper()
	quote, override := "quote(%s)", ""
	if d.Dialect() == db.Postgres {
		quote, override = "quote_nullable(%s)", " OVERRIDING SYSTEM VALUE"
	}
	values := make([]string, len(columns))
	for i, c := range columns {
		values[i] = fmt.Sprintf(quote, c)
	}
	rows := texts(t, d, "SELECT "+strings.Join(values, " || ', ' || ")+" FROM "+table)
	for i, row := range rows {
		rows[i] = fmt.Sprintf("INSERT INTO %s (%s)%s VALUES (%s);", table, strings.Join(columns, ", "), override, row)
	}
	return rows
}

func columns(t *testing.T, d *store.DB, table string) []string {
	t.Helper()
	query := liteColumns
	if d.Dialect() == db.Postgres {
		query = pgColumns
	}
	return texts(t, d, fmt.Sprintf(query, table))
}

// known is how a fixture names the migrations its database had seen.
func known(t *testing.T, d *store.DB) []string {
	t.Helper()
	return texts(t, d, "SELECT '-- ' || name || ' ' || checksum FROM schema_migration")
}

func TestUpdateFixtures(t *testing.T) {
	if *update == 0 {
		// Nothing to write; what was written is checked by TestFixtures.
		return
	}
	for _, dialect := range []db.Dialect{db.SQLite, db.Postgres} {
		d := openAt(t, dialect, *update)
		storetest.NewWorld(t, d).Fill()
		lines := known(t, d)
		for _, table := range tables(t, dialect, *update) {
			rows := dump(t, d, table, columns(t, d, table))
			if len(rows) == 0 {
				t.Errorf("%s: %s has no rows: storetest.Fill should give it some", dialect, table)
			}
			lines = append(lines, rows...)
		}
		path := fixturePath(dialect, *update)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		writeOnce(t, path, strings.Join(lines, "\n")+"\n")
	}
}

// writeOnce refuses to write a fixture again: together with an edited migration that would hide that no database out there
// can be opened any more.
func writeOnce(t *testing.T, path, text string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		t.Fatalf("%v: what landed never changes, write a new migration", err)
	}
	if _, err := file.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

// firstFixture is the oldest schema version a fixture was made of; older ones were never installed.
const firstFixture = 6

// TestFixtures brings a database of every landed version up to the present one and reads it.
func TestFixtures(t *testing.T) {
	t.Parallel()
	for _, dialect := range []db.Dialect{db.SQLite, db.Postgres} {
		for version := firstFixture; version <= versions(t, dialect); version++ {
			t.Run(fmt.Sprintf("%s/%04d", dialect, version), func(t *testing.T) {
				t.Parallel()
				checkFixture(t, dialect, version)
			})
		}
	}
}

func checkFixture(t *testing.T, dialect db.Dialect, version int) {
	text, err := os.ReadFile(fixturePath(dialect, version))
	if err != nil {
		t.Fatalf("%v: write it with -update %d", err, version)
	}
	d := openAt(t, dialect, version)
	var seen, inserts []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "-- ") {
			seen = append(seen, line)
		} else {
			inserts = append(inserts, line)
		}
	}
	if diff := cmp.Diff(seen, known(t, d)); diff != "" {
		t.Fatalf("a migration was edited after it landed (-landed +now):\n%s", diff)
	}
	if dialect == db.Postgres {
		run(t, d, "DELETE FROM journal_head") // the fixture has its own
	}
	run(t, d, inserts...)
	if _, to, err := d.Migrate(t.Context()); err != nil || to != versions(t, dialect) {
		t.Fatalf("migrated to %d: %v", to, err)
	}
	same := dumpAs(t, d, inserts)
	slices.Sort(inserts)
	if diff := cmp.Diff(inserts, same); diff != "" {
		t.Errorf("rows before and after (-before +after):\n%s", diff)
	}
	storetest.Readable(t, d)
}

var insertHead = regexp.MustCompile(`^INSERT INTO (\w+) \(([^)]*)\)`)

// dumpAs dumps the tables and columns that the statements name.
func dumpAs(t *testing.T, d *store.DB, inserts []string) (out []string) {
	t.Helper()
	done := map[string]bool{}
	for _, s := range inserts {
		head := insertHead.FindStringSubmatch(s)
		if head == nil {
			t.Fatalf("not a row: %.80s", s)
		}
		if !done[head[1]] {
			done[head[1]] = true
			out = append(out, dump(t, d, head[1], strings.Split(head[2], ", "))...)
		}
	}
	slices.Sort(out)
	return out
}
