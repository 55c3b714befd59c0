package api

import (
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/triage"
)

func TestAMessageThatNeedsNoAnswerSaysWhy(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.api.In.Triage = triage.Baseline()
	c := s.hear("dora", "The lamp works again, what a wonderful service. Thank you!")
	asks := s.hear("nils", "My kettle whistles at night. Is that normal?")
	var page Page[TimelineItem]
	s.ask(anna, "GET", at(c, "/timeline"), nil, 200, &page)
	if len(page.Items) != 1 || page.Items[0].NoAnswer == nil || !strings.Contains(page.Items[0].NoAnswer.Why, "praise") ||
		page.Items[0].NoAnswer.Finding.Label != string(switchboard.IntentPraise) {
		t.Errorf("thanks: %+v", page.Items)
	}
	page = Page[TimelineItem]{}
	s.ask(anna, "GET", at(asks, "/timeline"), nil, 200, &page)
	if len(page.Items) != 1 || page.Items[0].NoAnswer != nil {
		t.Errorf("a question: %+v", page.Items)
	}
}
