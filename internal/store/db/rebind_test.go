package db

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"switchboard/internal/store/pgtest"
)

var rebinds = []struct{ in, want string }{
	{"SELECT 1", "SELECT 1"},
	{"SELECT ?, ?", "SELECT $1, $2"},
	{"SELECT '?', ?", "SELECT '?', $1"},
	{"SELECT 'it''s ?', ?", "SELECT 'it''s ?', $1"},
	{`SELECT E'a\'?', ?`, `SELECT E'a\'?', $1`},
	{`SELECT 'a\', ?`, `SELECT 'a\', $1`},
	{`SELECT "odd?name", ?`, `SELECT "odd?name", $1`},
	{"SELECT 1 -- why?\n, ?", "SELECT 1 -- why?\n, $1"},
	{"SELECT 1 /* a? /* b? */ c? */, ?", "SELECT 1 /* a? /* b? */ c? */, $1"},
	{"SELECT $$ ? $$, ?", "SELECT $$ ? $$, $1"},
	{"SELECT $a$ ? $$ ? $a$, ?", "SELECT $a$ ? $$ ? $a$, $1"},
	{"SELECT a$b, ?, c$d", "SELECT a$b, $1, c$d"},
	{"SELECT é, ?", "SELECT é, $1"},
	{"SELECT '?", "SELECT '?"},
	{"?", "$1"},
	{strings.Repeat("?", 11), "$1$2$3$4$5$6$7$8$9$10$11"},
}

func TestRebind(t *testing.T) {
	t.Parallel()
	for _, c := range rebinds {
		for range 2 { // the second answer comes from the cache
			if got := Postgres.Rebind(c.in); got != c.want {
				t.Errorf("Rebind(%q) = %q, want %q", c.in, got, c.want)
			}
		}
		if got := SQLite.Rebind(c.in); got != c.in {
			t.Errorf("SQLite changed %q to %q", c.in, got)
		}
	}
}

func FuzzRebind(f *testing.F) {
	for _, c := range rebinds {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, q string) {
		got := numberPlaceholders(q)
		// Taking the numbers out again gives the query back, whatever it was.
		var back strings.Builder
		rest, n := got, 0
		for i := 0; i < len(q); i++ {
			if rest != "" && rest[0] == q[i] {
				back.WriteByte(q[i])
				rest = rest[1:]
				continue
			}
			n++
			number, ok := strings.CutPrefix(rest, placeholder(n))
			if !ok || q[i] != '?' {
				t.Fatalf("%q became %q", q, got)
			}
			rest = number
		}
		if rest != "" || n > strings.Count(q, "?") {
			t.Fatalf("%q became %q", q, got)
		}
	})
}

func placeholder(n int) string { return "$" + strconv.Itoa(n) }

// TestRebindAgreesWithPostgreSQL has the server itself say how many parameters it sees.
func TestRebindAgreesWithPostgreSQL(t *testing.T) {
	t.Parallel()
	conn, err := pgx.Connect(t.Context(), pgtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, q := range []string{
		"SELECT ?::text, '?', ?::text", `SELECT E'a\'?', ?::text`, "SELECT $x$ ? $x$, ?::int -- ?",
		"SELECT /* ? /* ? */ ? */ ?::int",
		`SELECT ?::int AS "really?"`, "SELECT 'it''s ?' || ?::text",
	} {
		numbered := Postgres.Rebind(q)
		got, err := conn.Prepare(t.Context(), "", numbered)
		if err != nil {
			t.Errorf("%s: %v", numbered, err)
			continue
		}
		if want := strings.Count(q, "?::"); len(got.ParamOIDs) != want {
			t.Errorf("%s: server sees %d parameters, want %d", numbered, len(got.ParamOIDs), want)
		}
	}
}

func TestDialectHelpers(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "", 1: "?", 3: "?,?,?"} {
		if got := Placeholders(n); got != want {
			t.Errorf("Placeholders(%d) = %q", n, got)
		}
	}
	if s := SQLite.String() + Postgres.String() + Dialect(9).String(); s != "sqlitepostgresdialect(9)" {
		t.Error(s)
	}
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps, "INSERT INTO lamp VALUES (4, 'amber')")
		q := "SELECT " + d.Dialect().Greatest("1", "7", "3") + " * 10 + " + d.Dialect().Least("5", "2", "9")
		if n := count(t, d, q); n != 72 {
			t.Errorf("%s = %d", q, n)
		}
		q = "SELECT count(*) FROM lamp WHERE " + d.Dialect().Contains("colour")
		for text, want := range map[string]int{"mbe": 1, "amber": 1, "m%r": 0, "AMBER": 0, "": 1} {
			if n := count(t, d, q, text); n != want {
				t.Errorf("%s with %q = %d", q, text, n)
			}
		}
		for _, lock := range []string{d.Dialect().ForUpdate(), d.Dialect().SkipLocked()} {
			err := d.Update(t.Context(), func(tx *Tx) error {
				return tx.QueryRow("SELECT id FROM lamp WHERE id = ?"+lock, 4).Scan(new(int))
			})
			if err != nil {
				t.Errorf("%q: %v", lock, err)
			}
		}
	})
}
