package ownership_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/ownership"
)

func TestFactsHashIsOfPlainJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		facts := anyFacts(t)
		text, err := json.Marshal(ownership.Canonical(facts))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		if want := hex.EncodeToString(sum[:]); ownership.FactsHash(facts) != want {
			t.Fatalf("anybody should be able to check the hash: SHA-256 of %s is %s", text, want)
		}
	})
}

func TestEveryConfidenceIsHashedAsJSONWritesIt(t *testing.T) {
	t.Parallel()
	for n := range 10_001 {
		facts := ownership.Canonical(switchboard.Facts{IntentSure: float64(n) / 1e4})
		text, err := json.Marshal(facts)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(text); ownership.FactsHash(facts) != hex.EncodeToString(sum[:]) {
			t.Fatalf("another hash than that of %s", text)
		}
	}
}
