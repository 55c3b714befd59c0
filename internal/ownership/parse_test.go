package ownership_test

import (
	"errors"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/policies"
)

func mustParse(t testing.TB, text string) *ownership.Policy {
	t.Helper()
	p, err := ownership.Parse([]byte(text))
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	return p
}

func findings(t testing.TB, err error) document.Findings {
	t.Helper()
	var list document.Findings
	if !switchboard.IsCode(err, switchboard.CodeBadPolicy) || !errors.As(err, &list) {
		t.Fatalf("want findings with code bad_policy, got %v", err)
	}
	return list
}

const head = "version: 1\nname: trial\ndefault: {owner: service}\n"

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		text         string
		line, column int
		says, hint   string
	}{
		"empty":           {"", 1, 1, "empty", "version"},
		"comment alone":   {"# nothing\n", 1, 1, "empty", ""},
		"not YAML":        {"version: [1\n", 1, 10, "not YAML", ""},
		"a list":          {"- a\n", 1, 1, "Expected keys", "version"},
		"two documents":   {head + "---\nname: b\n", 5, 1, "second document", ""},
		"no default":      {"version: 1\nname: a\n", 1, 1, "default is missing", "owner"},
		"no owner":        {"version: 1\nname: a\ndefault: {deadline: 1h}\n", 3, 10, "owner is missing", ""},
		"newer language":  {"version: 2\nname: a\ndefault: {owner: b}\n", 1, 10, `"2" does not fit`, "Write 1"},
		"unknown key":     {head + "topics: []\n", 4, 1, `"topics"`, "Did you mean topic?"},
		"key twice":       {head + "name: again\n", 4, 1, "given twice", ""},
		"followers":       {head + "topic:\n  - id: loud\n    when: {followers: 1000}\n    owner: service\n", 6, 12, "followers", "counts the same"},
		"intent misspelt": {head + "topic:\n  - {id: b, when: {intent: biling}, owner: service}\n", 5, 28, `"biling" is no intent`, "Did you mean billing?"},
		"flag by half":    {head + "topic:\n  - {id: b, when: {flag: lead}, owner: service}\n", 5, 26, `"lead" is no flag`, "Did you mean sales_lead?"},
		"flag unlike any": {head + "topic:\n  - {id: b, when: {flag: xyzzyx}, owner: service}\n", 5, 26, "no flag", "Known are spam"},
		"network":         {head + "channel:\n  - {network: mastadon, owner: service}\n", 5, 15, "no network", "Did you mean mastodon?"},
		"purpose":         {head + "channel:\n  - {network: x, purpose: reviews, owner: service}\n", 5, 27, "no purpose", "Did you mean review?"},
		"language":        {head + "topic:\n  - {id: b, when: {language: german}, owner: service}\n", 5, 30, "not a language", "two letters"},
		"id twice":        {head + "topic:\n  - {id: b, when: {intent: bug}, owner: a}\n  - {id: b, when: {intent: bug}, owner: a}\n", 6, 5, "already in line 5", ""},
		"id of default":   {head + "topic:\n  - {id: default, when: {intent: bug}, owner: a}\n", 5, 5, "name of the default", ""},
		"matches all":     {head + "topic:\n  - {id: b, when: {}, owner: a}\n", 5, 19, "matches everything", "Name an intent"},
		"idle confidence": {head + "topic:\n  - {id: b, when: {network: x, min_confidence: 0.5}, owner: a}\n", 5, 19, "nothing to apply to", ""},
		"confidence":      {head + "topic:\n  - {id: b, when: {intent: bug, min_confidence: 60}, owner: a}\n", 5, 49, "not a confidence", "0 to 1"},
		"no when":         {head + "topic:\n  - {id: b, owner: a}\n", 5, 5, "when is missing", ""},
		"empty list":      {head + "topic:\n  - {id: b, when: {intent: []}, owner: a}\n", 5, 28, "list is empty", ""},
		"level":           {head + "topic:\n  - {id: b, when: {intent: bug}, owner: a, required_level: 6}\n", 5, 60, `"6" does not fit`, "0 to 5"},
		"deadline":        {head + "topic:\n  - {id: b, when: {intent: bug}, owner: a, deadline: soon}\n", 5, 54, "not a span of time", "15m"},
		"far deadline":    {head + "topic:\n  - {id: b, when: {intent: bug}, owner: a, deadline: 91d}\n", 5, 54, "not a span", "90d"},
		"truth":           {head + "topic:\n  - {id: b, when: {known: maybe}, owner: a}\n", 5, 27, "true or false", ""},
		"capital owner":   {head + "topic:\n  - {id: b, when: {intent: bug}, owner: Service Team}\n", 5, 41, "cannot be a name", "lower case"},
		"cell twice":      {head + "channel:\n  - {network: [x, email], owner: a}\n  - {id: again, network: x, owner: b}\n", 6, 5, "x already has an owner in line 5", ""},
		"guard":           {head + "guard:\n  - {id: g, when: {flag: press}}\n", 5, 5, "Only what is flagged spam", ""},
		"department": {"version: 1\nname: a\ndepartments: [service, comms]\ndefault: {owner: servise}\n", 4, 18,
			`no department "servise"`, "Did you mean service?"},
		"department twice": {"version: 1\nname: a\ndepartments: [service, service]\ndefault: {owner: service}\n", 3, 24, "listed twice", ""},
		"mapping for word": {head + "topic:\n  - {id: b, when: {intent: {a: b}}, owner: a}\n", 5, 28, "Expected a single word", ""},
		"word for list":    {head + "topic: all\n", 4, 8, "Expected a list", ""},
		"alias":            {"version: 1\nname: &n a\ndefault: {owner: *n}\n", 2, 7, "Expected a single word", ""},
	} {
		_, err := ownership.Parse([]byte(tc.text))
		first := findings(t, err)[0]
		if first.Line != tc.line || first.Column != tc.column ||
			!strings.Contains(first.Text, tc.says) || !strings.Contains(first.Hint, tc.hint) {
			t.Errorf("%s: got %q with hint %q at %d:%d", name, first.Text, first.Hint, first.Line, first.Column)
		}
	}
}

func TestParseReportsEverything(t *testing.T) {
	t.Parallel()
	_, err := ownership.Parse([]byte("version: 1\nname: a\ncolour: red\ntopic:\n  - id: b\n    when: {intent: complant}\n    owner: a\n"))
	list := findings(t, err)
	if len(list) != 3 {
		t.Fatalf("want 3 findings, got:\n%v", list)
	}
	var refusal *switchboard.Error
	if !errors.As(err, &refusal) || !strings.HasSuffix(refusal.Text, "(and 2 more)") || refusal.Field != list[0].Path {
		t.Errorf("the refusal is %+v", refusal)
	}
	if last := list[2]; last.Path != "topic[0].when.intent" || last.String() !=
		`line 6, column 20: "complant" is no intent. Did you mean complaint?` {
		t.Errorf("the last finding is %s at %s", last, last.Path)
	}
	if !strings.Contains(err.Error(), "\n") {
		t.Errorf("the log should have one finding a line: %v", err)
	}
}

func TestParseWithVocabulary(t *testing.T) {
	t.Parallel()
	known := document.Vocabulary{Networks: []switchboard.NetworkKey{"practice", "email"},
		Departments: []switchboard.DepartmentKey{"service", "sales"}}
	text := head + "channel:\n  - {network: myspace, owner: sale}\n"
	_, err := ownership.ParseWith([]byte(text), known)
	list := findings(t, err)
	if len(list) != 2 || list[0].Hint != "Known are practice, email." || list[1].Hint != "Did you mean sales?" {
		t.Errorf("got %v", list)
	}
	if _, err := ownership.Parse([]byte(text)); err != nil {
		t.Errorf("without a vocabulary an unusual network is taken as it is: %v", err)
	}
}

func TestParseTooLong(t *testing.T) {
	t.Parallel()
	_, err := ownership.Parse(make([]byte, 1<<20+1))
	if !switchboard.IsCode(err, switchboard.CodeTooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestPolicyHashIgnoresHowLinesEnd(t *testing.T) {
	t.Parallel()
	plain := mustParse(t, head)
	dressed := mustParse(t, "\ufeff"+strings.ReplaceAll(head, "\n", "  \r\n")+"\n\n")
	if plain.Hash() != dressed.Hash() || len(plain.Hash()) != 64 {
		t.Errorf("hashes %s and %s", plain.Hash(), dressed.Hash())
	}
	if other := mustParse(t, head+"# a remark\n"); other.Hash() == plain.Hash() {
		t.Error("a remark is part of the document people sign, and must change the hash")
	}
	if string(plain.Source()) != head || plain.Name() != "trial" || plain.Document().Default.Owner != "service" {
		t.Errorf("source %q, name %q", plain.Source(), plain.Name())
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range policies.Names() {
		source, _ := policies.Source(name)
		f.Add(source)
	}
	f.Add([]byte(head + "channel:\n  - {network: [x, email], purpose: review, owner: a, also_answers: complaint}\n"))
	f.Add([]byte("version: 1\nname: |\n  a\ndefault:\n  owner: &a b\n  why: *a\n"))
	f.Add([]byte("? {a: b}\n: - - !!map {<<: *x}\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		p, err := ownership.Parse(src)
		if err != nil {
			if switchboard.CodeOf(err) == switchboard.CodeInternal {
				t.Fatalf("not a refusal: %v", err)
			}
			return
		}
		if d := p.Decide(switchboard.Facts{}); d.Department == "" {
			t.Fatal("a policy that was accepted leaves a message without an owner")
		}
	})
}
