package app_test

import (
	"testing"
	"time"

	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
)

// TestLeasesOfAProcessThatDied are free at once where only one process can live, and run out where others may hold them.
func TestLeasesOfAProcessThatDied(t *testing.T) {
	t.Parallel()
	for engine, free := range map[string]bool{"SQLite": true, "PostgreSQL": false} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := ""
			if engine == "PostgreSQL" {
				url = pgtest.URL(t)
			}
			site := testkit.NewSite(testkit.Folder(t), url)
			first := site.Open(t)
			account := testkit.AddAccount(t, first.DB, "@kettles")
			fences := make([]int64, 2)
			taken := make([]bool, 2)
			take := func(d *store.DB, holder string, n int) {
				testkit.Update(t, d, func(tx *store.Tx) (err error) {
					fences[n], taken[n], err = tx.AcquireLease(account.ID, holder, time.Hour)
					return err
				})
			}
			take(first.DB, "the one that died", 0)
			if err := first.Close(); err != nil {
				t.Fatal(err)
			}
			second := site.Open(t)
			defer second.Close()
			take(second.DB, "the next", 1)
			if !taken[0] || taken[1] != free || free && fences[1] <= fences[0] {
				t.Errorf("taken %v under fences %v", taken, fences)
			}
		})
	}
}
