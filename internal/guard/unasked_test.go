package guard

import (
	"strings"
	"testing"
	"time"

	"switchboard"
)

func TestUnasked(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	never, one, two := 0, 1, 2
	other := switchboard.ConversationID{15: 7}
	for name, c := range map[string]struct {
		ctx  Unasked
		want string // rule and text of each finding
	}{
		"no limit":          {Unasked{Written: 9}, ""},
		"room for one more": {Unasked{Most: &two, Written: 1, Within: day}, ""},
		"never": {Unasked{Most: &never, Within: day},
			"unasked: They have not written to you, and the policy lets nobody write to them first."},
		"once is enough": {Unasked{Most: &one, Written: 1, Within: 30 * day},
			"unasked: You have written to them once without being asked; the policy allows 1 within 30 days."},
		"ever": {Unasked{Most: &two, Written: 2}, "unasked: You have written to them 2 times without being asked; the policy allows 2."},
		"a day": {Unasked{Most: &two, Written: 2, Within: day},
			"unasked: You have written to them 2 times without being asked; the policy allows 2 within a day."},
		"hours": {Unasked{Most: &two, Written: 2, Within: 36 * time.Hour},
			"unasked: You have written to them 2 times without being asked; the policy allows 2 within 36 hours."},
		"minutes": {Unasked{Most: &two, Written: 2, Within: 90 * time.Minute},
			"unasked: You have written to them 2 times without being asked; the policy allows 2 within 90 minutes."},
		"an hour": {Unasked{Most: &two, Written: 2, Within: time.Hour},
			"unasked: You have written to them 2 times without being asked; the policy allows 2 within an hour."},
		"a complaint": {Unasked{Other: &Other{ID: other, Complaint: true, Department: "Service", Lead: "Ada"}},
			"paused: They have a complaint open with Service; Ada leads it."},
		"they asked for that": {Unasked{OptedOut: true, Most: &one, Written: 1, Other: &Other{ID: other, Department: "Service"}},
			"unasked: They asked not to be written to unasked."},
		"another matter, and enough": {Unasked{Most: &one, Written: 1, Other: &Other{ID: other, Department: "Service"}},
			"unasked: You have written to them once without being asked; the policy allows 1. " +
				"paused: They have another conversation open with Service; nobody leads it yet."},
	} {
		ctx := fine()
		ctx.Unasked = &c.ctx
		ruling := Rule(reply("Hello."), ctx)
		var got []string
		for _, r := range ruling.Reasons {
			got = append(got, r.Rule+": "+r.Text)
			if r.Hint == "" || r.Part != -1 || (r.ConversationID == other) != (r.Rule == RulePaused) {
				t.Errorf("%s: %+v", name, r)
			}
		}
		outcome := map[bool]switchboard.RulingOutcome{true: switchboard.RulingBlock, false: switchboard.RulingAllow}[c.want != ""]
		if strings.Join(got, " ") != c.want || ruling.Outcome != outcome {
			t.Errorf("%s: %s %q, want %q", name, ruling.Outcome, got, c.want)
		}
	}
}
