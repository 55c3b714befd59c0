package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/ownership/lint"
	"switchboard/policies"
)

// policyLint looks for what a policy would do wrong.
type policyLint struct {
	Policies []string `arg:"" optional:"" name:"policy" help:"Files, names of policies that come with Switchboard, or active. Without any, all that come with it."`
	Company  bool     `help:"Also hold them against the people and hours in the data folder."`
	Strict   bool     `help:"Fail on warnings too."`
}

// linted is what policy lint prints with --json.
type linted struct {
	Policy   string            `json:"policy"`
	Hash     string            `json:"hash"`
	Findings document.Findings `json:"findings"`
}

// Run prints findings and fails when one of them keeps a policy from leading.
func (c *policyLint) Run(r *run) error {
	list, err := r.everyPolicy(c.Policies)
	if err != nil {
		return err
	}
	company, err := c.company(r)
	if err != nil {
		return err
	}
	bad := 0
	for i, p := range list {
		findings := lint.Check(r.ctx, p, company)
		bad += c.count(findings)
		if r.json {
			if err := json.NewEncoder(r.out).Encode(linted{p.Name(), p.Hash(), append(document.Findings{}, findings...)}); err != nil {
				return err
			}
			continue
		}
		c.print(r, c.name(i, p), findings)
	}
	if bad > 0 {
		return switchboard.Refuse(switchboard.CodeBadPolicy, "%d to mend before it may lead.", bad)
	}
	return nil
}

func (c *policyLint) company(r *run) (lint.Company, error) {
	if !c.Company {
		return lint.Company{}, nil
	}
	return r.company()
}

func (c *policyLint) name(i int, p *ownership.Policy) string {
	if i < len(c.Policies) {
		return c.Policies[i]
	}
	return p.Name()
}

func (c *policyLint) count(findings document.Findings) (bad int) {
	for _, f := range findings {
		if f.Severity == document.Error || c.Strict && f.Severity == document.Warning {
			bad++
		}
	}
	return bad
}

func (c *policyLint) print(r *run, name string, findings document.Findings) {
	for _, f := range findings {
		fmt.Fprintln(r.out, findingLine(name, f))
	}
	fmt.Fprintf(r.out, "%s: every message has an owner, %s\n", name, counting(len(findings), "finding"))
}

// policyTest runs the tests that stand in a policy.
type policyTest struct {
	Policies []string `arg:"" optional:"" name:"policy" help:"Files, names of policies that come with Switchboard, or active. Without any, all that come with it."`
	Verbose  bool     `short:"v" help:"Tell of tests that pass too."`
}

// tested is what policy test prints with --json.
type tested struct {
	Policy string `json:"policy"`
	exam.Tested
}

// Run prints what failed and which rules no test uses, and fails when a test did.
func (c *policyTest) Run(r *run) error {
	list, err := r.everyPolicy(c.Policies)
	if err != nil {
		return err
	}
	failed := 0
	for _, p := range list {
		report := exam.Run(p)
		failed += report.Failed
		if r.json {
			if err := json.NewEncoder(r.out).Encode(tested{p.Name(), report}); err != nil {
				return err
			}
			continue
		}
		c.print(r, p.Name(), report)
	}
	if failed > 0 {
		return switchboard.Refuse(switchboard.CodeBadPolicy, "%d tests failed.", failed)
	}
	return nil
}

func (c *policyTest) print(r *run, name string, report exam.Tested) {
	for _, result := range report.Results {
		for _, wrong := range result.Wrong {
			fmt.Fprintf(r.out, "%s:%d: FAIL %s: %s\n", name, result.Line, result.Name, wrong)
		}
		if result.Passed && c.Verbose {
			fmt.Fprintf(r.out, "%s:%d: ok %s\n", name, result.Line, result.Name)
		}
	}
	used := len(report.Coverage) - len(report.Uncovered())
	fmt.Fprintf(r.out, "%s: %d passed, %d failed; %d of %d rules used\n", name, report.Passed, report.Failed, used, len(report.Coverage))
	for _, rule := range report.Uncovered() {
		fmt.Fprintf(r.out, "  no test uses %s\n", rule)
	}
}

// policyShow prints a policy.
type policyShow struct {
	Policy string `arg:"" optional:"" default:"active" help:"A file, the name of a policy that comes with Switchboard, or active."`
	List   bool   `help:"List the policies that come with Switchboard instead."`
}

// Run prints the text of a policy, or the names of all.
func (c *policyShow) Run(r *run) error {
	if c.List {
		return listPolicies(r)
	}
	p, err := r.named(c.Policy)
	if err == nil {
		_, err = r.out.Write(p.Source())
	}
	return err
}

// listPolicies prints the names, each with the sentence its text begins with.
func listPolicies(r *run) error {
	table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	for _, name := range policies.Names() {
		fmt.Fprintf(table, "%s\t%s\n", name, policies.About(name))
	}
	return table.Flush()
}

// counting is so many of something, in words: 1 finding, 2 findings.
func counting(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprint(n, " ", what, "s")
}
