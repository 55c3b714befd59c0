package exam

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// enough is how many messages of a network there must be before their share says anything.
const enough = 30

// Drift is what a network brings now compared with what its policy supposes, and whom the policy proposes to lead there.
type Drift struct {
	Network  switchboard.NetworkKey    `json:"network"`
	Intent   []switchboard.Intent      `json:"intent"`
	Share    float64                   `json:"share" doc:"Of the network's messages within the window, 0 to 1"`
	Over     float64                   `json:"over" doc:"From which share on the policy proposes another owner"`
	Messages int                       `json:"messages" doc:"Of the network within the window"`
	Since    time.Time                 `json:"since"`
	Propose  switchboard.DepartmentKey `json:"propose"`
	Due      bool                      `json:"due" doc:"The share is over, and there are enough messages to say so"`
}

// Drifts watches for what a policy's drift rules ask about.
type Drifts struct {
	now  time.Time
	list []document.Drift
	seen []struct{ all, asked int }
}

// NewDrifts watches the rules of a policy at a time.
func NewDrifts(doc document.Document, now time.Time) *Drifts {
	return &Drifts{now: now, list: doc.Drift, seen: make([]struct{ all, asked int }, len(doc.Drift))}
}

// Since is how far back messages matter; now when no rule asks about any.
func (d *Drifts) Since() time.Time {
	since := d.now
	for _, rule := range d.list {
		if from := d.now.Add(-rule.Window); from.Before(since) {
			since = from
		}
	}
	return since
}

// Add counts one message.
func (d *Drifts) Add(f switchboard.Facts) {
	for i, rule := range d.list {
		if f.Network != rule.Network || f.At.Before(d.now.Add(-rule.Window)) {
			continue
		}
		d.seen[i].all++
		if slices.Contains(rule.Intent, f.Intent) {
			d.seen[i].asked++
		}
	}
}

// Result is every rule with what it found, in the order of the policy.
func (d *Drifts) Result() []Drift {
	out := make([]Drift, len(d.list))
	for i, rule := range d.list {
		seen := d.seen[i]
		found := Drift{Network: rule.Network, Intent: rule.Intent, Over: rule.Over, Messages: seen.all, Since: d.now.Add(-rule.Window),
			Propose: rule.Propose}
		if seen.all > 0 {
			found.Share = float64(seen.asked) / float64(seen.all)
		}
		found.Due = seen.all >= enough && found.Share > rule.Over
		out[i] = found
	}
	return out
}
