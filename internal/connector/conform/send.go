package conform

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

func sendChecks() []check {
	posts := connector.Spec.Posts
	can := func(c connector.Capability) func(connector.Spec) bool {
		return func(s connector.Spec) bool { return s.Posts() && s.Can(c) }
	}
	proves := func(s connector.Spec) bool { return s.Posts() && s.ProofOfAbsence > 0 }
	return []check{
		{"send/sent", posts, sendSent},
		{"send/chains", func(s connector.Spec) bool { return s.Posts() && s.Parts > 1 }, sendChains},
		{"send/fates", posts, sendFates},
		{"send/longest_text", posts, sendLongest},
		{"send/refuses_what_it_cannot", posts, sendRefuses},
		{"send/ends_with_its_context", posts, sendEnds},
		{"send/repeated_key", func(s connector.Spec) bool { return s.Posts() && s.Dedup.Recognises() }, sendRepeated},
		{"send/edit", can(connector.EditPost), sendEdit},
		{"send/delete", can(connector.DeletePost), sendDelete},
		{"send/hide", can(connector.HidePost), sendHide},
		{"read_back/finds", can(connector.ReadBackPost), findPresent},
		{"read_back/finds_late", can(connector.ReadBackPost), findLate},
		{"read_back/proves_absence_in_time_only", proves, findAbsent},
		{"read_back/failure_proves_nothing", can(connector.ReadBackPost), findFails},
	}
}

func sendSent(b *bench) {
	out := b.outgoing()
	got := b.send(out)
	if got.Kind != connector.Sent || got.ExternalID == "" || got.Err != nil {
		b.Fatalf("outcome %+v", got)
	}
	b.standing(out, 1)
}

func (b *bench) standing(out connector.Outgoing, want int) {
	b.Helper()
	if got := b.world.Standing(out.Part.Text); got != want {
		b.Errorf("%d posts stand, want %d", got, want)
	}
}

func sendChains(b *bench) {
	first := b.outgoing()
	first.PartCount = 2
	one := b.send(first)
	second := first
	second.ClientKey, second.PartIndex, second.ReplyTo = first.ClientKey+"-2", 1, one.ExternalID
	second.Part.Text = b.said("And it is done")
	two := b.send(second)
	if one.Kind != connector.Sent || two.Kind != connector.Sent || one.ExternalID == two.ExternalID {
		b.Fatalf("outcomes %+v and %+v", one, two)
	}
	b.standing(first, 1)
	b.standing(second, 1)
}

// fate is what an outcome must be, and how many posts stand after it.
type fate struct {
	kinds    []connector.OutcomeKind
	class    connector.Class
	standing int
}

// Each fault has its outcome, and one call never makes two posts.
func sendFates(b *bench) {
	unknown := []connector.OutcomeKind{connector.Unknown}
	fates := map[Fault]fate{
		CutAfter:    {unknown, "", 1},
		Garbage:     {unknown, "", 1},
		Half:        {unknown, "", 1},
		CutBefore:   {[]connector.OutcomeKind{connector.Unknown, connector.Rejected}, "", 0},
		Unavailable: {unknown, "", 0},
		Busy:        {[]connector.OutcomeKind{connector.RateLimited}, "", 0},
		LockedOut:   {[]connector.OutcomeKind{connector.Rejected}, connector.ClassAuth, 0},
	}
	for fault, want := range fates {
		out := b.outgoing()
		b.world.Break(fault, true)
		got := b.send(out)
		if !slices.Contains(want.kinds, got.Kind) || want.class != "" && got.Class != want.class {
			b.Errorf("%s: outcome %+v", fault, got)
		}
		if fault == Busy && got.RetryAfter <= 0 {
			b.Errorf("the time to wait was lost: %+v", got)
		}
		if got.Kind == connector.Rejected && fault == CutBefore && !got.MayRetry() {
			b.Errorf("what never arrived may be retried: %+v", got)
		}
		b.standing(out, want.standing)
	}
	out := b.outgoing()
	if got := b.send(out); got.Kind != connector.Sent {
		b.Errorf("it does not recover: %+v", got)
	}
	b.standing(out, 1)
}

// The longest text the Spec allows is taken, one more is not and leaves nothing behind.
func sendLongest(b *bench) {
	out := b.outgoing()
	out.Part.Text = strings.Repeat("x", b.spec.Text.Max)
	if got := b.send(out); got.Kind != connector.Sent {
		b.Errorf("the longest text: %+v", got)
	}
	out = b.outgoing()
	out.Part.Text = strings.Repeat("y", b.spec.Text.Max+1)
	if got := b.send(out); got.Kind != connector.Rejected || got.MayRetry() {
		b.Errorf("a longer text: %+v", got)
	}
	b.standing(out, 0)
}

func sendRefuses(b *bench) {
	if !b.spec.Can(connector.PostPrivate) {
		out := b.outgoing()
		out.Visibility = switchboard.Private
		b.refused(out, "a private post")
	}
	if !b.spec.Can(connector.Media) {
		out := b.outgoing()
		out.Part.Attachments = []switchboard.Attachment{{Name: "bell.png", MediaType: "image/png", Blob: strings.Repeat("0", 64)}}
		b.refused(out, "an attachment")
	}
	out := b.outgoing()
	out.ReplyTo = "no-such-post-anywhere"
	b.refused(out, "an answer to nothing")
}

func (b *bench) refused(out connector.Outgoing, what string) {
	b.Helper()
	if got := b.send(out); got.Kind != connector.Rejected || got.MayRetry() || got.Text == "" {
		b.Errorf("%s: %+v", what, got)
	}
	b.standing(out, 0)
}

func sendEnds(b *bench) {
	out := b.outgoing()
	b.world.Break(Silence, true)
	approach := cmp.Or(b.world.Approach, 50*time.Millisecond)
	ctx, cancel := context.WithTimeout(b.Context(), approach)
	defer cancel()
	began := time.Now()
	got := b.conn.(connector.Sender).Send(ctx, out)
	if got.Kind != connector.Unknown {
		b.Errorf("ended while waiting for the answer: %+v", got)
	}
	if took := time.Since(began); took > approach+2*time.Second {
		b.Errorf("it took %v to end", took)
	}
}

// A key that comes again makes no second post.
func sendRepeated(b *bench) {
	out := b.outgoing()
	first, second := b.send(out), b.send(out)
	if second.Kind == connector.Sent && second.ExternalID != first.ExternalID {
		b.Errorf("the repeat is %s, the first %s", second.ExternalID, first.ExternalID)
	}
	b.standing(out, 1)
}

func sendEdit(b *bench) {
	out := b.outgoing()
	sent := b.send(out)
	next := switchboard.Part{Text: b.said("It is oiled")}
	got := b.conn.(connector.Editor).Edit(b.Context(), connector.Revision{ExternalID: sent.ExternalID, Part: next})
	if got.Kind != connector.Sent {
		b.Fatalf("outcome %+v", got)
	}
	b.standing(out, 0)
	out.Part = next
	b.standing(out, 1)
}

func sendDelete(b *bench) {
	out := b.outgoing()
	sent := b.send(out)
	for range 2 { // what is gone already is deleted
		if got := b.conn.(connector.Deleter).Delete(b.Context(), sent.ExternalID); got.Kind != connector.Sent {
			b.Fatalf("outcome %+v", got)
		}
	}
	b.standing(out, 0)
}

// sendHide hides what a customer says under our post, twice, and shows it again.
func sendHide(b *bench) {
	sent := b.send(b.outgoing())
	under := b.say(sent.ExternalID)
	for _, hidden := range []bool{true, true, false, false} {
		if got := b.conn.(connector.Hider).Hide(b.Context(), under, hidden); got.Kind != connector.Sent {
			b.Fatalf("hidden %v: outcome %+v", hidden, got)
		}
		if got := b.world.Hidden(under); got != hidden {
			b.Errorf("hidden is %v, asked for was %v", got, hidden)
		}
	}
}

func (b *bench) find(out connector.Outgoing) (connector.Found, error) {
	return b.conn.(connector.ReadBacker).Find(b.Context(), connector.Attempt{ClientKey: out.ClientKey,
		Text: out.Part.Text, ReplyTo: out.ReplyTo, StartedAt: out.StartedAt})
}

// A post whose answer was lost is found, and is the one that stands.
func findPresent(b *bench) {
	out := b.outgoing()
	b.world.Break(CutAfter, true)
	b.send(out)
	found, err := b.find(out)
	if err != nil || found.State != connector.Present || found.ExternalID == "" {
		b.Fatalf("%+v, %v", found, err)
	}
}

// A post that is not visible yet is not called absent at any time, and is found once it shows.
func findLate(b *bench) {
	if b.spec.VisibilityDelay == 0 {
		return
	}
	out := b.outgoing()
	b.world.Break(Invisible, true)
	b.send(out)
	for range 10 {
		found, err := b.find(out)
		if err != nil || found.State == connector.Absent {
			b.Fatalf("while it is hidden: %+v, %v", found, err)
		}
		b.world.Advance(b.spec.VisibilityDelay / 10)
	}
	b.world.Advance(time.Second)
	if found, err := b.find(out); err != nil || found.State != connector.Present {
		b.Errorf("after the delay: %+v, %v", found, err)
	}
}

func findAbsent(b *bench) {
	out := b.outgoing()
	b.world.Break(CutBefore, true)
	b.send(out)
	b.world.Advance(b.spec.ProofOfAbsence - time.Second)
	if found, err := b.find(out); err != nil || found.State != connector.NotYet || found.AskAgain <= 0 {
		b.Errorf("before its time: %+v, %v", found, err)
	}
	b.world.Advance(2 * time.Second)
	if found, err := b.find(out); err != nil || found.State != connector.Absent {
		b.Errorf("after its time: %+v, %v", found, err)
	}
}

// A look that failed says nothing about the post.
func findFails(b *bench) {
	out := b.outgoing()
	b.world.Advance(b.spec.ProofOfAbsence + time.Hour)
	for fault, class := range readingClasses() {
		b.world.Break(fault, false)
		found, err := b.find(out)
		if connector.ClassOf(err) != class || found.State == connector.Absent {
			b.Errorf("%s: %+v, %v, want class %s", fault, found, err, class)
		}
	}
}
