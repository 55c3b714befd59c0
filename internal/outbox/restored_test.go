package outbox

import (
	"testing"
	"time"

	"switchboard"
)

func TestRestored(t *testing.T) {
	t.Parallel()
	restored := noon.Add(3 * time.Hour)
	backup := noon.Add(time.Hour)
	for state, want := range map[switchboard.DeliveryState]switchboard.Delivery{
		waiting:                     {State: unknown, Attempt: 3, StartedAt: backup, NotBefore: restored},
		sending:                     {State: unknown, Attempt: 2, StartedAt: noon, NotBefore: restored},
		unknown:                     {State: unknown, Attempt: 2, StartedAt: noon, NotBefore: restored},
		sent:                        {State: sent, Attempt: 2, StartedAt: noon},
		rejected:                    {State: rejected, Attempt: 2, StartedAt: noon},
		switchboard.DeliveryDropped: {State: switchboard.DeliveryDropped, Attempt: 2, StartedAt: noon},
	} {
		before := switchboard.Delivery{State: state, Attempt: 2, StartedAt: noon}
		got, events, err := Step(before, Restored{BackupAt: backup}, restored)
		if err != nil || got.State != want.State || got.Attempt != want.Attempt || !got.StartedAt.Equal(want.StartedAt) ||
			!got.NotBefore.Equal(want.NotBefore) {
			t.Errorf("%s: %+v, %v", state, got, err)
		}
		if began := state == waiting || state == sending; began != (len(events) == 1) {
			t.Errorf("%s: events %+v", state, events)
		}
	}
}

// The lost installation may have posted at any time between the backup and the restore.
func TestRestoredIsProvenAbsentAndEchoedByTheRestore(t *testing.T) {
	t.Parallel()
	restored := noon.Add(3 * time.Hour)
	d, _, err := Step(switchboard.Delivery{ID: switchboard.DeliveryID{0: 1}, State: waiting}, Restored{BackupAt: noon}, restored)
	if err != nil {
		t.Fatal(err)
	}
	for after, proven := range map[time.Duration]bool{-2 * time.Hour: false, 0: false, proof - 1000: false, proof: true} {
		listed := restored.Add(after)
		got, _, err := Step(d, Absent{Proof: proof, Complete: true, ListedAt: listed}, restored.Add(time.Hour))
		if (err == nil) != proven || proven != (got.State == waiting) || proven && !got.NotBefore.IsZero() {
			t.Errorf("listed %s after the restore: %+v, %v", after, got, err)
		}
	}
	c := Candidate{Delivery: d, ReplyTo: "q", Text: "Sorry about the lid."}
	for at, matches := range map[time.Duration]bool{
		-EchoWindow - 1: false, -EchoWindow: true, 90 * time.Minute: true, 3*time.Hour + EchoWindow: true, 3*time.Hour + EchoWindow + 1: false,
	} {
		_, kind := MatchEcho(Seen{Message: switchboard.Message{Direction: switchboard.Out, ParentKey: "q", PublishedAt: noon.Add(at),
			Content: switchboard.Content{Text: "Sorry about the lid."}}}, []Candidate{c})
		if (kind == MatchText) != matches {
			t.Errorf("posted %s after the backup: %s", at, kind)
		}
	}
}
