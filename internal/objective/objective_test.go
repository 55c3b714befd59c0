package objective

import (
	"testing"

	"switchboard"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	good := Objective{Kind: FirstResponse, State: Proposed, Rank: 1, Seconds: 3600, Calendar: "company"}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for field, change := range map[string]func(*Objective){
		"kind":           func(o *Objective) { o.Kind = "speed" },
		"state":          func(o *Objective) { o.State = "dreamt" },
		"rank":           func(o *Objective) { o.Rank = 0 },
		"calendar":       func(o *Objective) { o.Calendar = "" },
		"target_seconds": func(o *Objective) { o.Seconds = 91 * 24 * 3600 },
		"target_share":   func(o *Objective) { o.Share = 101 },
	} {
		bad := good
		change(&bad)
		refused(t, field, bad)
	}
	none := good
	none.Seconds = 0
	refused(t, "target_seconds", none)
}

func refused(t *testing.T, field string, o Objective) {
	t.Helper()
	err := o.Check()
	if !switchboard.IsCode(err, switchboard.CodeInvalid) || err.(*switchboard.Error).Field != field {
		t.Errorf("%s: %v", field, err)
	}
}
