//go:build soak

package account_test

import (
	"os"
	"testing"
	"time"
)

func soakTime(t *testing.T) time.Duration {
	d, err := time.ParseDuration(os.Getenv("SOAKTIME"))
	if err != nil {
		t.Fatalf("SOAKTIME: %v", err)
	}
	return d
}

// TestSoakStruck strikes processes for as long as it may, from worlds the other test does not reach.
func TestSoakStruck(t *testing.T) {
	var c tally
	until := time.Now().Add(soakTime(t))
	for seed := uint64(crashWorlds); time.Now().Before(until); seed++ {
		c.strike(t, seed)
	}
	c.say(t)
}

// TestSoakHungNetwork is ten thousand messages a minute with one network hung.
func TestSoakHungNetwork(t *testing.T) {
	hang(t, load{perSecond: 10_000.0 / 60, lasts: soakTime(t), folder: t.TempDir()})
}
