package api

import (
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/triage"
)

func TestAMessageThatNeedsNoAnswerSaysWhy(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.api.In.Triage = triage.Shipped()
	c := s.hear("dora", "The lamp flickers whenever it rains. Is it a known problem?")
	s.take(connector.Item{Visibility: switchboard.Public, Kind: switchboard.KindMention, ThreadKey: "p1"}, "dora",
		"Wonderful service, thank you!")
	asks := s.hear("nils", "What a lovely kettle, thank you!")
	var page Page[TimelineItem]
	s.ask(anna, "GET", at(c, "/timeline"), nil, 200, &page)
	if len(page.Items) != 2 || page.Items[0].NoAnswer != nil || page.Items[1].NoAnswer == nil ||
		!strings.Contains(page.Items[1].NoAnswer.Why, "praise") || page.Items[1].NoAnswer.Finding.Label != string(switchboard.IntentPraise) {
		t.Errorf("thanks: %+v", page.Items)
	}
	page = Page[TimelineItem]{}
	s.ask(anna, "GET", at(asks, "/timeline"), nil, 200, &page)
	if len(page.Items) != 1 || page.Items[0].NoAnswer != nil {
		t.Errorf("praise that begins a conversation: %+v", page.Items)
	}
}
