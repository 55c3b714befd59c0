package outbox

import (
	"html"
	"regexp"
	"strings"
	"time"
	"unicode"

	"switchboard"
)

// MatchKind says by what an echo was recognised.
type MatchKind string

// Match kinds, the surest first.
const (
	MatchNone       MatchKind = "none"
	MatchExternalID MatchKind = "external_id"
	MatchClientKey  MatchKind = "client_key"
	MatchText       MatchKind = "text" // account, what it answers, words and time
)

// EchoWindow is how far the network's clock may lie from ours for a match by text.
const EchoWindow = 15 * time.Minute

// Seen is a message of ours as a reader brought it back.
type Seen struct {
	Message   switchboard.Message
	AccountID switchboard.AccountID // in whose name it was said
	ClientKey string                // the key we sent along, where the network gives it back
}

// Candidate is a delivery of the same realm that a message may be the echo of.
type Candidate struct {
	Delivery  switchboard.Delivery
	ClientKey string
	ReplyTo   string // external id it answers
	Text      string
}

// MatchEcho finds the delivery a message of ours is the echo of. Of several that fit equally well it chooses none: a
// wrong match would declare an answer sent that is not.
func MatchEcho(seen Seen, candidates []Candidate) (switchboard.DeliveryID, MatchKind) {
	if seen.Message.Direction != switchboard.Out {
		return switchboard.DeliveryID{}, MatchNone
	}
	ways := []struct {
		kind MatchKind
		fits func(Candidate) bool
	}{
		{MatchExternalID, func(c Candidate) bool {
			return c.Delivery.ExternalID != "" && c.Delivery.ExternalID == seen.Message.ExternalID
		}},
		{MatchClientKey, func(c Candidate) bool {
			return c.ClientKey != "" && c.ClientKey == seen.ClientKey && c.Delivery.Attempt > 0
		}},
		{MatchText, func(c Candidate) bool { return sameWords(seen, c) }},
	}
	for _, way := range ways {
		if id, found := only(candidates, way.fits); found > 0 {
			return id, ambiguous(way.kind, found)
		}
	}
	return switchboard.DeliveryID{}, MatchNone
}

// only returns the one that fits, or the zero id and how many did.
func only(candidates []Candidate, fits func(Candidate) bool) (switchboard.DeliveryID, int) {
	var id switchboard.DeliveryID
	found := 0
	for _, c := range candidates {
		if fits(c) {
			id = c.Delivery.ID
			found++
		}
	}
	if found != 1 {
		id = switchboard.DeliveryID{}
	}
	return id, found
}

func ambiguous(kind MatchKind, found int) MatchKind {
	if found > 1 {
		return MatchNone
	}
	return kind
}

// sameWords holds only for deliveries that may be on their way and have no id yet.
func sameWords(seen Seen, c Candidate) bool {
	d := c.Delivery
	open := switchboard.OneOf(d.State, []switchboard.DeliveryState{switchboard.DeliverySending, switchboard.DeliveryUnknown,
		switchboard.DeliveryByHand, switchboard.DeliverySent})
	words := Words(c.Text)
	return open && d.ExternalID == "" && d.AccountID == seen.AccountID && answersSame(seen, c) && then(seen, d) &&
		words != "" && words == Words(seen.Message.Content.Text)
}

// then reports whether it can have been said when the delivery was posted. What waits for a person may be posted at any
// time.
func then(seen Seen, d switchboard.Delivery) bool {
	at := seen.Message.PublishedAt
	late := at.After(latest(d).Add(EchoWindow)) && d.State != switchboard.DeliveryByHand
	return !late && !at.Before(d.StartedAt.Add(-EchoWindow))
}

// answersSame reports whether it stands where the delivery was to stand. What a person posted may stand where the network
// does not say what it answers.
func answersSame(seen Seen, c Candidate) bool {
	return c.ReplyTo == seen.Message.ParentKey || c.Delivery.ByHand() && seen.Message.ParentKey == ""
}

var (
	link     = regexp.MustCompile(`(?i)\b(?:https?://|www\.)\S+`)
	mentions = regexp.MustCompile(`^(?:\s*@[^\s]+)+\s*`)
)

// Words is a text as it is compared after a network has had it in its hands: without the mentions a network puts in
// front, links it shortens, entities it escapes, invisible characters, kinds of white space, and case.
func Words(text string) string {
	text = link.ReplaceAllString(html.UnescapeString(text), "⟨link⟩")
	text = mentions.ReplaceAllString(text, "")
	text = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Variation_Selector) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
	return strings.Join(strings.Fields(text), " ")
}
