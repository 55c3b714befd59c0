package practice_test

import (
	"fmt"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	connected "switchboard/internal/connector/practice"
	"switchboard/internal/practice"
)

func (w town) open(t *testing.T) connector.Conn {
	t.Helper()
	world := w.world(t)
	config, secrets, err := connected.Spec().CheckConfig(world.Config)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := connected.Spec().Open(t.Context(), connector.Env{Config: config, Secrets: secrets,
		Reading: world.Reading, Sending: world.Sending, Now: world.Now})
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// In flaky weather every outcome is true: what is sent stands once, what is rejected or limited does not stand, and
// what is unknown is settled by read-back once absence can be proved.
func TestEveryOutcomeIsTrueInFlakyWeather(t *testing.T) {
	w := newTown(t, 0)
	conn := w.open(t)
	root, err := w.net.Say(practice.Saying{Handle: "@mirela", Text: handle + " hm"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.net.SetClimate(practice.Climate{Account: handle, Mode: practice.ModeFlaky}); err != nil {
		t.Fatal(err)
	}
	seen := map[connector.OutcomeKind]int{}
	var doubtful []connector.Attempt
	for n := range 200 {
		out := connector.Outgoing{ClientKey: fmt.Sprint("k", n), Visibility: switchboard.Public, ReplyTo: root.ID,
			Part: switchboard.Part{Text: fmt.Sprint("answer ", n)}, PartCount: 1, StartedAt: w.clock.Now()}
		got := conn.(connector.Sender).Send(t.Context(), out)
		seen[got.Kind]++
		stands := w.net.Count(handle, out.Part.Text)
		if stands > 1 || got.Kind == connector.Sent && stands != 1 ||
			(got.Kind == connector.Rejected || got.Kind == connector.RateLimited) && stands != 0 {
			t.Fatalf("%s, and %d stand", got.Kind, stands)
		}
		if got.Kind == connector.Unknown {
			doubtful = append(doubtful, connector.Attempt{ClientKey: out.ClientKey, Text: out.Part.Text, StartedAt: out.StartedAt})
		}
	}
	if seen[connector.Sent] == 0 || seen[connector.Unknown] == 0 || seen[connector.RateLimited] == 0 {
		t.Errorf("outcomes = %v", seen)
	}
	w.clock.Advance(connected.Spec().ProofOfAbsence + time.Second)
	for _, attempt := range doubtful {
		settle(t, w, conn.(connector.ReadBacker), attempt)
	}
}

// settle looks until the weather lets a look through, and compares with the truth.
func settle(t *testing.T, w town, back connector.ReadBacker, attempt connector.Attempt) {
	t.Helper()
	for range 50 {
		found, err := back.Find(t.Context(), attempt)
		if err != nil {
			continue
		}
		stands := w.net.Count(handle, attempt.Text)
		if found.State == connector.Present != (stands == 1) || found.State == connector.NotYet {
			t.Errorf("%s is %s, and %d stand", attempt.ClientKey, found.State, stands)
		}
		return
	}
	t.Errorf("%s was never looked up", attempt.ClientKey)
}

// What the network has forgotten is told as a gap that nobody can fill, and reading goes on behind it.
func TestWhatTheNetworkForgotIsAGapForGood(t *testing.T) {
	clock := &movable{}
	w := newSmallTown(t, clock, 20)
	for range 50 {
		if _, err := w.net.Say(practice.Saying{Handle: "@mirela", Text: handle + " hm"}); err != nil {
			t.Fatal(err)
		}
	}
	var gap *connector.Gap
	items := 0
	take := func(batch connector.Batch) {
		items += len(batch.Items)
		if batch.Gap != nil {
			gap = batch.Gap
		}
	}
	pass, err := w.open(t).(connector.Reader).Read(t.Context(), connector.Errand{Lane: connector.LanePoll, Cursor: "1"}, keep(take))
	if err != nil || pass.Wait <= 0 {
		t.Fatalf("pass %+v, %v", pass, err)
	}
	if gap == nil || !gap.Unfillable || gap.From != "1" || items == 0 || items > 20 {
		t.Errorf("gap %+v, %d items", gap, items)
	}
}
