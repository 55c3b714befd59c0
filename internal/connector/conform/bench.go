package conform

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

// patience is how long anything may take in real time.
const patience = 10 * time.Second

// bench is one check's world and connection.
type bench struct {
	*testing.T
	spec    connector.Spec
	world   World
	conn    connector.Conn
	counter int
}

func newBench(t *testing.T, subject Subject) *bench {
	t.Helper()
	b := &bench{T: t, spec: subject.Spec, world: subject.NewWorld(t)}
	b.reopen()
	t.Cleanup(func() { b.conn.Close() })
	return b
}

// reopen is what a restart does: only cursors survive it.
func (b *bench) reopen() {
	b.Helper()
	if b.conn != nil {
		b.conn.Close()
	}
	config, secrets, err := b.spec.CheckConfig(b.world.Config)
	if err != nil {
		b.Fatalf("the world's settings: %v", err)
	}
	b.conn, err = b.spec.Open(b.Context(), connector.Env{Config: config, Secrets: secrets, Reading: b.world.Reading,
		Sending: b.world.Sending, Dialer: b.world.Dialer, Now: b.world.Now})
	if err != nil {
		b.Fatalf("opening: %v", err)
	}
}

// said is a text nobody has said before.
func (b *bench) said(what string) string {
	b.counter++
	return fmt.Sprintf("%s number %d", what, b.counter)
}

func (b *bench) say(replyTo string) string {
	b.Helper()
	return b.world.Say(b.said("The bell is stuck"), replyTo)
}

// outgoing is an answer to a fresh post of a customer.
func (b *bench) outgoing() connector.Outgoing {
	id := b.say("")
	text := b.said("We will oil it")
	visibility := switchboard.Public
	if !b.spec.Can(connector.PostPublic) {
		visibility = switchboard.Private
	}
	return connector.Outgoing{ClientKey: fmt.Sprintf("key-%d", b.counter), Visibility: visibility, ReplyTo: id,
		ThreadKey: id, Answers: b.world.Speaker, Part: switchboard.Part{Text: text}, PartCount: 1, StartedAt: b.world.Now()}
}

func (b *bench) send(out connector.Outgoing) connector.Outcome {
	b.Helper()
	sender, ok := b.conn.(connector.Sender)
	if !ok {
		b.Fatal("the Spec says that it posts, and it is no Sender")
	}
	return sender.Send(b.Context(), out)
}

// basket is a Handover that keeps what it is given.
type basket struct {
	batches  []connector.Batch
	items    []connector.Item
	unmapped []connector.Unmapped
	cursor   connector.Cursor
	failures int // how many of the next Takes fail
	refused  int // how many were refused
	enough   func() bool
	stop     context.CancelFunc
}

var errNoRoom = errors.New("no room")

// Take keeps a batch, or fails.
func (k *basket) Take(_ context.Context, batch connector.Batch) error {
	if k.failures > 0 {
		k.failures--
		k.refused++
		return errNoRoom
	}
	k.batches = append(k.batches, batch)
	k.items = append(k.items, batch.Items...)
	k.unmapped = append(k.unmapped, batch.Unmapped...)
	k.cursor = batch.Next
	if k.enough != nil && k.enough() {
		k.stop()
	}
	return nil
}

// read runs one Read of a lane from the basket's cursor, and ends it once enough was taken.
func (b *bench) read(lane connector.Lane, into *basket, enough func() bool) error {
	b.Helper()
	reader, ok := b.conn.(connector.Reader)
	if !ok {
		b.Fatal("the Spec has lanes, and it is no Reader")
	}
	ctx, stop := context.WithTimeout(b.Context(), patience)
	defer stop()
	into.enough, into.stop = enough, stop
	_, err := reader.Read(ctx, connector.Errand{Lane: lane, Cursor: into.cursor}, into)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		b.Fatalf("the %s lane did not come to an end", lane)
	}
	if err != nil && errors.Is(err, context.Canceled) && enough != nil && enough() {
		return nil
	}
	return err
}

// gather reads a lane until count items were taken.
func (b *bench) gather(lane connector.Lane, into *basket, count int) {
	b.Helper()
	enough := func() bool { return len(into.items) >= count }
	for tries := 0; !enough() && tries < 20; tries++ {
		if err := b.read(lane, into, enough); err != nil {
			b.Fatalf("reading: %v", err)
		}
	}
	if !enough() {
		b.Fatalf("%d items came, want %d", len(into.items), count)
	}
}

// start makes a lane that only knows what comes next begin, so that nothing said afterwards may be missed.
func (b *bench) start(lane connector.Lane) *basket {
	b.Helper()
	into := &basket{}
	if offer, _ := b.spec.Offer(lane); offer.FromNow {
		if err := b.read(lane, into, func() bool { return into.cursor != "" }); err != nil {
			b.Fatalf("starting the lane: %v", err)
		}
	}
	return into
}

// anyLane is the lane to use where it does not matter: poll, else stream.
func (b *bench) anyLane() connector.Lane {
	if _, ok := b.spec.Offer(connector.LanePoll); ok {
		return connector.LanePoll
	}
	return connector.LaneStream
}

func ids(items []connector.Item) []string {
	list := make([]string, len(items))
	for i, item := range items {
		list[i] = item.ExternalID
	}
	return list
}

func (b *bench) settleConnections() {
	for _, client := range []connector.HTTPClient{b.world.Reading, b.world.Sending} {
		if c, ok := client.(*http.Client); ok {
			c.CloseIdleConnections()
		}
	}
}
