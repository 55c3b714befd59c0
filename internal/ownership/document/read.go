package document

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"switchboard"
)

// maxSource is the longest policy text that is read.
const maxSource = 1 << 20

const byteOrderMark = "\ufeff"

// Read turns the text of a policy into a Document. It refuses with code `bad_policy`; the cause is Findings with
// everything that is wrong. A text over 1 MiB is `too_large`. The departments and teams a policy lists itself count
// before those of the vocabulary.
func Read(src []byte, known Vocabulary) (Document, error) {
	if len(src) > maxSource {
		return Document{}, switchboard.Refuse(switchboard.CodeTooLarge, "A policy may be at most 1 MiB long.").
			WithHint("Join rules that differ in one value into one that lists the values.")
	}
	r := &reader{known: known, ids: map[string]int{}}
	root, ok := r.parse(src)
	if !ok {
		return Document{}, r.findings.Refusal()
	}
	doc := r.document(node{ast: root})
	return doc, r.findings.Refusal()
}

func (r *reader) parse(src []byte) (ast.Node, bool) {
	file, err := parser.ParseBytes(bytes.TrimPrefix(src, []byte(byteOrderMark)), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.findings = append(r.findings, syntaxFinding(err))
		return nil, false
	}
	var docs []*ast.DocumentNode
	for _, doc := range file.Docs {
		if doc.Body != nil {
			docs = append(docs, doc)
		}
	}
	if len(docs) == 0 {
		r.findings = append(r.findings, Finding{Severity: Error, Kind: Unreadable, Line: 1, Column: 1, Text: "The policy is empty.",
			Hint: "Begin with version, name and default."})
		return nil, false
	}
	if len(docs) > 1 {
		r.report(node{ast: docs[1].Body}, "Keep each policy in a text of its own.", "A second document begins here.")
		return nil, false
	}
	return docs[0].Body, true
}

func syntaxFinding(err error) Finding {
	f := Finding{Severity: Error, Kind: Unreadable, Line: 1, Column: 1, Text: "This is not YAML.", Hint: "Look for a wrong indent or an open quote or bracket."}
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		f.Text = "This is not YAML: " + strings.TrimSpace(syntax.Message) + "."
		if syntax.Token != nil && syntax.Token.Position != nil {
			f.Line, f.Column = max(1, syntax.Token.Position.Line), max(1, syntax.Token.Position.Column)
		}
	}
	return f
}

// document reads the whole. What other parts are checked against is read before them, wherever it stands.
func (r *reader) document(n node) Document {
	var doc Document
	r.staff(n, &doc)
	seen := r.object(n, fields{
		"version":     func(n node) { doc.Version = r.integer(n, 1, 1) },
		"name":        func(n node) { doc.Name = r.key(n) },
		"mode":        func(n node) { doc.Mode = word(r, n, "mode", Modes()) },
		"departments": passed,
		"teams":       passed,
		"calendars":   passed,
		"hours":       passed,
		"guard":       func(n node) { doc.Guard = r.rules(n, (*reader).guardRule) },
		"continuity":  func(n node) { doc.Continuity = r.rules(n, (*reader).continuityRule) },
		"carve_out":   func(n node) { doc.CarveOut = r.rules(n, (*reader).ownedRule) },
		"topic":       func(n node) { doc.Topic = r.rules(n, (*reader).ownedRule) },
		"channel":     func(n node) { doc.Channel = r.channels(n) },
		"default":     func(n node) { doc.Default = r.defaultRule(n) },
		"lead":        func(n node) { doc.Lead = r.lead(n) },
		"cover":       func(n node) { doc.Cover = r.covers(n) },
		"spill":       func(n node) { doc.Spill = r.spills(n) },
		"rounds":      func(n node) { doc.Rounds = r.clocks(n) },
		"second_look": func(n node) { doc.SecondLook = r.secondLooks(n) },
		"outbound":    func(n node) { doc.Outbound = r.outbound(n) },
		"escalation":  func(n node) { doc.Escalation = r.escalations(n) },
		"drift":       func(n node) { doc.Drift = r.drifts(n) },
		"sign_off":    func(n node) { doc.SignOff = r.someDepartments(n) },
		"review_on":   func(n node) { doc.ReviewOn = r.date(n) },
		"tests":       func(n node) { doc.Tests = r.tests(n, &doc) },
	})
	r.need(n, seen, "version", "Begin the policy with version: 1.")
	r.need(n, seen, "name", "Give it a short name, such as name: service-led.")
	r.need(n, seen, "default", "Say who owns what no rule matches: default: {owner: service}.")
	return doc
}

// passed is a key that was read before.
func passed(node) {}

func (r *reader) need(n node, seen map[string]bool, key, hint string) {
	if !seen[key] {
		r.report(n.child(key, n.ast), hint, "%s is missing.", key)
	}
}

func (r *reader) key(n node) string {
	text, ok := r.text(n)
	if ok && !isKey(text) {
		r.report(n, "Use lower case letters, digits, - and _, at most 64.", "%q cannot be a name here.", text)
		return ""
	}
	return text
}

func (r *reader) department(n node) switchboard.DepartmentKey {
	key := switchboard.DepartmentKey(r.key(n))
	if key == "" || len(r.known.Departments) == 0 || slices.Contains(r.known.Departments, key) {
		return key
	}
	r.report(n, Meant(string(key), r.known.Departments, "Known are "), "There is no department %q.", key)
	return ""
}

func (r *reader) someDepartments(n node) []switchboard.DepartmentKey {
	var out []switchboard.DepartmentKey
	r.oneOrMany(n, func(n node) {
		if key := r.department(n); key != "" && !slices.Contains(out, key) {
			out = append(out, key)
		}
	})
	return out
}

func (r *reader) networks(n node) []switchboard.NetworkKey {
	var out []switchboard.NetworkKey
	r.oneOrMany(n, func(n node) {
		key := switchboard.NetworkKey(r.key(n))
		if key == "" {
			return
		}
		if hint, ok := r.knowsNetwork(key); !ok {
			r.report(n, hint, "There is no network %q.", key)
			return
		}
		out = append(out, key)
	})
	return out
}

func (r *reader) knowsNetwork(key switchboard.NetworkKey) (hint string, ok bool) {
	if len(r.known.Networks) > 0 {
		if slices.Contains(r.known.Networks, key) {
			return "", true
		}
		return Meant(string(key), r.known.Networks, "Known are "), false
	}
	near := switchboard.Nearest(string(key), usualNetworks)
	return didYouMean(near), near == "" || near == string(key) || len(key) < 4
}

// Normalise is the text the policy hash is taken of: line ends, spaces before them and a byte order mark do not count.
func Normalise(src []byte) []byte {
	text := bytes.TrimPrefix(src, []byte(byteOrderMark))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	var out []byte
	for line := range bytes.Lines(text) {
		out = append(append(out, bytes.TrimRight(line, " \t\r\n")...), '\n')
	}
	return append(bytes.TrimRight(out, "\n"), '\n')
}
