package lint_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/ownership/lint"
)

// slack is what one last box may cost beyond the budget.
const slack = lint.Budget / 50

// row writes n pieces with a comma between them.
func row(n int, piece func(i int) string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = piece(i)
	}
	return strings.Join(parts, ", ")
}

// oneRule asks for many topics and many alternatives at once: together they are thousands of boxes.
func oneRule(topics, alternatives int) string {
	return fmt.Sprintf("topic:\n  - {id: wide, when: {topic: [%s], any: [%s]}, owner: x}\n  - {id: plain, when: {intent: bug}, owner: y}\n",
		row(topics, func(i int) string { return fmt.Sprintf("t%d", i) }),
		row(alternatives, func(i int) string {
			return fmt.Sprintf("{topic: [%s], flag: [%s]}", row(3, func(j int) string { return fmt.Sprintf("a%d-%d", i, j) }),
				document.Join(switchboard.Flags()[:4]))
		}))
}

// manyRules ask for topics of their own and of each other.
func manyRules(n int) string {
	var b strings.Builder
	b.WriteString("topic:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - {id: r%d, when: {topic: [a%d, b%d, c%d]}, owner: o%d}\n", i, i, i%7, i%31, i%3)
	}
	return b.String()
}

func manyAccounts(n int) string {
	var b strings.Builder
	b.WriteString("topic:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - {id: r%d, when: {account: a%d, any: [{brand: b%d}, {flag: press}]}, owner: o%d}\n", i, i, i, i%3)
	}
	return b.String()
}

func rows(n int) string {
	var b strings.Builder
	b.WriteString("channel:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - {network: w%dw, owner: a, also_answers: [bug]}\n  - {network: w%dw, purpose: review, owner: b}\n", i, i)
	}
	return b.String()
}

// TestLintDoesABoundedAmountOfWork gives the linter what would take it hours if it worked everything out.
func TestLintDoesABoundedAmountOfWork(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		text  string
		gives string // what is said of what could not be proven; empty: everything is
	}{
		"one rule":       {oneRule(40, 40), "the rule plain is"},
		"one wide rule":  {oneRule(1000, 100), "the rule wide is"},
		"3 and 3":        {oneRule(3, 3), ""},
		"1000 rules":     {manyRules(1000), "could not be worked out"},
		"2000 rules":     {manyRules(2000), "could not be worked out"},
		"1000 accounts":  {manyAccounts(1000), "could not be worked out"},
		"a long channel": {rows(900), "could not be worked out"},
		"a channel":      {rows(100), ""},
	} {
		p := mustParse(t, head+tc.text)
		list, spent := lint.Spent(t.Context(), p)
		if spent > lint.Budget+slack {
			t.Errorf("%s: %d spent of %d", name, spent, lint.Budget)
		}
		said := ""
		for _, f := range list {
			if f.Kind == lint.TooEntangled || f.Kind == lint.OrderUnproven {
				said += f.Text
				if f.Severity != document.Warning || f.Hint == "" || f.Rule == "" {
					t.Errorf("%s: %+v", name, f)
				}
			}
			if f.Severity == document.Error {
				t.Errorf("%s: %s", name, f)
			}
		}
		if len(list) > 120 || (said == "") != (tc.gives == "") || !strings.Contains(said, tc.gives) {
			t.Errorf("%s: %d findings, said %q, want %q", name, len(list), said, tc.gives)
		}
	}
}

// TestOrdinaryPoliciesAreProven holds what 200 real rules cost to a small part of what may be spent, and 1,000 to being
// proven at all.
func TestOrdinaryPoliciesAreProven(t *testing.T) {
	t.Parallel()
	for rules, most := range map[int]int{200: lint.Budget / 20, 1000: lint.Budget} {
		p := mustParse(t, bigPolicy(rules))
		list, spent := lint.Spent(t.Context(), p)
		if spent > most {
			t.Errorf("%d rules cost %d, more than %d", rules, spent, most)
		}
		for _, f := range list {
			if f.Kind == lint.TooEntangled || f.Kind == lint.OrderUnproven {
				t.Errorf("%d rules: %s", rules, f)
			}
		}
	}
}

// TestLintEndsWithItsContext gives up when nobody waits any more, and says so.
func TestLintEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := mustParse(t, head+manyRules(1000))
	list, spent := lint.Spent(ctx, p)
	if spent > slack {
		t.Errorf("%d spent for nobody", spent)
	}
	if !slices.ContainsFunc(list, func(f document.Finding) bool { return f.Kind == lint.TooEntangled }) {
		t.Errorf("it is not said: %v", list)
	}
}

// anyPolicy is any policy that fits 64 KiB, mostly of rules that ask for much at once.
func anyPolicy(t *rapid.T) string {
	some := func(kind string, words func(int) string) string {
		most := rapid.SampledFrom([]int{1, 2, 8, 40}).Draw(t, kind)
		return fmt.Sprintf("%s: [%s]", kind, row(rapid.IntRange(1, most).Draw(t, kind), words))
	}
	word := func(letter string) func(int) string {
		from := rapid.IntRange(0, 200).Draw(t, letter)
		return func(i int) string { return fmt.Sprintf("%s%d", letter, from+i) }
	}
	flags := func(i int) string { return string(switchboard.Flags()[i%len(switchboard.Flags())]) }
	condition := func() string {
		parts := []string{some("topic", word("t"))}
		for _, one := range []func() string{func() string { return some("account", word("a")) }, func() string { return some("brand", word("b")) },
			func() string { return some("flag", flags) }, func() string { return "known: true" }} {
			if rapid.Bool().Draw(t, "asks") {
				parts = append(parts, one())
			}
		}
		return strings.Join(parts, ", ")
	}
	var b strings.Builder
	b.WriteString(head + "topic:\n")
	for i := range rapid.IntRange(1, 150).Draw(t, "rules") {
		when := condition()
		if alternatives := rapid.SampledFrom([]int{0, 0, 2, 30}).Draw(t, "any"); alternatives > 0 {
			other := condition()
			when += ", any: [" + row(alternatives, func(int) string { return "{" + other + "}" }) + "]"
		}
		line := fmt.Sprintf("  - {id: r%d, when: {%s}, owner: o%d}\n", i, when, i%3)
		if b.Len()+len(line) > 64<<10 {
			break
		}
		b.WriteString(line)
	}
	return b.String()
}

func TestLintOfAnyPolicyIsBounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		if rapid.IntRange(0, 3).Draw(t, "seldom") > 0 {
			return // each is work for a good part of a second
		}
		text := anyPolicy(t)
		p, err := ownership.Parse([]byte(text))
		if err != nil {
			t.Skip(err)
		}
		if _, spent := lint.Spent(context.Background(), p); spent > lint.Budget+slack {
			t.Fatalf("%d spent of %d\n%s", spent, lint.Budget, text)
		}
	})
}

// FuzzLint reads any text: what can be read is linted within the budget.
func FuzzLint(f *testing.F) {
	for _, text := range []string{oneRule(40, 40), manyRules(100), manyAccounts(100), rows(50)} {
		f.Add([]byte(head + text))
	}
	f.Add([]byte(bigPolicy(50)))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 64<<10 {
			return
		}
		p, err := ownership.Parse(text)
		if err != nil {
			return
		}
		if _, spent := lint.Spent(t.Context(), p); spent > lint.Budget+slack {
			t.Errorf("%d spent on %q", spent, text)
		}
	})
}

// TestAnyNumberOfValuesIsToldApart has more values of one fact than a machine word has bits.
func TestAnyNumberOfValuesIsToldApart(t *testing.T) {
	t.Parallel()
	for fact, value := range map[string]func(i int) string{
		"account":  func(i int) string { return fmt.Sprintf("account-%d", i) },
		"brand":    func(i int) string { return fmt.Sprintf("brand-%d", i) },
		"segment":  func(i int) string { return fmt.Sprintf("segment-%d", i) },
		"network":  func(i int) string { return fmt.Sprintf("w%dw", i) },
		"language": func(i int) string { return string([]byte{'a' + byte(i/26), 'a' + byte(i%26)}) },
		"flag":     func(i int) string { return fmt.Sprintf("press, min_confidence: 0.%02d", 80-i) },
	} {
		var b strings.Builder
		b.WriteString(head + "topic:\n")
		for i := range 70 {
			fmt.Fprintf(&b, "  - {id: r%d, when: {%s: %s}, owner: o%d}\n", i, fact, value(i), i)
		}
		fmt.Fprintf(&b, "  - {id: again, when: {%s: %s}, owner: x}\n", fact, value(69))
		list := lint.Check(t.Context(), mustParse(t, b.String()), lint.Company{})
		list = slices.DeleteFunc(list, func(f document.Finding) bool { return f.Kind == lint.NeverLive })
		if got := kinds(list, document.Error, document.Warning); !slices.Equal(got, []string{"dead_rule again"}) {
			t.Errorf("%s: %v", fact, got)
		}
	}
}
