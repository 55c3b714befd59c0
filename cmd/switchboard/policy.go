package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
)

// policyCommand holds what can be asked of a policy.
type policyCommand struct {
	Explain policyExplain `cmd:"" help:"Say who would own a message with the facts given, and why."`
}

// policyExplain decides over facts from a file.
type policyExplain struct {
	Facts  string `arg:"" help:"JSON file with facts; - is standard input. Example: {\"network\":\"practice\",\"intent\":\"billing\",\"intent_confidence\":0.9}"`
	Policy string `help:"Policy document; without it the one in force in the data folder, or the one shipped." placeholder:"FILE"`
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
	policy, err := c.policy(r)
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
	return f, nil
}

func (c *policyExplain) policy(r *run) (*ownership.Policy, error) {
	if c.Policy != "" {
		source, err := os.ReadFile(c.Policy)
		if err != nil {
			return nil, switchboard.Refuse(switchboard.CodeInvalid, "The policy cannot be read.").WithCause(err)
		}
		return ownership.Parse(source)
	}
	active, found, err := c.active(r)
	if err != nil || !found {
		return orDefault(err)
	}
	return ownership.Parse([]byte(active.Source))
}

func orDefault(err error) (*ownership.Policy, error) {
	if err != nil {
		return nil, err
	}
	return ownership.DefaultPolicy()
}

// active reads the policy in force beside a running server; found is false when there is no installation.
func (c *policyExplain) active(r *run) (p store.PolicyVersion, found bool, err error) {
	cfg := app.DatabaseConfig(r.settings, r.time, r.log)
	if cfg.Dialect == db.SQLite {
		if _, err := os.Stat(cfg.DSN); errors.Is(err, os.ErrNotExist) {
			return p, false, nil
		}
		cfg.ReadOnly = true
	}
	database, err := store.Open(r.ctx, cfg)
	if err != nil {
		return p, false, err
	}
	defer database.Close()
	err = database.View(r.ctx, func(tx *store.Tx) (err error) {
		p, found, err = tx.ActivePolicy()
		return err
	})
	return p, found, err
}
