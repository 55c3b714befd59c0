package conform

import (
	"context"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

func readChecks() []check {
	lanes := func(s connector.Spec) bool { return len(s.Lanes) > 0 }
	can := func(c ...connector.Capability) func(connector.Spec) bool {
		return func(s connector.Spec) bool {
			return lanes(s) && !slices.ContainsFunc(c, func(c connector.Capability) bool { return !s.Can(c) })
		}
	}
	fills := func(s connector.Spec) bool {
		_, ok := s.Offer(connector.LaneFill)
		return ok
	}
	return []check{
		{"read/edits", can(connector.SeesEdits), readEdits},
		{"read/deletions", can(connector.SeesDeletions), readDeletions},
		{"read/own_posts", func(s connector.Spec) bool { return lanes(s) && s.Posts() }, readOwn},
		{"read/answers_to_us", func(s connector.Spec) bool { return lanes(s) && s.Posts() }, readAnswers},
		{"read/strange_entries", lanes, readStrange},
		{"read/gaps", fills, readGaps},
	}
}

func readEdits(b *bench) {
	into := b.start(b.anyLane())
	id := b.say("")
	b.gather(b.anyLane(), into, 1)
	text := b.said("On second thought")
	b.world.Edit(id, text)
	b.gather(b.anyLane(), into, 2)
	last := into.items[1]
	if last.ExternalID != id || last.Content.Text != text || last.Change != connector.Edited {
		b.Errorf("the edit came as %s of %s: %q", last.Change, last.ExternalID, last.Content.Text)
	}
	if err := last.Check(b.world.Now()); err != nil {
		b.Error(err)
	}
}

func readDeletions(b *bench) {
	into := b.start(b.anyLane())
	id := b.say("")
	b.gather(b.anyLane(), into, 1)
	b.world.Delete(id)
	b.gather(b.anyLane(), into, 2)
	last := into.items[1]
	if last.ExternalID != id || last.Change != connector.Deleted || last.Check(b.world.Now()) != nil {
		b.Errorf("the deletion came as %s of %s", last.Change, last.ExternalID)
	}
}

// Our own post comes back as ours, with the key it was sent with when the network gives it.
func readOwn(b *bench) {
	into := b.start(b.anyLane())
	out := b.outgoing()
	sent := b.send(out)
	if sent.Kind != connector.Sent {
		b.Fatalf("sending: %+v", sent)
	}
	b.gather(b.anyLane(), into, 2)
	own := into.items[1]
	if own.ExternalID != sent.ExternalID || own.Direction != switchboard.Out || own.Addressed {
		b.Errorf("ours came as %s, direction %s, addressed %v", own.ExternalID, own.Direction, own.Addressed)
	}
	if own.ParentKey != out.ReplyTo {
		b.Errorf("it answers %q, want %q", own.ParentKey, out.ReplyTo)
	}
	if b.spec.Dedup.Echo && own.ClientKey != out.ClientKey {
		b.Errorf("the echo's key is %q, want %q", own.ClientKey, out.ClientKey)
	}
}

// Whoever answers us is heard without naming us.
func readAnswers(b *bench) {
	into := b.start(b.anyLane())
	sent := b.send(b.outgoing())
	id := b.say(sent.ExternalID)
	b.gather(b.anyLane(), into, 3)
	answer := into.items[2]
	if answer.ExternalID != id || answer.ParentKey != sent.ExternalID {
		b.Fatalf("came %s answering %s", answer.ExternalID, answer.ParentKey)
	}
	b.checkItem(answer)
	if b.spec.Can(connector.Threaded) && answer.ThreadKey != into.items[0].ThreadKey {
		b.Errorf("thread %q, want %q", answer.ThreadKey, into.items[0].ThreadKey)
	}
}

// What cannot be mapped is kept raw, costs nothing else, and is refused again without harm.
func readStrange(b *bench) {
	into := b.start(b.anyLane())
	id := b.say("")
	b.warm()
	b.world.Break(Strange, false)
	b.gather(b.anyLane(), into, 1)
	if into.items[0].ExternalID != id {
		b.Errorf("came %s, want %s", into.items[0].ExternalID, id)
	}
	if len(into.unmapped) != 1 || len(into.unmapped[0].Raw) == 0 || into.unmapped[0].Err == nil {
		b.Fatalf("unmapped = %+v", into.unmapped)
	}
	mapper, ok := b.conn.(connector.Mapper)
	if !ok {
		b.Fatal("what is in quarantine cannot be driven again: it is no Mapper")
	}
	if _, err := mapper.Map(into.unmapped[0].Raw); err == nil {
		b.Error("Map took what the Reader could not")
	}
	if again, err := mapper.Map(into.items[0].Raw); err != nil || again.ExternalID != id {
		b.Errorf("Map of a good payload: %s, %v", again.ExternalID, err)
	}
}

// What the stream jumped over is told as a gap, and the fill lane brings exactly that.
func readGaps(b *bench) {
	into := b.start(connector.LaneStream)
	var want []string
	for range 4 {
		want = append(want, b.say(""))
	}
	b.world.Jump()
	want = append(want, b.say(""))
	b.gather(connector.LaneStream, into, 1)
	at := slices.IndexFunc(into.batches, func(batch connector.Batch) bool { return batch.Gap != nil })
	if at < 0 || into.batches[at].Gap.Unfillable {
		b.Fatalf("no gap that can be filled was told: %+v", into.batches)
	}
	filled := b.fill(into.batches[at].Gap)
	got := append(ids(filled.items), ids(into.items)...)
	if !slices.Equal(got, want) {
		b.Errorf("together came %v, want %v", got, want)
	}
}

// fill fills a gap, with one failing hand-over and a restart on the way.
func (b *bench) fill(gap *connector.Gap) *basket {
	b.Helper()
	into := &basket{failures: 1}
	for range 20 {
		ctx, cancel := context.WithTimeout(b.Context(), patience)
		_, err := b.conn.(connector.Reader).Read(ctx,
			connector.Errand{Lane: connector.LaneFill, Cursor: into.cursor, Gap: gap}, into)
		cancel()
		if err == nil && len(into.batches) > 0 && into.batches[len(into.batches)-1].Filled {
			return into
		}
		b.reopen()
		time.Sleep(time.Millisecond)
	}
	b.Fatal("the gap was never filled")
	return into
}
