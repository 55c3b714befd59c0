package topic

import (
	"fmt"
	"strings"
	"testing"

	"switchboard"
)

// heard lets each of n customers say one of some things.
func heard(begin, n int, says ...string) (out []Heard) {
	for i := range n {
		out = append(out, Heard{Text: says[i%len(says)], Language: "en", By: fmt.Sprint("c", begin+i), Name: fmt.Sprint("Customer ", begin+i)})
	}
	return out
}

var usual = []string{"Where is my order please", "The bill is wrong again", "Thanks for the help", "How much is the blue one", "I cannot sign in to the app"}

func phrases(found []Suggestion) (out []string) {
	for _, s := range found {
		out = append(out, s.Phrase)
	}
	return out
}

func TestSuggestFindsWhatIsNew(t *testing.T) {
	t.Parallel()
	s := Search{Before: heard(0, 200, usual...), Lately: heard(500, 60, usual...)}
	s.Lately = append(s.Lately, heard(600, 8, "My Luggage Rack rattles on cobbles", "The luggage rack is rattling", "Is the luggage rack meant to be loose?")...)
	found := Suggest(s)
	if len(found) == 0 || found[0].Phrase != "luggage rack" || found[0].Customers != 8 || found[0].Before != 0 {
		t.Fatalf("%+v", found)
	}
	if len(found) != 1 {
		t.Errorf("its parts are suggested as well: %q", phrases(found))
	}
	if n := len(found[0].Examples); n != exampleTexts {
		t.Fatalf("%d examples", n)
	}
	for _, i := range found[0].Examples {
		if !strings.Contains(strings.ToLower(s.Lately[i].Text), "luggage rack") {
			t.Errorf("no example: %q", s.Lately[i].Text)
		}
	}
}

func TestSuggestLeavesOut(t *testing.T) {
	t.Parallel()
	rack := []string{"The luggage rack rattles"}
	base := func() Search { return Search{Before: heard(0, 200, usual...), Lately: heard(500, 60, usual...)} }
	covered, err := NewReader([]switchboard.Topic{{Key: "rack", Name: "Rack", Words: anyOf("rack*")}})
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Search){
		"two customers":              func(s *Search) { s.Lately = append(s.Lately, heard(600, 2, rack...)...) },
		"fewer customers than asked": func(s *Search) { s.Customers = 9; s.Lately = append(s.Lately, heard(600, 8, rack...)...) },
		"one who repeats themselves": func(s *Search) {
			for range 30 {
				s.Lately = append(s.Lately, heard(600, 1, rack...)...)
			}
		},
		"what a topic covers": func(s *Search) { s.Known = covered; s.Lately = append(s.Lately, heard(600, 8, rack...)...) },
		"what was so before": func(s *Search) {
			s.Before = append(s.Before, heard(700, 30, rack...)...)
			s.Lately = append(s.Lately, heard(600, 8, rack...)...)
		},
		"personal data": func(s *Search) {
			for _, h := range heard(600, 8, "luggagerack rattles") {
				h.Entities = []switchboard.Entity{{Kind: "order", Start: 0, End: len(h.Text)}}
				s.Lately = append(s.Lately, h)
			}
		},
		"names of customers": func(s *Search) {
			for _, h := range heard(600, 8, "Mirela") {
				h.Name = "Mirela Example"
				s.Lately = append(s.Lately, h)
			}
		},
		"a language that is new here": func(s *Search) {
			for _, h := range heard(600, 30, "o suporte está solto", "onde está a encomenda") {
				h.Language = "pt"
				s.Lately = append(s.Lately, h)
			}
		},
	} {
		s := base()
		change(&s)
		if found := Suggest(s); len(found) > 0 {
			t.Errorf("%s: %q", name, phrases(found))
		}
	}
	s := base()
	s.Lately = append(s.Lately, heard(600, 8, rack...)...)
	found := phrases(Suggest(s))
	first := Suggest(s)[0]
	s.Dismissed = append(first.Also, first.Phrase)
	if left := phrases(Suggest(s)); len(found) == 0 || len(left) > 0 {
		t.Errorf("%q were dismissed, %q are left", found, left)
	}
}

func TestSuggestReadsSigns(t *testing.T) {
	t.Parallel()
	zh := func(all []Heard) []Heard {
		for i := range all {
			all[i].Language = "zh"
		}
		return all
	}
	s := Search{Before: zh(heard(0, 60, "订单在哪里", "谢谢你们的帮助")), Lately: zh(heard(100, 30, "订单在哪里", "谢谢"))}
	s.Lately = append(s.Lately, zh(heard(200, 8, "我的充电器坏了", "充电器不能用"))...)
	if found := phrases(Suggest(s)); len(found) == 0 || !strings.Contains(found[0], "充电器") {
		t.Errorf("%q", found)
	}
}

func TestRedact(t *testing.T) {
	t.Parallel()
	text := "I am at a@example.com and 123, 456"
	got := Redact(text, []switchboard.Entity{{Kind: "number", Start: 26, End: 29}, {Kind: "email", Start: 8, End: 21}, {Kind: "name", Start: 9, End: 12}, {Kind: "far", Start: 30, End: 900}})
	if want := "I am at [email] and [number], 456"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
