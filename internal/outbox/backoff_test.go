package outbox

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDelay(t *testing.T) {
	t.Parallel()
	if got := Delay(1, 0, 0); got != time.Second {
		t.Errorf("first delay from %v", got)
	}
	if got := Delay(1, time.Hour, 0.5); got != time.Hour {
		t.Errorf("the network asked for an hour, got %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		attempt := rapid.IntRange(-1, 1000).Draw(t, "attempt")
		random := rapid.Float64Range(0, 0.999999).Draw(t, "random")
		got, next := Delay(attempt, 0, random), Delay(attempt+1, 0, random)
		if got < firstDelay/2 || got > mostDelay || next < got {
			t.Fatalf("attempt %d: %v, then %v", attempt, got, next)
		}
	})
}
