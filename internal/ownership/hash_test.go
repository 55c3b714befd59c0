package ownership_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

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
