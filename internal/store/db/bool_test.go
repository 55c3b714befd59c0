package db

import "testing"

func TestBoolsReadAlike(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, d *DB) {
		script(t, d, lamps)
		for query, want := range map[string]bool{
			"SELECT CAST(1 AS BIGINT)": true, "SELECT CAST(0 AS BIGINT)": false,
			"SELECT EXISTS (SELECT 1)": true, "SELECT EXISTS (SELECT 1 FROM lamp)": false,
		} {
			got := !want
			err := d.View(t.Context(), func(tx *Tx) error { return tx.QueryRow(query).Scan(&got) })
			if err != nil || got != want {
				t.Errorf("%s: %t, %v", query, got, err)
			}
		}
		for _, query := range []string{"SELECT CAST(2 AS BIGINT)", "SELECT CAST(NULL AS BIGINT)", "SELECT 'maybe'"} {
			var got bool
			if err := d.View(t.Context(), func(tx *Tx) error { return tx.QueryRow(query).Scan(&got) }); err == nil {
				t.Errorf("%s was read as %t", query, got)
			}
		}
	})
}
