package conform

import (
	"context"
	"errors"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

func laneChecks(lane connector.Lane) []check {
	prefix := "read/" + string(lane) + "/"
	on := func(run func(*bench, connector.Lane)) func(*bench) {
		return func(b *bench) { run(b, lane) }
	}
	return []check{
		{prefix + "everything_once_in_order", nil, on(laneWhole)},
		{prefix + "resumes_where_it_stood", nil, on(laneResumes)},
		{prefix + "waits_for_the_hand_over", nil, on(laneWaits)},
		{prefix + "classes", nil, on(laneClasses)},
		{prefix + "ends_with_its_context", nil, on(laneEnds)},
	}
}

func laneWhole(b *bench, lane connector.Lane) {
	into := b.start(lane)
	var want []string
	for range 5 {
		want = append(want, b.say(""))
	}
	b.gather(lane, into, len(want))
	if got := ids(into.items); !slices.Equal(got, want) {
		b.Fatalf("came %v, want %v", got, want)
	}
	for _, item := range into.items {
		b.checkItem(item)
	}
}

// checkItem holds for what a customer says to us.
func (b *bench) checkItem(item connector.Item) {
	b.Helper()
	if err := item.Check(b.world.Now()); err != nil {
		b.Errorf("%s cannot be stored: %v", item.ExternalID, err)
	}
	if (item.Author.Realm != "") != (b.spec.People != "") {
		b.Errorf("%s: the author's realm is %q, the Spec says %q", item.ExternalID, item.Author.Realm, b.spec.People)
	}
	if item.Direction != switchboard.In || !item.Addressed || item.Change != connector.Said || len(item.Raw) == 0 {
		b.Errorf("%s: direction %s, addressed %v, change %s, %d bytes raw", item.ExternalID, item.Direction,
			item.Addressed, item.Change, len(item.Raw))
	}
}

// Over restarts and failing hand-overs nothing is left out, and nothing that was taken comes again.
func laneResumes(b *bench, lane connector.Lane) {
	into := b.start(lane)
	var want []string
	for round := range 6 {
		for range 3 {
			want = append(want, b.say(""))
		}
		if round%2 == 1 {
			into.failures = 1
			if err := b.read(lane, into, nil); !errors.Is(err, errNoRoom) {
				b.Fatalf("a failed hand-over became %v", err)
			}
		}
		b.reopen()
		b.gather(lane, into, len(want))
	}
	if got := ids(into.items); !slices.Equal(got, want) {
		b.Errorf("came %v, want %v", got, want)
	}
}

// After a failed hand-over the Reader hands over nothing more and says so.
func laneWaits(b *bench, lane connector.Lane) {
	into := b.start(lane)
	before := len(into.batches)
	b.say("")
	into.failures = 1 << 20
	if err := b.read(lane, into, nil); !errors.Is(err, errNoRoom) {
		b.Errorf("err = %v, want the hand-over's", err)
	}
	if into.refused != 1 || len(into.batches) != before {
		b.Errorf("%d hand-overs were tried after the first had failed", into.refused-1)
	}
}

// Every failure has its class, and none of them loses or doubles anything.
func laneClasses(b *bench, lane connector.Lane) {
	into := b.start(lane)
	var want []string
	for fault, class := range readingClasses() {
		want = append(want, b.say(""))
		b.warm()
		b.world.Break(fault, false)
		if err := b.read(lane, into, nil); connector.ClassOf(err) != class {
			b.Errorf("%s: %v, want class %s", fault, err, class)
		}
		b.gather(lane, into, len(want))
	}
	if got := ids(into.items); !slices.Equal(got, want) {
		b.Errorf("came %v, want %v", got, want)
	}
}

// warm lets the connection find out who it is, so that the next request is the lane's own.
func (b *bench) warm() {
	b.Helper()
	if _, err := b.conn.Check(b.Context()); err != nil {
		b.Fatal(err)
	}
}

func laneEnds(b *bench, lane connector.Lane) {
	into := b.start(lane)
	b.warm()
	b.world.Break(Silence, false)
	ctx, cancel := context.WithCancel(b.Context())
	stop := time.AfterFunc(50*time.Millisecond, cancel)
	defer stop.Stop()
	began := time.Now()
	_, err := b.conn.(connector.Reader).Read(ctx, connector.Errand{Lane: lane, Cursor: into.cursor}, into)
	if !errors.Is(err, context.Canceled) {
		b.Errorf("err = %v, want the context's", err)
	}
	if took := time.Since(began); took > 2*time.Second {
		b.Errorf("it took %v to end", took)
	}
}
