package play_test

import (
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/testkit"
)

// tables are all of an installation, as its schema has them.
func tables(t *testing.T, d *store.DB) []string {
	t.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`
	if d.Dialect() == db.Postgres {
		query = `SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`
	}
	return column(t, d, query)
}

func columns(t *testing.T, d *store.DB, table string) []string {
	t.Helper()
	query := `SELECT name FROM pragma_table_info('` + table + `') ORDER BY name`
	if d.Dialect() == db.Postgres {
		query = `SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '` + table + `' ORDER BY 1`
	}
	return column(t, d, query)
}

func column(t *testing.T, d *store.DB, query string) (out []string) {
	t.Helper()
	for _, row := range rows(t, d, query, 1) {
		out = append(out, row[0])
	}
	return out
}

// rows are what a query gives, as text.
func rows(t *testing.T, d *store.DB, query string, width int) (all [][]string) {
	t.Helper()
	return testkit.Read(t, d, func(tx *store.Tx) ([][]string, error) {
		found, err := tx.Query(query)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", query, err)
		}
		defer found.Close()
		var all [][]string
		for found.Next() {
			values, into := make([]any, width), make([]any, width)
			for i := range values {
				into[i] = &values[i]
			}
			if err := found.Scan(into...); err != nil {
				return nil, err
			}
			row := make([]string, width)
			for i, v := range values {
				row[i] = text(v)
			}
			all = append(all, row)
		}
		return all, found.Err()
	})
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return "-"
	case []byte:
		return "x" + hex.EncodeToString(v)
	case [16]byte:
		return "x" + hex.EncodeToString(v[:])
	}
	return fmt.Sprint(v)
}

// dump is every row of a table, as text, in no order; skip names columns left out.
func dump(t *testing.T, d *store.DB, table string, skip ...string) (lines []string) {
	t.Helper()
	names := slices.DeleteFunc(columns(t, d, table), func(c string) bool { return slices.Contains(skip, c) })
	for _, row := range rows(t, d, `SELECT `+strings.Join(names, ", ")+` FROM `+table, len(names)) {
		for i := range row {
			row[i] = names[i] + "=" + row[i]
		}
		lines = append(lines, ofFacts.ReplaceAllString(strings.Join(row, " "), "facts_hash"))
	}
	return lines
}

// id is an identifier as a column has it, or as texts name it.
var id = regexp.MustCompile(`\b(x[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}|[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[a-z]{3}_[0-9a-z]{26})\b`)

// ofFacts is the hash of a decision's facts, which name their conversation.
var ofFacts = regexp.MustCompile(`facts_hash(":"|=)[0-9a-f]{64}`)

// made lists what differs between two tellings by chance: secrets, and what is numbered by the database.
var made = map[string][]string{
	"account": {"secrets"}, "journal": {"position", "id"}, "draft": {"hash", "ruling"}, "approval": {"hash"}, "consult": {"handle"}, "sample": {"generation"},
}

// same is an installation's content with every identifier replaced by the order in which it appears.
func same(t *testing.T, d *store.DB, skipped ...string) (all []string) {
	t.Helper()
	names := map[string]string{}
	name := func(found string) string {
		key := plain(found)
		if names[key] == "" {
			names[key] = fmt.Sprintf("<%d>", len(names)+1)
		}
		return names[key]
	}
	for _, table := range tables(t, d) {
		if slices.Contains(skipped, table) {
			continue
		}
		lines := dump(t, d, table, made[table]...)
		slices.SortStableFunc(lines, func(a, b string) int {
			return strings.Compare(id.ReplaceAllString(a, "<>"), id.ReplaceAllString(b, "<>"))
		})
		for _, line := range lines {
			all = append(all, table+": "+id.ReplaceAllStringFunc(line, name))
		}
	}
	slices.Sort(all)
	return all
}

var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// plain is an identifier without the form it is written in.
func plain(found string) string {
	if raw, err := crockford.DecodeString(found[min(4, len(found)):]); len(found) == 30 && err == nil {
		return hex.EncodeToString(raw)
	}
	return strings.ReplaceAll(strings.TrimPrefix(found, "x"), "-", "")
}
