package ownership_test

import (
	"slices"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/ownership"
)

// TestWhoSpeaksFirst gives what we say first to the owner of outbound, unless the network has a row for just that.
func TestWhoSpeaksFirst(t *testing.T) {
	t.Parallel()
	const rules = "version: 1\nname: trial\ndefault: {owner: service}\ntopic: [{id: jobs, when: {intent: recruitment}, owner: hr}]\n" +
		"channel: [{network: linkedin, owner: sales, helpers: [hr]}, {id: letters, network: email, purpose: outbound, owner: comms}]\n"
	for name, c := range map[string]struct {
		more  string
		given switchboard.Facts
		owner switchboard.DepartmentKey
		rule  string
	}{
		"nobody named":           {"", switchboard.Facts{Network: "x", Purpose: "outbound"}, "service", "default"},
		"no limits either":       {"outbound: {max_unasked_contacts: 0}", switchboard.Facts{Network: "x", Purpose: "outbound"}, "service", "default"},
		"the owner":              {"outbound: {owner: marketing}", switchboard.Facts{Network: "x", Purpose: "outbound"}, "marketing", "outbound"},
		"before a whole network": {"outbound: {owner: marketing}", switchboard.Facts{Network: "linkedin", Purpose: "outbound"}, "marketing", "outbound"},
		"after a finer row":      {"outbound: {owner: marketing}", switchboard.Facts{Network: "email", Purpose: "outbound"}, "comms", "letters"},
		"after a topic":          {"outbound: {owner: marketing}", switchboard.Facts{Network: "x", Purpose: "outbound", Intent: "recruitment"}, "hr", "jobs"},
		"of nothing that comes":  {"outbound: {owner: marketing}", switchboard.Facts{Network: "linkedin", Purpose: "review"}, "sales", "channel-linkedin"},
	} {
		p := mustParse(t, rules+c.more+"\n")
		d := p.Decide(c.given)
		if d.Department != c.owner || d.Rule != c.rule {
			t.Errorf("%s: %s by %s, want %s by %s", name, d.Department, d.Rule, c.owner, c.rule)
		}
		if c.rule != "outbound" {
			continue
		}
		step := d.Path[slices.IndexFunc(d.Path, func(s switchboard.PathStep) bool { return s.Rule == "outbound" })]
		if step.Stage != switchboard.StageChannel || step.Outcome != ownership.Chosen || step.Why != "purpose outbound" || len(d.Helpers) > 0 {
			t.Errorf("%s: %+v with %v", name, step, d.Helpers)
		}
		next := map[bool]string{true: "channel-linkedin would choose sales", false: "default would choose service"}[c.given.Network == "linkedin"]
		if text := p.Explain(d); !strings.Contains(text, "Rule outbound: purpose outbound → marketing; else "+next) {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// TestOutboundIsANameOnce refuses a rule that is called as the one which gives what we say first its owner.
func TestOutboundIsANameOnce(t *testing.T) {
	t.Parallel()
	const rules = "version: 1\nname: trial\ndefault: {owner: service}\ntopic: [{id: outbound, when: {intent: bug}, owner: hr}]\n"
	mustParse(t, rules)
	mustParse(t, rules+"outbound: {max_unasked_contacts: 1}\n")
	if _, err := ownership.Parse([]byte(rules + "outbound: {owner: marketing}\n")); err == nil || !strings.Contains(err.Error(), "outbound") {
		t.Errorf("two rules of one name: %v", err)
	}
}
