package outbox

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
)

const byHand = switchboard.DeliveryByHand

func prepared() switchboard.Delivery {
	return switchboard.Delivery{ID: switchboard.DeliveryID{0: 4}, State: byHand, StartedAt: noon}
}

func TestPostedByHand(t *testing.T) {
	t.Parallel()
	later := noon.Add(time.Hour)
	word := Posted{By: ines, ExternalID: "p1", URL: "https://kettles.blog/p1", At: noon.Add(20 * time.Minute), Said: "Other words."}
	d, events, err := Step(prepared(), word, later)
	if err != nil {
		t.Fatal(err)
	}
	if d.State != sent || d.SettledBy != ines.String() || !d.SettledAt.Equal(later) || !d.StartedAt.Equal(noon.Add(20*time.Minute)) ||
		d.ExternalID != "p1" || d.URL != word.URL || d.Said != "Other words." || d.Attempt != 0 || !d.ByHand() {
		t.Errorf("became %+v", d)
	}
	if len(events) != 1 || events[0].Kind != switchboard.EventDeliverySent || events[0].Actor != ines || events[0].Reason != ReasonPerson {
		t.Errorf("events %+v", events)
	}
	again, events, err := Step(d, word, later.Add(time.Hour))
	if diff := cmp.Diff(d, again); err != nil || len(events) != 0 || diff != "" {
		t.Errorf("told twice: %v, %+v, %s", err, events, diff)
	}
	for name, other := range map[string]Posted{"id": {By: ines, ExternalID: "p2"}, "address": {By: ines, URL: "https://kettles.blog/p2"},
		"words": {By: ines, Said: "Third words."}} {
		if again, _, err := Step(d, other, later); !switchboard.IsCode(err, switchboard.CodeConflict) || again.ExternalID != "p1" {
			t.Errorf("another %s: %v", name, err)
		}
	}
}

func TestPostedByHandRefuses(t *testing.T) {
	t.Parallel()
	later := noon.Add(time.Hour)
	for name, w := range map[string]Posted{"nobody": {}, "the future": {By: ines, At: later.Add(EchoWindow + time.Second)},
		"before it was prepared": {By: ines, At: noon.Add(-EchoWindow - time.Second)}} {
		if d, events, err := Step(prepared(), w, later); !switchboard.IsCode(err, switchboard.CodeInvalid) || d.State != byHand || len(events) > 0 {
			t.Errorf("%s: %s, %v", name, d.State, err)
		}
	}
	for _, state := range []switchboard.DeliveryState{waiting, sending, unknown, sent, rejected, dropped} {
		for name, w := range map[string]What{"posted": Posted{By: ines}, "not posted": NotPosted{By: ines, Reason: "no"}} {
			if state == dropped && name == "not posted" {
				continue
			}
			if d, _, err := Step(in(state), w, later); !switchboard.IsCode(err, switchboard.CodeConflict) || d.State != state {
				t.Errorf("%s of %s: %s, %v", name, state, d.State, err)
			}
		}
	}
	if _, _, err := Step(prepared(), NotPosted{By: ines, Reason: " "}, later); !switchboard.IsCode(err, switchboard.CodeMustExplain) {
		t.Errorf("without a reason: %v", err)
	}
}

// What a person posted is recognised when a reader sees it, recorded or not, also where the network does not say what it
// answers.
func TestAnEchoOfWhatWasPostedByHand(t *testing.T) {
	t.Parallel()
	recorded, _, err := Step(prepared(), Posted{By: ines, At: noon.Add(time.Hour), Said: "Other words."}, noon.Add(2*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		of      switchboard.Delivery
		text    string
		parent  string
		at      time.Duration
		matches bool
	}{
		"not recorded yet":          {prepared(), "Sorry about the lid.", "q", 5 * 24 * time.Hour, true},
		"the network says no more":  {prepared(), "Sorry about the lid.", "", time.Hour, true},
		"it answers something else": {prepared(), "Sorry about the lid.", "other", time.Hour, false},
		"before it was prepared":    {prepared(), "Sorry about the lid.", "q", -EchoWindow - time.Second, false},
		"recorded":                  {recorded, "Other words.", "q", time.Hour, true},
		"recorded, long after":      {recorded, "Other words.", "q", 3 * time.Hour, false},
	} {
		candidate := Candidate{Delivery: c.of, ReplyTo: "q", Text: c.text}
		_, kind := MatchEcho(Seen{Message: switchboard.Message{Direction: switchboard.Out, ParentKey: c.parent, PublishedAt: noon.Add(c.at),
			Content: switchboard.Content{Text: c.text}}}, []Candidate{candidate})
		if (kind == MatchText) != c.matches {
			t.Errorf("%s: %s", name, kind)
		}
	}
	d, events, err := Step(prepared(), Echo{ExternalID: "p1", URL: "u"}, noon.Add(time.Hour))
	if err != nil || d.State != sent || d.SettledBy != ByEcho || len(events) != 1 {
		t.Errorf("%+v, %+v, %v", d, events, err)
	}
}

// TestNoMachineEverTouchesWhatWaitsForAPerson lets everything happen in any order.
func TestNoMachineEverTouchesWhatWaitsForAPerson(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, now, told := prepared(), noon, 0
		machine := []What{Started{Fence: 9}, Sent{Try: TryOf(d), ExternalID: "x"}, Rejected{Try: TryOf(d)}, Lost{Try: TryOf(d)},
			RateLimited{Try: TryOf(d), CertainlyNotPosted: true}, LeaseLost{}, Restored{BackupAt: noon}, Dropped{Reason: "x"},
			Absent{Proof: 1, Complete: true}, SettledSent{By: ines}, SettledNotSent{By: ines, Again: true, Reason: "x"}}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "minutes")) * time.Minute)
			before := d
			var what What
			person := true
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				what = Posted{By: ines, ExternalID: rapid.SampledFrom([]string{"", "p1", "p2"}).Draw(t, "id")}
			case 1:
				what = NotPosted{By: ines, Reason: "no"}
			case 2:
				what = Echo{ExternalID: "p1"}
			default:
				what, person = rapid.SampledFrom(machine).Draw(t, "machine"), false
			}
			var events []switchboard.Event
			var err error
			d, events, err = Step(d, what, now)
			for _, e := range events {
				if e.Kind == switchboard.EventDeliverySent {
					told++
				}
			}
			checkByHand(t, before, d, what, person, err)
		}
		if told > 1 || (told == 1) != (d.State == sent) {
			t.Fatalf("told %d times that it stands, and it is %s", told, d.State)
		}
	})
}

func checkByHand(t *rapid.T, before, d switchboard.Delivery, what What, person bool, err error) {
	_, echo := what.(Echo)
	switch {
	case d.Attempt != 0 || d.Fence != 0:
		t.Fatalf("%T made an attempt: %+v", what, d)
	case err != nil && !cmp.Equal(before, d):
		t.Fatalf("%T was refused and changed it to %+v", what, d)
	case !person && d.State != before.State:
		t.Fatalf("%T made %s of %s", what, d.State, before.State)
	case before.State == sent && d.State != sent, before.State == dropped && d.State != dropped && !echo:
		t.Fatalf("%T made %s of %s", what, d.State, before.State)
	case d.State != byHand && d.State != sent && d.State != dropped:
		t.Fatalf("%T made it %s", what, d.State)
	}
}
