package setup

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"switchboard"
)

// department is one that the company will have.
type department struct {
	switchboard.Department
	does Duty
}

// posts is the departments that are named, or the usual ones.
func (a Answers) posts() []Post {
	if len(a.Departments) > 0 {
		return a.Departments
	}
	return []Post{{"Service", Service}, {"Communications", Comms}, {"Sales", Sales}, {"Product", Product}}
}

// hint is the beginnings of words by which a duty is guessed; a word that ends in a point must be whole.
type hint struct {
	does  Duty
	words []string
}

// hints are asked in this order.
func hints() []hint {
	return []hint{
		{Board, []string{"board", "chair", "trustee", "vorstand"}},
		{Legal, []string{"legal", "law", "complian", "recht"}},
		{Safety, []string{"safety", "quality", "sicherheit"}},
		{Hiring, []string{"hr.", "hiring", "recruit", "personnel", "personal", "people."}},
		{Comms, []string{"comm", "press", "pr.", "public", "presse"}},
		{Sales, []string{"sales", "selling", "vertrieb", "verkauf", "ventas", "ventes"}},
		{Marketing, []string{"market", "brand", "social", "campaign"}},
		{Product, []string{"product", "engineer", "tech", "it.", "develop", "workshop"}},
		{Service, []string{"service", "support", "care", "help", "kunden", "customer", "client", "atenci"}},
	}
}

// guess is what a department of this name does, most likely.
func guess(name string) Duty {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, hint := range hints() {
		for _, word := range words {
			if slices.ContainsFunc(hint.words, func(h string) bool { return begins(word, h) }) {
				return hint.does
			}
		}
	}
	return Other
}

func begins(word, hint string) bool {
	if whole, ok := strings.CutSuffix(hint, "."); ok {
		return word == whole
	}
	return strings.HasPrefix(word, hint)
}

// key is that of the department that stands already and is meant by a name, or one that no department has.
func (p *plan) key(name string) switchboard.DepartmentKey {
	stem := stemOf(name)
	for _, meant := range []func(switchboard.Department) bool{
		func(d switchboard.Department) bool { return bare(d.Name) == bare(name) },
		func(d switchboard.Department) bool { return string(d.Key) == stem },
	} {
		free := func(d switchboard.Department) bool { return meant(d) && !p.has(d.Key) }
		if i := slices.IndexFunc(p.standing, free); i >= 0 {
			return p.standing[i].Key
		}
	}
	key := switchboard.DepartmentKey(stem)
	stands := func(d switchboard.Department) bool { return d.Key == key }
	for n := 2; p.has(key) || slices.ContainsFunc(p.standing, stands); n++ {
		key = switchboard.DepartmentKey(stem + "-" + strconv.Itoa(n))
	}
	return key
}

func (p *plan) has(key switchboard.DepartmentKey) bool {
	return slices.ContainsFunc(p.departments, func(d department) bool { return d.Key == key })
}

// bare is a name without what people write in different ways: case and spaces.
func bare(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), "")) }

// stemOf is the key that a name makes.
func stemOf(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	stem := strings.Trim(b.String()[:min(b.Len(), 48)], "-")
	if stem == "" {
		stem = "department"
	}
	return stem
}
