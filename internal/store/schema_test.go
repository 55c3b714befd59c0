package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard/internal/store"
	"switchboard/internal/store/db"
)

// onlyPostgres is what PostgreSQL has beside SQLite's schema, because it has many writers: events that wait for their
// position, and counters that are appended to.
var onlyPostgres = []string{
	"counter_delta.id integer", "counter_delta.n integer", "counter_delta.scope text", "counter_delta.view text",
	"index counter_delta_by_view", "index journal_unnumbered", "journal.id integer", "journal.position integer null",
	"journal_head.one integer", "journal_head.position integer",
}

// onlySQLite is the reverse: its writer is alone, so the key of an event is its position.
var onlySQLite = []string{"journal.position integer"}

const liteSchema = `SELECT m.name || '.' || p.name || ' ' || lower(p.type) ||
		CASE WHEN p."notnull" = 0 AND p.pk = 0 THEN ' null' ELSE '' END
	FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
	UNION ALL SELECT 'index ' || name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL`

const pgSchema = `SELECT table_name || '.' || column_name || ' ' ||
		CASE data_type WHEN 'bigint' THEN 'integer' WHEN 'uuid' THEN 'blob' WHEN 'bytea' THEN 'blob' ELSE data_type END ||
		CASE is_nullable WHEN 'YES' THEN ' null' ELSE '' END
	FROM information_schema.columns WHERE table_schema = 'public'
	UNION ALL SELECT 'index ' || i.indexname FROM pg_indexes i WHERE i.schemaname = 'public'
		AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)`

func TestSchemasAgree(t *testing.T) {
	t.Parallel()
	lite := texts(t, openLite(t), liteSchema)
	pg := texts(t, openPostgres(t), pgSchema)
	if len(lite) < 200 {
		t.Fatalf("only %d columns were found", len(lite))
	}
	want := minus(lite, onlySQLite)
	want = append(want, onlyPostgres...)
	slices.Sort(want)
	// The table of migrations is made by one text for both engines, with types of its own.
	foreign := func(s string) bool { return strings.HasPrefix(s, "schema_migration.") }
	if diff := cmp.Diff(slices.DeleteFunc(want, foreign), slices.DeleteFunc(pg, foreign)); diff != "" {
		t.Errorf("schemas (-sqlite +postgres):\n%s", diff)
	}
}

func minus(all, without []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(without, s) })
}

// texts runs a query for one column of text, sorted.
func texts(t *testing.T, d *store.DB, query string) (out []string) {
	t.Helper()
	err := d.View(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.Query(query)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				return err
			}
			out = append(out, text)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func engines(t *testing.T, test func(*testing.T, *store.DB)) {
	t.Helper()
	for name, open := range map[string]func(*testing.T) *store.DB{"sqlite": openLite, "postgres": openPostgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func run(t *testing.T, d *store.DB, statements ...string) {
	t.Helper()
	err := d.Update(t.Context(), func(tx *store.Tx) error {
		for _, s := range statements {
			if _, err := tx.Exec(s); err != nil {
				return fmt.Errorf("%.200s: %w", s, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMigrateAgainChangesNothing(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, d *store.DB) {
		from, to, err := d.Migrate(t.Context())
		if err != nil || from != to || from != versions(t, db.SQLite) {
			t.Errorf("from %d to %d, %v", from, to, err)
		}
	})
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, d *store.DB) {
		run(t, d, fmt.Sprintf("INSERT INTO schema_migration (version, name, checksum, applied_at) VALUES (%d, 'later', 'x', 0)",
			versions(t, d.Dialect())+1))
		if _, _, err := d.Migrate(t.Context()); !errors.Is(err, db.ErrNewerSchema) {
			t.Errorf("error %v, want %v", err, db.ErrNewerSchema)
		}
	})
}

func TestEditedMigrationIsRefused(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, d *store.DB) {
		run(t, d, "UPDATE schema_migration SET checksum = 'of another text' WHERE version = 3")
		if _, _, err := d.Migrate(t.Context()); !errors.Is(err, db.ErrChecksum) {
			t.Errorf("error %v, want %v", err, db.ErrChecksum)
		}
	})
}

func migrationNames(t *testing.T, d db.Dialect) []string {
	t.Helper()
	names, err := fs.Glob(store.Migrations(d), "*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("migrations %v, %v", names, err)
	}
	return names
}

func versions(t *testing.T, d db.Dialect) int {
	t.Helper()
	return len(migrationNames(t, d))
}

// contractions lists the migrations that take something away, with the reason why no running version misses it. Within
// a minor version nothing is taken away: a node of the version before works beside the new one.
var contractions = map[string]string{}

var takesAway = regexp.MustCompile(`(?is)\bDROP\s+\w+|\bRENAME\b|\bALTER\s+COLUMN\b|\bTRUNCATE\b|\bDELETE\s+FROM\b`)

// sqlComments are taken out before a migration is judged.
var sqlComments = regexp.MustCompile(`--[^\n]*`)

func contracts(text string) string {
	return takesAway.FindString(sqlComments.ReplaceAllString(text, ""))
}

func TestMigrationsOnlyExpand(t *testing.T) {
	t.Parallel()
	for _, d := range []db.Dialect{db.SQLite, db.Postgres} {
		for _, name := range migrationNames(t, d) {
			text, err := fs.ReadFile(store.Migrations(d), name)
			if err != nil {
				t.Fatal(err)
			}
			if found := contracts(string(text)); found != "" && contractions[name] == "" {
				t.Errorf("%s/%s: %q takes something away that a running node may need", d, name, found)
			}
		}
	}
}

func TestBothEnginesHaveTheSameVersions(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(migrationNames(t, db.SQLite), migrationNames(t, db.Postgres)); diff != "" {
		t.Errorf("files (-sqlite +postgres):\n%s", diff)
	}
}

func TestContractsFindsWhatTakesAway(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"DROP TABLE kettle;": true, "alter table kettle\n drop column tune;": true, "ALTER TABLE a RENAME TO b;": true,
		"ALTER TABLE a ALTER COLUMN b SET NOT NULL;": true, "drop\n\tindex kettle_by_tune;": true, "DELETE FROM kettle;": true,
		"CREATE TABLE kettle (tune TEXT); -- DROP it later": false, "ALTER TABLE kettle ADD COLUMN dropped INTEGER;": false,
	} {
		if got := contracts(text) != ""; got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}
