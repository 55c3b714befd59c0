package email_test

import (
	"context"
	"errors"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

// basket keeps what is handed over.
type basket struct {
	items    []connector.Item
	unmapped []connector.Unmapped
	gaps     []connector.Gap
	cursor   connector.Cursor
	history  bool
	enough   int
	stop     context.CancelFunc
}

func (k *basket) Take(_ context.Context, b connector.Batch) error {
	k.items, k.unmapped = append(k.items, b.Items...), append(k.unmapped, b.Unmapped...)
	if b.Gap != nil {
		k.gaps = append(k.gaps, *b.Gap)
	}
	if k.history = k.history || b.History; k.enough > 0 && len(k.items)+len(k.unmapped) >= k.enough {
		k.stop()
	}
	k.cursor = b.Next
	return nil
}

func (w *town) open(spec connector.Spec) connector.Conn {
	w.t.Helper()
	conn, err := spec.Open(context.Background(), w.env())
	if err != nil {
		w.t.Fatal(err)
	}
	return conn
}

// begin starts the lane of a connection.
func (w *town) begin(conn connector.Conn) *basket {
	w.t.Helper()
	k := &basket{}
	if _, err := conn.(connector.Reader).Read(context.Background(), connector.Errand{Lane: connector.LaneStream}, k); err != nil {
		w.t.Fatal(err)
	}
	return k
}

// read reads the stream until so much more came.
func (w *town) read(conn connector.Conn, k *basket, more int) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	k.enough, k.stop = len(k.items)+len(k.unmapped)+more, cancel
	_, err := conn.(connector.Reader).Read(ctx, connector.Errand{Lane: connector.LaneStream, Cursor: k.cursor}, k)
	if len(k.items)+len(k.unmapped) < k.enough || err != nil && !errors.Is(err, context.Canceled) {
		w.t.Fatalf("%d mails came and %d that cannot be mapped, want %d: %v", len(k.items), len(k.unmapped), k.enough, err)
	}
}

// fill fills a gap.
func (w *town) fill(conn connector.Conn, gap connector.Gap) *basket {
	w.t.Helper()
	k := &basket{}
	if _, err := conn.(connector.Reader).Read(context.Background(), connector.Errand{Lane: connector.LaneFill, Gap: &gap}, k); err != nil {
		w.t.Fatal(err)
	}
	return k
}

func (w *town) answer(text, replyTo string) connector.Outgoing {
	w.said++
	return connector.Outgoing{ClientKey: "key-" + switchboard.NewID[switchboard.DeliveryID](time.Now()).String(), Visibility: switchboard.Private,
		ReplyTo: replyTo, ThreadKey: replyTo, Answers: switchboard.Author{ID: w.customer, Name: "Lena Okafor"}, Subject: "Matter",
		Part: switchboard.Part{Text: text}, PartCount: 1, StartedAt: w.Now()}
}

func (w *town) send(conn connector.Conn, out connector.Outgoing) connector.Outcome {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return conn.(connector.Sender).Send(ctx, out)
}

func texts(items []connector.Item) []string {
	var list []string
	for _, item := range items {
		list = append(list, item.Content.Text)
	}
	return list
}
