package play_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard/internal/store/pgtest"
)

// own are tables that each engine keeps in its own way, or that tell of the process and not of the company.
var own = []string{"schema_migration", "installation", "node", "journal_head", "counter", "counter_delta", "account_lease"}

func TestTheSameSeedGivesTheSameCompany(t *testing.T) {
	t.Parallel()
	first, second, third := settle(t, ""), settle(t, ""), settle(t, pgtest.URL(t))
	for _, h := range []home{first, second, third} {
		h.begin()
	}
	want := same(t, first.DB, own...)
	if len(want) < 1500 {
		t.Fatalf("only %d rows", len(want))
	}
	if diff := cmp.Diff(want, same(t, second.DB, own...)); diff != "" {
		t.Errorf("two tellings (-first +second):\n%.4000s", diff)
	}
	if diff := cmp.Diff(want, same(t, third.DB, own...)); diff != "" {
		t.Errorf("two engines (-SQLite +PostgreSQL):\n%.4000s", diff)
	}
	if err := first.SampleCompany().Reset(t.Context(), first.newcomer); err != nil {
		t.Fatal(err)
	}
	again := same(t, first.DB, append([]string{"journal", "audit"}, own...)...)
	if diff := cmp.Diff(same(t, second.DB, append([]string{"journal", "audit"}, own...)...), again); diff != "" {
		t.Errorf("after a reset (-new +reset):\n%.4000s", diff)
	}
}
