package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"switchboard"
	"switchboard/internal/govern"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/ownership/lint"
	"switchboard/internal/store"
)

// policyCommand holds what can be asked of a policy.
type policyCommand struct {
	Lint    policyLint    `cmd:"" help:"Look for what a policy would do wrong."`
	Test    policyTest    `cmd:"" help:"Run the tests that stand in a policy."`
	Diff    policyDiff    `cmd:"" help:"Say which past messages would have gone elsewhere under another policy."`
	Compare policyCompare `cmd:"" help:"Decide the same messages under several policies, side by side."`
	Show    policyShow    `cmd:"" help:"Print a policy."`
	Explain policyExplain `cmd:"" help:"Say who would own a message with the facts given, and why."`
}

// policyExplain decides over facts from a file.
type policyExplain struct {
	Facts  string `arg:"" help:"JSON file with facts; - is standard input. Example: {\"network\":\"practice\",\"intent\":\"billing\",\"intent_confidence\":0.9}"`
	Policy string `default:"active" help:"A file, the name of a policy that comes with Switchboard, or active: the one in force in the data folder, or the one an installation starts with." placeholder:"POLICY"`
}

// explanation is what policy explain prints with --json.
type explanation struct {
	Sentence     string                    `json:"sentence"`
	Path         []string                  `json:"path"`
	Decision     switchboard.Decision      `json:"decision"`
	Alternatives []switchboard.Alternative `json:"alternatives"`
}

// Run decides and explains.
func (c *policyExplain) Run(r *run) error {
	facts, err := c.facts(r)
	if err != nil {
		return err
	}
	policy, err := r.named(c.Policy)
	if err != nil {
		return err
	}
	d := policy.Decide(facts)
	e := explanation{Sentence: policy.Explain(d), Path: ownership.ExplainPath(d), Decision: d, Alternatives: policy.Alternatives(facts)}
	if r.json {
		return json.NewEncoder(r.out).Encode(e)
	}
	fmt.Fprintln(r.out, e.Sentence)
	for _, step := range e.Path {
		fmt.Fprintln(r.out, "  "+step)
	}
	for _, other := range e.Alternatives {
		fmt.Fprintf(r.out, "would be %s (%s) if %s\n", other.Department, other.Rule, other.WouldWinIf)
	}
	return nil
}

func (c *policyExplain) facts(r *run) (f switchboard.Facts, err error) {
	from := r.in
	if c.Facts != "-" {
		file, err := os.Open(c.Facts)
		if err != nil {
			return f, switchboard.Refuse(switchboard.CodeInvalid, "The file with the facts cannot be read.").WithCause(err)
		}
		defer file.Close()
		from = file
	}
	in := json.NewDecoder(from)
	in.DisallowUnknownFields()
	if err := in.Decode(&f); err != nil {
		return f, switchboard.Refuse(switchboard.CodeInvalid, "The facts are not JSON as expected.").
			WithHint("See docs/reference/words.md for what facts there are.").WithCause(err)
	}
	return f, ownership.CheckFacts(f)
}

// leading reads the policy in force, beside a running server if there is one; without an installation it is the one that
// an installation starts with.
func (r *run) leading() (policy *ownership.Policy, err error) {
	err = r.glance(func(tx *store.Tx) error {
		policy, err = govern.Leading(tx)
		return err
	})
	if err == nil && policy == nil {
		return ownership.DefaultPolicy()
	}
	return policy, err
}

// company reads the people and hours of the installation.
func (r *run) company() (c lint.Company, err error) {
	err = r.glance(func(tx *store.Tx) error {
		c, err = govern.Company(tx)
		return err
	})
	return c, err
}

// decided hands over what was decided of messages that were said since a time.
func (r *run) decided(since time.Time, each func(exam.Said)) error {
	return r.glance(func(tx *store.Tx) error { return govern.History(tx, since, each) })
}

// glance reads the data folder beside a running server. It does nothing when there is no installation.
func (r *run) glance(at func(*store.Tx) error) error {
	database, err := r.look()
	switch {
	case switchboard.IsCode(err, switchboard.CodeNotFound):
		return nil
	case err != nil:
		return err
	}
	defer database.Close()
	return database.View(r.ctx, at)
}
