package outbox

import (
	"testing"
	"time"

	"switchboard"
)

func TestAmend(t *testing.T) {
	t.Parallel()
	again := Amended{Delay: time.Minute, Code: "timeout", Answer: "The network did not answer."}
	for name, each := range map[string]struct {
		attempts int
		what     Amended
		state    switchboard.AmendmentState
		kind     switchboard.EventKind
		code     string
	}{
		"done":              {0, Amended{Done: true, Code: "200"}, switchboard.AmendmentDone, switchboard.EventAmendmentDone, ""},
		"refused":           {0, Amended{Refused: true, Code: "403"}, switchboard.AmendmentFailed, switchboard.EventAmendmentFailed, "403"},
		"no answer":         {0, again, switchboard.AmendmentWaiting, "", "timeout"},
		"no answer, nearly": {MaxAttempts - 2, again, switchboard.AmendmentWaiting, "", "timeout"},
		"no answer at last": {MaxAttempts - 1, again, switchboard.AmendmentFailed, switchboard.EventAmendmentFailed, ReasonGaveUp},
	} {
		a, events := Amend(switchboard.Amendment{State: switchboard.AmendmentWaiting, Attempt: each.attempts}, each.what, noon)
		var kind switchboard.EventKind
		for _, e := range events {
			kind = e.Kind
		}
		if a.State != each.state || kind != each.kind || a.Code != each.code || a.Attempt != each.attempts+1 {
			t.Errorf("%s: %s, %q, %+v", name, a.State, kind, a)
		}
		waits := a.State == switchboard.AmendmentWaiting
		if waits != a.NotBefore.Equal(noon.Add(time.Minute)) || waits != a.SettledAt.IsZero() {
			t.Errorf("%s: not before %s, settled %s", name, a.NotBefore, a.SettledAt)
		}
	}
}
