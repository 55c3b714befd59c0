package ownership_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/ownership"
)

func TestFactsFrom(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 4, 5, 6, 7, 8_999, time.FixedZone("", 3600))
	got := ownership.FactsFrom(ownership.FactsInput{
		Message: switchboard.Message{Network: "email", Visibility: switchboard.Private, Kind: switchboard.KindEmail, PublishedAt: at},
		Verdict: switchboard.Verdict{Language: "pt", Model: "lexicon/1", Heads: map[switchboard.Head]switchboard.Finding{
			switchboard.HeadIntent:                  {Label: "billing", Confidence: 0.7},
			switchboard.HeadSentiment:               {Label: "negative", Confidence: 0.6},
			switchboard.HeadUrgency:                 {Label: "urgent", Confidence: 0.6},
			switchboard.Head(switchboard.FlagSpam):  {Label: "no", Confidence: 0.9},
			switchboard.Head(switchboard.FlagLegal): {Label: "yes", Confidence: 0.8},
		}, Topics: []switchboard.TopicFinding{{Topic: "router"}, {Topic: "bill"}, {Topic: "router"}}},
		Account: switchboard.Account{Handle: "ajuda@example.org"},
		Brand:   "northwind",
		Author:  switchboard.AuthorFacts{Known: true},
	})
	want := switchboard.Facts{Network: "email", Account: "ajuda@example.org", Brand: "northwind",
		Purpose: switchboard.PurposePrivateMessage, Visibility: switchboard.Private, Intent: "billing", IntentSure: 0.7,
		Topics: []string{"bill", "router"}, Language: "pt", Sentiment: "negative", Urgency: "urgent",
		Flags: flags(switchboard.FlagLegal, 0.8), Author: switchboard.AuthorFacts{Known: true},
		At: time.Date(2026, 3, 4, 4, 6, 7, 8_000, time.UTC), Model: "lexicon/1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPurpose(t *testing.T) {
	t.Parallel()
	for want, in := range map[switchboard.Purpose]ownership.FactsInput{
		switchboard.PurposeOutbound:        {Message: switchboard.Message{Direction: switchboard.Out, Kind: switchboard.KindReview}},
		switchboard.PurposeReview:          {Message: switchboard.Message{Kind: switchboard.KindReview}},
		switchboard.PurposePrivateMessage:  {Message: switchboard.Message{Kind: switchboard.KindChat}, ReplyToUs: true},
		switchboard.PurposeCampaignComment: {Message: switchboard.Message{Kind: switchboard.KindComment}, Campaign: true, ReplyToUs: true},
		switchboard.PurposeReplyToUs:       {Message: switchboard.Message{Kind: switchboard.KindReply}, ReplyToUs: true},
		switchboard.PurposeInboundMention:  {Message: switchboard.Message{Kind: switchboard.KindMention}},
	} {
		if got := ownership.FactsFrom(in).Purpose; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestFactsWithoutAVerdict(t *testing.T) {
	t.Parallel()
	got := ownership.FactsFrom(ownership.FactsInput{})
	want := switchboard.Facts{Purpose: switchboard.PurposeInboundMention, Visibility: switchboard.Public,
		Intent: switchboard.IntentOther, Language: "und", Sentiment: switchboard.SentimentNeutral,
		Urgency: switchboard.UrgencyNormal}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFactsThatMeanTheSameHashTheSame(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	a := switchboard.Facts{Network: "x", Topics: []string{"b", "a"}, At: at, Flags: flags(switchboard.FlagSpam, 0.0)}
	b := switchboard.Facts{Network: "x", Topics: []string{"a", "b"}, At: at.In(time.FixedZone("", -7200)), IntentSure: math.NaN()}
	if ownership.FactsHash(a) != ownership.FactsHash(b) {
		t.Error("two hashes for one meaning")
	}
	b.Network = "email"
	if ownership.FactsHash(a) == ownership.FactsHash(b) {
		t.Error("one hash for two meanings")
	}
}
