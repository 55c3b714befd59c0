package ownership

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"slices"

	"switchboard"
)

// Policy is a checked and compiled document. It never changes and may be shared.
type Policy struct {
	doc         Document
	source      []byte
	hash        string
	departments []switchboard.DepartmentKey
	guard       ladder
	continuity  ladder
	carveOut    ladder
	topic       ladder
	channel     map[cell]*compiled
	fallback    compiled
}

// Parse reads a policy. It refuses with code `bad_policy`; the cause is Findings with everything that is wrong, each
// with line, column and, where there is one, what was probably meant. A text over 1 MiB is `too_large`.
func Parse(src []byte) (*Policy, error) { return ParseWith(src, Vocabulary{}) }

// ParseWith is Parse that also checks names against what the company has. The departments a policy lists itself count
// before those of the vocabulary.
func ParseWith(src []byte, known Vocabulary) (*Policy, error) {
	doc, err := read(src, known)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(normalise(src))
	p := &Policy{doc: doc, source: slices.Clone(src), hash: hex.EncodeToString(sum[:])}
	p.compile()
	return p, nil
}

//go:embed default.yaml
var defaultText []byte

// DefaultSource is the text of the policy an installation starts with.
func DefaultSource() []byte { return slices.Clone(defaultText) }

// DefaultPolicy is the policy an installation starts with. The error is always nil in a tested build.
func DefaultPolicy() (*Policy, error) { return Parse(defaultText) }

// Name is the policy's name.
func (p *Policy) Name() string { return p.doc.Name }

// Hash is the SHA-256 of the normalised text in hexadecimal.
func (p *Policy) Hash() string { return p.hash }

// Source is the text the policy was read from.
func (p *Policy) Source() []byte { return slices.Clone(p.source) }

// Document is what the policy says, as data. It must not be changed.
func (p *Policy) Document() Document { return p.doc }

// Departments lists every department the policy names, in alphabetical order.
func (p *Policy) Departments() []switchboard.DepartmentKey { return slices.Clone(p.departments) }

func (p *Policy) compile() {
	p.guard = compileAll(switchboard.StageGuard, p.doc.Guard)
	p.continuity = compileAll(switchboard.StageContinuity, p.doc.Continuity)
	p.carveOut = compileAll(switchboard.StageCarveOut, p.doc.CarveOut)
	p.topic = compileAll(switchboard.StageTopic, p.doc.Topic)
	p.fallback = compile(switchboard.StageDefault, p.doc.Default)
	p.channel = map[cell]*compiled{}
	for _, rule := range p.doc.Channel {
		row := compile(switchboard.StageChannel, rule)
		for _, c := range cellsOf(rule.When) {
			p.channel[c] = &row
		}
	}
	named := slices.Clone(p.doc.Departments)
	for _, rules := range [][]Rule{p.doc.CarveOut, p.doc.Topic, p.doc.Channel, {p.doc.Default}} {
		for _, rule := range rules {
			named = append(append(append(named, rule.Owner), rule.Helpers...), rule.Informs...)
		}
	}
	slices.Sort(named)
	p.departments = slices.Compact(named)
}
