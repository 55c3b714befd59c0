package practice

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestPlainCustomersCouldBeAnybodys: they speak of no trade, in the company's languages or in English, and never run short.
func TestPlainCustomersCouldBeAnybodys(t *testing.T) {
	t.Parallel()
	trade := []string{"bike", "brake", "cargo", "battery", "seat", "rad", "akku", "vélo", "bici", "fahrrad", "kettle"}
	for _, s := range plainScenes() {
		all := strings.ToLower(strings.Join([]string{s.opening, s.ask, s.thanks, s.angry, s.furious}, " "))
		for _, word := range strings.FieldsFunc(all, func(r rune) bool { return strings.ContainsRune(" .,?!", r) }) {
			if slices.Contains(trade, word) {
				t.Errorf("%s speaks of a trade: %s", s.handle, word)
			}
		}
		if _, err := Handle(s.handle); err != nil || !strings.Contains(s.opening, "{c}") {
			t.Errorf("%s: %v, %q", s.handle, err, s.opening)
		}
	}
	for _, languages := range [][]string{nil, {"de"}, {"fr", "es"}, {"xx"}} {
		kept := spoken(plainScenes(), languages)
		if len(kept) < 10 || len(languages) > 0 && languages[0] != "xx" && kept[0].lang != languages[0] && kept[0].lang != languages[1] {
			t.Errorf("%v: %d scenes, the first in %s", languages, len(kept), kept[0].lang)
		}
		for _, s := range kept {
			if s.lang != "en" && !slices.Contains(languages, s.lang) {
				t.Errorf("%v: %s", languages, s.lang)
			}
		}
	}
}

// TestPlainCustomersComeAtAPaceThatSuits: three at once, one every few minutes, ten, and nobody after.
func TestPlainCustomersComeAtAPaceThatSuits(t *testing.T) {
	t.Parallel()
	s := NewScript(ScriptOptions{Seed: 4, Company: "@kettles", Name: "Kettles & Daughters", Start: noon, Plain: true, Opening: 3,
		Every: 3 * time.Minute, Limit: 10, Patience: 100 * time.Hour})
	came := 0
	for minute := range 120 {
		for _, u := range s.Due(noon.Add(time.Duration(minute) * time.Minute)) {
			came++
			if strings.ContainsAny(u.Text, "{}") || !strings.Contains(u.Text, "@kettles") {
				t.Errorf("said %q", u.Text)
			}
		}
		switch {
		case minute == 0 && came != 3, minute == 9 && (came < 4 || came > 10):
			t.Errorf("after %d minutes %d came", minute, came)
		}
	}
	if came != 10 {
		t.Errorf("%d came", came)
	}
}
