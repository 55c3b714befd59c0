package setup

import (
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard/internal/calendar"
	"switchboard/internal/testkit/golden"
	"switchboard/internal/triage"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

var monday = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

// companies are four that have little in common.
func companies() map[string]Answers {
	office := []string{"08:00-18:00"}
	return map[string]Answers{
		"contact-centre": {Company: "Ferrywell Bikes", Speak: Departments,
			Wishes:      []Wish{QuickFirstAnswer, ProblemsSolved, ToldHowItGoes, AnsweredEverywhere, BuyersFound},
			Departments: []Post{{Name: "Service"}, {Name: "Comms"}, {Name: "Sales"}, {Name: "Product"}, {Name: "Safety desk"}},
			People: []Person{{"Jonas Weber", "jonas@ferrywell.example", []string{"Service"}},
				{"Leïla Haddad", "leila@ferrywell.example", []string{"Comms"}}, {"Tomasz Nowak", "tomasz@ferrywell.example", []string{"Service", "Safety desk"}}},
			Networks: []Network{"mailbox", "web_chat", "reviews"}, Languages: []string{"en", "de"},
			Hours: calendar.Spec{Zone: "Europe/Berlin", Hours: map[string][]string{"mon": office, "tue": office, "wed": office,
				"thu": office, "fri": office, "sat": {"10:00-15:00"}}}},
		"cross-functional": {Company: "Lumen Lamps", Speak: NamedPeople, Wishes: []Wish{ProblemsSolved, ToldHowItGoes},
			People: []Person{{"Ana Sá", "ana@lumen.example", []string{"Service", "Sales"}}, {"Bo Lind", "bo@lumen.example", []string{"Product"}},
				{"Cy Okoro", "cy@lumen.example", []string{"Press"}}, {"Di Marsh", "di@lumen.example", nil}},
			Networks: []Network{"social", "mailbox"}, Languages: []string{"fr"},
			Hours: calendar.Spec{Zone: "Europe/Paris", Hours: map[string][]string{"mon": {"09:00-17:00"}, "tue": {"09:00-17:00"},
				"wed": {"09:00-17:00"}, "thu": {"09:00-17:00"}, "fri": {"09:00-16:00"}}}},
		"one-person": {Company: "Kettles & Daughter", Speak: OnlyMe, Wishes: []Wish{AnsweredEverywhere, BuyersFound, QuickFirstAnswer},
			Networks: []Network{"mailbox", "social"},
			Hours:    calendar.Spec{Zone: "America/Bogota", Hours: map[string][]string{"tue": {"08:30-09:30", "17:30-18:30"}, "sat": {"10:00-13:00"}}}},
		"volunteers": {Company: "River Watch", Speak: NamedPeople, Volunteers: true, Wishes: []Wish{AnsweredEverywhere, ToldHowItGoes, ProblemsSolved},
			People: []Person{{"Ana Reyes", "ana@river.example", []string{"Board"}}, {"Bo Chen", "bo@river.example", nil}},
			Hours:  calendar.Spec{Zone: "Australia/Sydney", Hours: map[string][]string{"wed": {"18:00-20:00"}, "sun": {"16:00-19:00"}}}},
	}
}

// TestFourCompanies shows what four companies are proposed; a change of words or rules is seen here as a person sees it.
func TestFourCompanies(t *testing.T) {
	t.Parallel()
	read := triage.Shipped()
	seen := map[string]string{}
	for name, answers := range companies() {
		p, err := Propose(answers, nil, monday, read)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		golden.Check(t, "testdata/"+name+".txt", told(p), *rewrite)
		if other := seen[string(p.Model)]; other != "" {
			t.Errorf("%s and %s are proposed the same model %s", name, other, p.Model)
		}
		seen[string(p.Model)] = name
	}
}

// told is a proposal as a person reads it.
func told(p Proposal) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n\n", p.Headline.Text, p.Model)
	for _, d := range p.Departments {
		fmt.Fprintf(&b, "department %s: %s, takes work itself: %t\n", d.Key, d.Name, d.Pull)
	}
	fmt.Fprintf(&b, "you: %v\n", p.You)
	for _, m := range p.People {
		fmt.Fprintf(&b, "person %s <%s> %v freedom %d\n", m.Name, m.Email, m.Departments, m.Freedom)
	}
	for _, s := range p.Explained {
		b.WriteString("\n" + s.Title.Text + aside(s.Aside) + "\n")
		for _, l := range s.Lines {
			fmt.Fprintf(&b, "- %s%s%s\n", l.Text, aside(l.Figure), aside(l.Because))
		}
		if s.Note != nil {
			b.WriteString(s.Note.Text + "\n")
		}
	}
	b.WriteString("\nMessages\n")
	for _, e := range p.Examples {
		fmt.Fprintf(&b, "- %s, %s, %s: %s\n  %s\n  %s\n", e.Network, e.Language, e.At.Format(time.RFC3339), e.Text, e.Decided.Text,
			strings.Join(e.Path, "\n  "))
	}
	b.WriteString("\nMissing\n")
	for _, m := range p.Missing {
		fmt.Fprintf(&b, "- %s (%s)\n", m.Text, m.By.Format(time.RFC3339))
	}
	b.WriteString("\nObjectives\n")
	for _, o := range p.Objectives {
		fmt.Fprintf(&b, "%d. %s for %s: %d s, %d%% %s on %s, %s\n", o.Rank, o.Kind, o.Wish, o.Seconds, o.Share, o.Department, o.Calendar, o.State)
	}
	fmt.Fprintf(&b, "\nreview %s\n\n%s", p.ReviewAt.Format(time.DateOnly), p.Policy)
	return b.String()
}

func aside(s *Sentence) string {
	if s == nil {
		return ""
	}
	return " [" + s.Text + "]"
}
