package db

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"switchboard/internal/store/pgtest"
)

func files(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

const (
	first  = "CREATE TABLE boat (id BIGINT PRIMARY KEY, name TEXT); -- one; two\nCREATE INDEX boat_name ON boat (name);\n"
	second = "INSERT INTO boat VALUES (1, 'semi; colon');\nALTER TABLE boat ADD COLUMN crew BIGINT;"
)

func migrate(t *testing.T, d *DB, f fstest.MapFS, wantFrom, wantTo int) {
	t.Helper()
	from, to, err := d.Migrate(t.Context(), f)
	if err != nil || from != wantFrom || to != wantTo {
		t.Errorf("migrated %d to %d, %v; want %d to %d", from, to, err, wantFrom, wantTo)
	}
}

func TestMigrateAppliesOnceAndInOrder(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		one := files("0001_boats.sql", first, "README.md", "not a migration")
		two := files("0001_boats.sql", first, "0002_crew.sql", second)
		pending, err := d.Pending(t.Context(), two)
		if err != nil || len(pending) != 2 || pending[1].Name != "crew" {
			t.Errorf("pending %v, %v", pending, err)
		}
		migrate(t, d, files(), 0, 0)
		migrate(t, d, one, 0, 1)
		migrate(t, d, one, 1, 1)
		pending, err = d.Pending(t.Context(), two)
		if err != nil || len(pending) != 1 || pending[0].Version != 2 {
			t.Errorf("pending %v, %v", pending, err)
		}
		migrate(t, d, two, 1, 2)
		migrate(t, d, two, 2, 2)
		if n := count(t, d, "SELECT count(*) FROM boat WHERE name = 'semi; colon' AND crew IS NULL"); n != 1 {
			t.Errorf("%d rows", n)
		}
		if n := count(t, d, "SELECT count(*) FROM schema_migration WHERE applied_at > 0 AND length(checksum) = 64"); n != 2 {
			t.Errorf("%d records", n)
		}
	})
}

func TestMigrateRefusesAChangedFileAndANewerDatabase(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		two := files("0001_boats.sql", first, "0002_crew.sql", second)
		migrate(t, d, two, 0, 2)
		same := files("0001_boats.sql", strings.ReplaceAll(first, "\n", " \t\r\n")+"\n\n", "0002_crew.sql", second)
		migrate(t, d, same, 2, 2)

		edited := files("0001_boats.sql", strings.Replace(first, "name TEXT", "name VARCHAR", 1), "0002_crew.sql", second,
			"0003_more.sql", "CREATE TABLE oar (id BIGINT)")
		_, _, err := d.Migrate(t.Context(), edited)
		wantErr(t, err, ErrChecksum)
		_, err = d.Pending(t.Context(), edited)
		wantErr(t, err, ErrChecksum)
		_, _, err = d.Migrate(t.Context(), files("0001_boats.sql", first))
		wantErr(t, err, ErrNewerSchema)
		_, err = d.Pending(t.Context(), files("0001_boats.sql", first))
		wantErr(t, err, ErrNewerSchema)
		migrate(t, d, two, 2, 2)
	})
}

func TestFailedMigrationLeavesNothing(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		for _, broken := range []string{
			"CREATE TABLE oar (id BIGINT); INSERT INTO nowhere VALUES (1);",
			"CREATE TABLE oar (id BIGINT); oops",
		} {
			f := files("0001_boats.sql", first, "0002_broken.sql", broken)
			_, to, err := d.Migrate(t.Context(), f)
			if err == nil || to != 1 || !strings.Contains(err.Error(), "0002_broken") {
				t.Errorf("to %d, %v", to, err)
			}
			if pending, err := d.Pending(t.Context(), f); err != nil || len(pending) != 1 {
				t.Errorf("pending %v, %v", pending, err)
			}
		}
		migrate(t, d, files("0001_boats.sql", first, "0002_oars.sql", "CREATE TABLE oar (id BIGINT)"), 1, 2)
		script(t, d, "INSERT INTO oar VALUES (1)")
		_, _, err := d.Migrate(t.Context(), files("0001_boats.sql", first, "0002_oars.sql", "CREATE TABLE oar (id BIGINT)",
			"0003_own.sql", "CREATE TABLE sail (id BIGINT); COMMIT;"))
		wantErr(t, err, errOwnCommit)
	})
}

func TestMigrationFilesAreChecked(t *testing.T) {
	t.Parallel()
	d, _ := openLiteTest(t)
	for name, f := range map[string]fstest.MapFS{
		"gap":       files("0001_a.sql", "", "0003_c.sql", ""),
		"duplicate": files("0001_a.sql", "", "0001_b.sql", ""),
		"no first":  files("0002_a.sql", ""),
		"name":      files("1_a.sql", ""),
		"letters":   files("0001_Boats.sql", ""),
		"no name":   files("0001.sql", ""),
	} {
		if _, _, err := d.Migrate(t.Context(), f); err == nil {
			t.Errorf("%s: accepted", name)
		}
		if _, err := d.Pending(t.Context(), f); err == nil {
			t.Errorf("%s: accepted by Pending", name)
		}
	}
}

func TestHoleInTheRecordIsNotHidden(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		two := files("0001_boats.sql", first, "0002_crew.sql", second)
		migrate(t, d, two, 0, 2)
		script(t, d, "DELETE FROM schema_migration WHERE version = 1")
		if _, _, err := d.Migrate(t.Context(), two); err == nil || errors.Is(err, ErrChecksum) {
			t.Errorf("hole: %v", err)
		}
	})
}

func TestConcurrentMigratorsApplyEachFileOnce(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) { migrateAtOnce(t, d, d, d, d) })
	t.Run("postgres nodes", func(t *testing.T) {
		t.Parallel()
		cfg := Config{Dialect: Postgres, DSN: pgtest.URL(t)}
		migrateAtOnce(t, openTest(t, cfg), openTest(t, cfg), openTest(t, cfg))
	})
}

func migrateAtOnce(t *testing.T, nodes ...*DB) {
	t.Helper()
	f := files("0001_boats.sql", first, "0002_crew.sql", second)
	var mu sync.Mutex
	var wg sync.WaitGroup
	applied := 0
	for _, d := range nodes {
		wg.Go(func() {
			from, to, err := d.Migrate(context.Background(), f)
			mu.Lock()
			defer mu.Unlock()
			applied += to - from
			if err != nil || to != 2 {
				t.Errorf("%d to %d, %v", from, to, err)
			}
		})
	}
	wg.Wait()
	if applied != 2 {
		t.Errorf("%d files were applied in all", applied)
	}
}

// TestTableCanBeRebuilt drops and renames a table that others refer to, with a cascade that must not fire.
func TestTableCanBeRebuilt(t *testing.T) {
	t.Parallel()
	d := openTest(t, Config{DSN: filepath.Join(t.TempDir(), "care.db")})
	base := []string{"0001_boats.sql", `CREATE TABLE boat (id INTEGER PRIMARY KEY);
		CREATE TABLE oar (id INTEGER PRIMARY KEY, boat INTEGER NOT NULL REFERENCES boat (id) ON DELETE CASCADE);
		INSERT INTO boat VALUES (1); INSERT INTO oar VALUES (5, 1);
		CREATE TRIGGER oar_gone AFTER DELETE ON oar BEGIN SELECT RAISE(ABORT, 'no; really'); END;`}
	rebuild := `CREATE TABLE boat_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '');
		INSERT INTO boat_new (id) SELECT id FROM boat;
		DROP TABLE boat; ALTER TABLE boat_new RENAME TO boat;`
	migrate(t, d, files(base...), 0, 1)
	migrate(t, d, files(append(base, "0002_rebuild.sql", rebuild)...), 1, 2)
	if n := count(t, d, "SELECT count(*) FROM oar JOIN boat ON boat.id = oar.boat"); n != 1 {
		t.Errorf("%d oars are left", n)
	}
	orphan := append(base, "0002_rebuild.sql", rebuild, "0003_orphan.sql", "DELETE FROM boat")
	_, _, err := d.Migrate(t.Context(), files(orphan...))
	wantErr(t, err, ErrForeignKey)
	err = d.Update(t.Context(), func(tx *Tx) error { _, err := tx.Exec("INSERT INTO oar VALUES (6, 77)"); return err })
	wantErr(t, err, ErrForeignKey)
}
