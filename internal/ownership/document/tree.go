package document

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"switchboard"
)

// node is a part of the document and its path from the top.
type node struct {
	ast  ast.Node
	path string
}

func (n node) child(key string, value ast.Node) node {
	if n.path == "" {
		return node{value, key}
	}
	return node{value, n.path + "." + key}
}

func (n node) item(i int, value ast.Node) node { return node{value, fmt.Sprintf("%s[%d]", n.path, i)} }

// position is where a part begins. A block of keys begins at its first key.
func position(n ast.Node) (line, column int) {
	switch v := n.(type) {
	case *ast.MappingNode:
		if !v.IsFlowStyle && len(v.Values) > 0 {
			return position(v.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return position(v.Key)
	}
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 1, 1
	}
	p := n.GetToken().Position
	return max(1, p.Line), max(1, p.Column)
}

// reader walks the document and notes everything wrong with it.
type reader struct {
	findings  Findings
	known     Vocabulary
	ids       map[string]int // where each rule id stands
	calendars []Calendar
	own       []switchboard.DepartmentKey // departments the policy lists itself
	rulesRead int                         // of all stages
	// reachIsGiven: inside what a test is given, followers may stand, because they must change nothing.
	reachIsGiven bool
}

func (r *reader) report(n node, hint, text string, args ...any) {
	line, column := position(n.ast)
	r.findings = append(r.findings, Finding{Severity: Error, Kind: Unreadable, Line: line, Column: column, Path: n.path,
		Text: fmt.Sprintf(text, args...), Hint: hint})
}

// fields says what each key of an object is read by.
type fields map[string]func(node)

// object reads a mapping; it reports keys nobody knows and keys given twice, and returns the keys it saw.
func (r *reader) object(n node, known fields) map[string]bool {
	seen := map[string]bool{}
	entries, ok := mappingOf(n.ast)
	if !ok {
		r.report(n, "Keys are "+strings.Join(slices.Sorted(maps.Keys(known)), ", ")+".", "Expected keys and values here.")
		return seen
	}
	for _, entry := range entries {
		if r.saidEnough() {
			break
		}
		key := entry.Key.GetToken().Value
		at := n.child(key, entry.Key)
		read, ok := known[key]
		switch {
		case isReach(key) && !(ok && r.reachIsGiven):
			r.report(at, "Everybody counts the same; decide by intent, flag or topic.",
				"How many followers somebody has cannot decide who leads, in what order or how soon.")
		case !ok:
			r.report(at, Meant(key, slices.Sorted(maps.Keys(known)), "Keys are "), "Nobody knows the key %q here.", key)
		case seen[key]:
			r.report(at, "Keep one of them.", "The key %q is given twice.", key)
		default:
			read(n.child(key, entry.Value))
		}
		seen[key] = true
	}
	return seen
}

func isReach(key string) bool {
	return strings.HasPrefix(strings.ToLower(key), "follower") || strings.ToLower(key) == "reach"
}

func mappingOf(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch v := n.(type) {
	case *ast.MappingNode:
		return v.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{v}, true
	}
	return nil, false
}

func sequenceOf(n ast.Node) (*ast.SequenceNode, bool) {
	sequence, ok := n.(*ast.SequenceNode)
	return sequence, ok
}

// list reads a sequence.
func (r *reader) list(n node, each func(node)) {
	sequence, ok := sequenceOf(n.ast)
	if !ok {
		r.report(n, "Write each on a line of its own that starts with a hyphen, or all in [ ].", "Expected a list here.")
		return
	}
	r.items(n, sequence, each)
}

// oneOrMany reads a single value or a sequence of them.
func (r *reader) oneOrMany(n node, each func(node)) {
	sequence, ok := sequenceOf(n.ast)
	if !ok {
		each(n)
		return
	}
	if len(sequence.Values) == 0 {
		r.report(n, "Leave the key out or give at least one value.", "This list is empty, so nothing could ever match.")
	}
	r.items(n, sequence, each)
}

// The most a list may hold, and the most that is said of one text. Both keep what reading a policy costs near to what its
// length is.
const maxItems, maxFindings = 2000, 200

func (r *reader) items(n node, sequence *ast.SequenceNode, each func(node)) {
	if len(sequence.Values) > maxItems {
		r.report(n, "Split it.", "A list may hold at most %d, and this one holds %d.", maxItems, len(sequence.Values))
		return
	}
	for i, value := range sequence.Values {
		if r.saidEnough() {
			return
		}
		each(n.item(i, value))
	}
}

func (r *reader) saidEnough() bool { return len(r.findings) >= maxFindings }

// text reads a word or sentence. Numbers and truth values are taken as they are written.
func (r *reader) text(n node) (string, bool) {
	switch v := n.ast.(type) {
	case *ast.StringNode:
		return strings.TrimSpace(v.Value), true
	case *ast.LiteralNode:
		return strings.TrimSpace(v.Value.Value), true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return v.GetToken().Value, true
	}
	r.report(n, "Write it on one line, in quotes if it has signs of its own.", "Expected a single word or sentence here.")
	return "", false
}

func (r *reader) integer(n node, low, high int) int {
	text, ok := r.text(n)
	if !ok {
		return 0
	}
	value, err := strconv.Atoi(text)
	if err != nil || value < low || value > high {
		hint := fmt.Sprintf("Give a whole number from %d to %d.", low, high)
		if low == high {
			hint = fmt.Sprintf("Write %d; there is no other yet.", low)
		}
		r.report(n, hint, "%q does not fit here.", text)
		return 0
	}
	return value
}

func (r *reader) share(n node) float64 {
	text, ok := r.text(n)
	if !ok {
		return 0
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || !(value >= 0 && value <= 1) {
		r.report(n, "Give a number from 0 to 1, such as 0.7.", "%q is not a confidence.", text)
		return 0
	}
	return value
}

func (r *reader) truth(n node) bool {
	if v, ok := n.ast.(*ast.BoolNode); ok {
		return v.Value
	}
	r.report(n, "Write true or false.", "Expected true or false here.")
	return false
}

// isNothing reports a value that is left out.
func isNothing(n ast.Node) bool {
	_, null := n.(*ast.NullNode)
	return n == nil || null
}

// The longest spans, in days: deadlines keep to a range in which they mean something.
const maxDeadline, maxWindow = 90, 731

func (r *reader) duration(n node) time.Duration { return r.durationUpTo(n, maxDeadline) }

// window reads a span that looks back.
func (r *reader) window(n node) time.Duration { return r.durationUpTo(n, maxWindow) }

func (r *reader) durationUpTo(n node, days int) time.Duration {
	text, ok := r.text(n)
	if !ok {
		return 0
	}
	value, err := parseDuration(text)
	if err != nil || value <= 0 || value > time.Duration(days)*24*time.Hour {
		r.report(n, fmt.Sprintf("Write 15m, 4h or 2d; at most %dd.", days), "%q is not a span of time.", text)
		return 0
	}
	return value
}

func parseDuration(text string) (time.Duration, error) {
	digits, ok := strings.CutSuffix(text, "d")
	if !ok {
		return time.ParseDuration(text)
	}
	days, err := strconv.ParseUint(digits, 10, 16)
	return time.Duration(days) * 24 * time.Hour, err
}

// word reads one value of a closed list.
func word[T ~string](r *reader, n node, kind string, list []T) T {
	text, ok := r.text(n)
	if ok && !slices.Contains(list, T(text)) {
		r.report(n, Meant(text, list, "Known are "), "%q is no %s.", text, kind)
		return ""
	}
	return T(text)
}

// words reads one or several values of a closed list.
func words[T ~string](r *reader, n node, kind string, list []T) []T {
	var out []T
	r.oneOrMany(n, func(n node) {
		text, ok := r.text(n)
		switch {
		case !ok:
		case slices.Contains(list, T(text)):
			out = append(out, T(text))
		default:
			r.report(n, Meant(text, list, "Known are "), "%q is no %s.", text, kind)
		}
	})
	return out
}
