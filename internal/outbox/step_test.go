package outbox

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
)

var (
	noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	ines = switchboard.AgentID{0: 1, 15: 7}
)

const (
	waiting  = switchboard.DeliveryWaiting
	sending  = switchboard.DeliverySending
	sent     = switchboard.DeliverySent
	rejected = switchboard.DeliveryRejected
	unknown  = switchboard.DeliveryUnknown
	dropped  = switchboard.DeliveryDropped
)

// in is a delivery in a state after its second attempt, begun at noon under fence 5.
func in(state switchboard.DeliveryState) switchboard.Delivery {
	d := switchboard.Delivery{
		ID: switchboard.DeliveryID{0: 4}, ConversationID: switchboard.ConversationID{0: 9}, State: state, Attempt: 2,
		Fence: 5, StartedAt: noon,
	}
	if state == sent {
		d.ExternalID = "p1"
	}
	return d
}

var now2 = Try{Attempt: 2, Fence: 5}

type stepCase struct {
	name string
	what What
	// what becomes of each state; a code in its place is a refusal
	waiting, sending, sent, rejected, unknown, dropped string
}

func stepCases() []stepCase {
	const (
		same     = ""
		conflict = "refused conflict"
		stale    = "refused stale"
		open     = "refused unresolved"
		explain  = "refused must_explain"
		invalid  = "refused invalid"
	)
	proof := Absent{Proof: time.Minute, Complete: true, ListedAt: noon.Add(time.Minute)}
	return []stepCase{
		{"claim", Started{6}, "sending", conflict, conflict, conflict, open, conflict},
		{"claim by an old holder", Started{4}, stale, conflict, conflict, conflict, open, conflict},
		{"claim without a lease", Started{}, stale, conflict, conflict, conflict, open, conflict},
		{"stands", Sent{now2, "p1", "u"}, "sent", "sent", same, "sent", "sent", "sent"},
		{"stands, said twice with another id", Sent{now2, "p2", "u"}, "sent", "sent", same, "sent", "sent", "sent"},
		{"an earlier attempt stands", Sent{Try{1, 3}, "p1", "u"}, "sent", "sent", same, "sent", "sent", "sent"},
		{"an attempt that never was", Sent{Try{3, 9}, "p1", "u"}, invalid, invalid, invalid, invalid, invalid, invalid},
		{"rejected", Rejected{now2, "too_long", ""}, same, "rejected", same, same, "rejected", same},
		{"rejected, earlier attempt", Rejected{Try{1, 3}, "x", ""}, stale, stale, stale, stale, stale, stale},
		{"limited", RateLimited{Try: now2, CertainlyNotPosted: true}, same, "waiting", same, same, same, same},
		{"limited, who knows", RateLimited{Try: now2}, same, "unknown", same, same, same, same},
		{"limited, other fence", RateLimited{Try: Try{2, 4}, CertainlyNotPosted: true},
			stale, stale, stale, stale, stale, stale},
		{"lost", Lost{now2, "timeout", ""}, same, "unknown", same, same, same, same},
		{"lease over", LeaseLost{5}, same, "unknown", same, same, same, same},
		{"somebody else's lease over", LeaseLost{4}, same, same, same, same, same, same},
		{"found", ReadBack{"p1", "u"}, "sent", "sent", same, "sent", "sent", "sent"},
		{"came back", Echo{"p1", "u"}, "sent", "sent", same, "sent", "sent", "sent"},
		{"proven absent", proof, same, same, same, same, "waiting", same},
		{"absent, no proof on this network", Absent{0, true, noon.Add(time.Hour)}, same, same, same, same, open, same},
		{"absent, page missing", Absent{time.Minute, false, noon.Add(time.Hour)}, same, same, same, same, open, same},
		{"absent, too early", Absent{time.Minute, true, noon.Add(time.Minute - 1)}, same, same, same, same, open, same},
		{"absent, listed tomorrow", Absent{time.Minute, true, noon.Add(25 * time.Hour)},
			same, same, same, same, open, same},
		{"a person saw it", SettledSent{By: ines}, conflict, conflict, same, conflict, "sent", conflict},
		{"nobody saw it", SettledSent{}, invalid, invalid, invalid, invalid, invalid, invalid},
		{"a person did not see it", SettledNotSent{ines, true, "not on the page"},
			conflict, conflict, conflict, conflict, "waiting", conflict},
		{"and gives up", SettledNotSent{ines, false, "too late now"},
			conflict, conflict, conflict, conflict, "dropped", conflict},
		{"and says nothing", SettledNotSent{ines, true, " "}, conflict, conflict, conflict, conflict, explain, conflict},
		{"nobody did not see it", SettledNotSent{Again: true, Reason: "x"},
			invalid, invalid, invalid, invalid, invalid, invalid},
		{"given up", Dropped{ines, "written anew"}, "dropped", conflict, conflict, conflict, open, same},
		{"given up without a word", Dropped{ines, ""}, explain, conflict, conflict, conflict, open, same},
	}
}

func TestStep(t *testing.T) {
	t.Parallel()
	for _, each := range stepCases() {
		for state, want := range map[switchboard.DeliveryState]string{
			waiting: each.waiting, sending: each.sending, sent: each.sent, rejected: each.rejected,
			unknown: each.unknown, dropped: each.dropped,
		} {
			before := in(state)
			after, events, err := Step(before, each.what, noon.Add(2*time.Hour))
			got := string(after.State)
			if err != nil {
				got = "refused " + string(switchboard.CodeOf(err))
			} else if after.State == state {
				got = ""
			}
			if got != want {
				t.Errorf("%s, %s: got %q, want %q", state, each.name, got, want)
			}
			if err != nil && (len(events) > 0 || !cmp.Equal(before, after)) {
				t.Errorf("%s, %s: refused and changed", state, each.name)
			}
			if after.State != state && len(events) == 0 {
				t.Errorf("%s, %s: changed and said nothing", state, each.name)
			}
			for _, e := range events {
				if e.Subject != before.ID.String() || e.ConversationID != before.ConversationID || e.Numbers["attempt"] == 0 {
					t.Errorf("%s, %s: event %+v", state, each.name, e)
				}
			}
		}
	}
}

func kinds(events []switchboard.Event) []switchboard.EventKind {
	var all []switchboard.EventKind
	for _, e := range events {
		all = append(all, e.Kind)
	}
	return all
}

func TestWhatStepTells(t *testing.T) {
	t.Parallel()
	const settled, stood = switchboard.EventDeliverySettled, switchboard.EventDeliverySent
	type list = []switchboard.EventKind
	for _, each := range []struct {
		name string
		from switchboard.Delivery
		what What
		want list
		by   string
	}{
		{"sent", in(sending), Sent{now2, "p1", ""}, list{stood}, ByNetwork},
		{"sent after all", in(unknown), Sent{now2, "p1", ""}, list{settled, stood}, ByNetwork},
		{"found", in(unknown), ReadBack{"p1", ""}, list{settled, stood}, ByReadBack},
		{"stands though rejected", in(rejected), Echo{"p1", ""}, list{EventConflict, stood}, ByEcho},
		{"stands though dropped", in(dropped), Sent{now2, "p1", ""}, list{EventConflict, stood}, ByNetwork},
		{"first stands while second is on its way", in(sending), Sent{Try{1, 3}, "p1", ""},
			list{EventConflict, stood}, ByNetwork},
		{"stands twice", in(sent), Sent{now2, "p2", ""}, list{EventConflict}, ""},
		{"the same echo again", in(sent), Echo{"p1", ""}, nil, ""},
		{"absent", in(unknown), Absent{time.Minute, true, noon.Add(time.Minute)},
			list{settled, switchboard.EventDeliveryQueued}, ByAbsence},
		{"a person", in(unknown), SettledSent{By: ines}, list{settled, stood}, ines.String()},
	} {
		after, events, err := Step(each.from, each.what, noon.Add(time.Hour))
		if err != nil {
			t.Errorf("%s: %v", each.name, err)
		}
		if diff := cmp.Diff(each.want, kinds(events)); diff != "" || after.SettledBy != each.by {
			t.Errorf("%s, settled by %q (-want +got):\n%s", each.name, after.SettledBy, diff)
		}
	}
	_, events, _ := Step(in(unknown), SettledSent{By: ines}, noon)
	for _, e := range events {
		if e.Actor != ines || e.ActorKind != switchboard.ActorAgent || e.Reason != ReasonPerson {
			t.Errorf("a person settled it, the row says %+v", e)
		}
	}
}

func TestAttemptsAreBounded(t *testing.T) {
	t.Parallel()
	d, now := switchboard.Delivery{ID: switchboard.DeliveryID{0: 4}, State: waiting}, noon
	for range MaxAttempts {
		now = now.Add(time.Hour)
		d = must(t, d, Started{1}, now)
		d = must(t, d, RateLimited{Try: TryOf(d), CertainlyNotPosted: true, NotBefore: now.Add(time.Minute)}, now)
	}
	if d.State != rejected || d.Code != ReasonGaveUp || d.Attempt != MaxAttempts {
		t.Errorf("got %+v", d)
	}
}

func TestTooEarly(t *testing.T) {
	t.Parallel()
	d := in(waiting)
	d.NotBefore = noon.Add(time.Second)
	if _, _, err := Step(d, Started{6}, noon); !switchboard.IsCode(err, switchboard.CodeUnavailable) {
		t.Errorf("got %v", err)
	}
	if _, _, err := Step(d, nil, noon); !switchboard.IsCode(err, switchboard.CodeInvalid) {
		t.Errorf("nothing happened: %v", err)
	}
	d.Attempt = 0
	if _, _, err := Step(d, Echo{"p1", ""}, noon); !switchboard.IsCode(err, switchboard.CodeConflict) {
		t.Errorf("the echo of nothing: %v", err)
	}
}

func TestAnEchoFillsInWhatTheNetworkDidNotSay(t *testing.T) {
	t.Parallel()
	d := must(t, in(sending), Sent{Try: now2}, noon)
	d = must(t, d, Echo{"p9", "https://practice.test/p9"}, noon)
	if d.ExternalID != "p9" || d.URL != "https://practice.test/p9" || d.SettledBy != ByNetwork {
		t.Errorf("got %+v", d)
	}
}

func must(t *testing.T, d switchboard.Delivery, what What, now time.Time) switchboard.Delivery {
	t.Helper()
	d, _, err := Step(d, what, now)
	if err != nil {
		t.Fatalf("%T: %v", what, err)
	}
	return d
}
