package switchboard_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
)

func TestSecondsKeepASpan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		span := time.Duration(rapid.Int64Range(0, int64(24*24*time.Hour)).Draw(t, "span"))
		text, err := json.Marshal(switchboard.SecondsOf(span))
		if err != nil {
			t.Fatal(err)
		}
		var again switchboard.Seconds
		if err := json.Unmarshal(text, &again); err != nil || again.Duration() != span {
			t.Fatalf("%s was written as %s and read as %s: %v", span, text, again.Duration(), err)
		}
	})
}
