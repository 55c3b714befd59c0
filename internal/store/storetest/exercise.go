package storetest

import (
	"testing"

	"switchboard/internal/store"
)

// suite is what the store promises, by concept.
var suite = []struct {
	name string
	test func(*testing.T, *World)
}{
	{"company", company},
	{"installation", installation},
	{"leases", leases},
	{"cursors and gaps", cursorsAndGaps},
	{"tombstones", tombstones},
	{"quarantine", quarantine},
	{"blobs", blobs},
}

// Exercise runs the suite, each concept on a fresh database that open makes with the present schema.
func Exercise(t *testing.T, open func(t *testing.T) *store.DB) {
	t.Helper()
	for _, part := range suite {
		t.Run(part.name, func(t *testing.T) {
			t.Parallel()
			part.test(t, NewWorld(t, open(t)))
		})
	}
}
