package setup

import (
	"fmt"
	"strings"
	"time"

	"switchboard"
)

// rule is one line of the proposed policy, before it is written.
type rule struct {
	id       string
	when     string
	owner    switchboard.DepartmentKey
	helpers  []switchboard.DepartmentKey
	informs  []switchboard.DepartmentKey
	level    int
	deadline string
	breaks   bool
	why      string
}

// pace is how soon an answer comes, in the words of a policy: by the clock, day and night.
type pace struct{ safety, public, usual string }

func (p *plan) pace() pace {
	switch {
	case p.model == Solo:
		return pace{"1h", "4h", "24h"}
	case p.model == Rota:
		return pace{"4h", "24h", "48h"}
	case p.inRounds():
		return pace{"1h", "4h", "24h"}
	case p.rank(QuickFirstAnswer) == 0:
		return pace{"15m", "30m", "30m"}
	case p.model == OneTeam:
		return pace{"15m", "1h", "4h"}
	}
	return pace{"15m", "30m", "60m"}
}

// carveOuts are what comes before everything else.
func (p *plan) carveOuts() []rule {
	safety := rule{id: "safety-first", when: "{flag: safety, min_confidence: 0.05}", owner: p.lead, deadline: p.pace().safety, breaks: true,
		level: p.level(2), why: "somebody may be hurt"}
	if desk, ok := p.by(Safety); ok {
		safety.owner = desk.Key
	}
	safety.helpers, safety.informs = p.others(safety.owner, Product), p.others(safety.owner, Comms)
	public := rule{id: "press-and-public", when: "{flag: [press, brand_threat, legal], min_confidence: 0.3}", owner: p.spokesman(),
		deadline: p.pace().public, breaks: true, level: p.level(4), why: "the answer speaks for everybody"}
	public.informs = p.others(public.owner, Service, Legal)
	return []rule{safety, public}
}

// level is what it takes to say something; one person alone needs nobody's consent.
func (p *plan) level(n int) int {
	if p.model == Solo {
		return 0
	}
	return n
}

// spokesman is who speaks for everybody.
func (p *plan) spokesman() switchboard.DepartmentKey {
	order := []Duty{Comms, Board, Legal}
	if p.model == Rota {
		order = []Duty{Board, Comms, Legal}
	}
	for _, duty := range order {
		if d, ok := p.by(duty); ok {
			return d.Key
		}
	}
	return p.lead
}

// others are the departments that do any of these things, but the one given.
func (p *plan) others(but switchboard.DepartmentKey, duties ...Duty) (keys []switchboard.DepartmentKey) {
	for _, duty := range duties {
		if d, ok := p.by(duty); ok && d.Key != but {
			keys = append(keys, d.Key)
		}
	}
	return keys
}

// topics are what a message is about, the first that fits deciding.
func (p *plan) topics() []rule {
	if p.model == Solo {
		return nil
	}
	out := p.buying()
	if people, ok := p.by(Hiring); ok {
		out = append(out, rule{id: "work-here", when: "{intent: recruitment, min_confidence: 0.3}", owner: people.Key,
			why: "they ask for work, not for help"})
	}
	problem := rule{id: "problems", owner: p.lead, helpers: p.others(p.lead, Product),
		when: "{intent: [complaint, outage, billing, delivery, account, cancellation, bug], min_confidence: 0.3}",
		why:  "one person leads to the end; others help, and nobody is passed on"}
	out = append(out, problem)
	if p.model == EachItsPlace {
		out = append(out, p.places()...)
	}
	return out
}

// buying says who leads somebody who wants to buy.
func (p *plan) buying() []rule {
	sales, ok := p.by(Sales)
	if !ok || sales.Key == p.lead {
		return nil
	}
	r := rule{id: "buyers", when: "{flag: sales_lead, min_confidence: 0.4}", owner: p.lead,
		helpers: []switchboard.DepartmentKey{sales.Key}, why: "whoever asks first is answered first, and sales helps"}
	if p.salesLead() {
		r.owner, r.helpers = sales.Key, []switchboard.DepartmentKey{p.lead}
		r.why = "finding buyers is among the first wishes"
	}
	return []rule{r}
}

// salesLead reports whether sales leads whoever wants to buy.
func (p *plan) salesLead() bool {
	return p.rank(BuyersFound) <= 1 && p.model != OneTeam && p.model != Rota
}

// places divide by where somebody speaks.
func (p *plan) places() []rule {
	marketing, _ := p.by(Marketing)
	return []rule{
		{id: "said-in-private", when: "{visibility: private}", owner: p.lead, why: "whoever writes in private wants help"},
		{id: "said-in-public", when: "{purpose: [inbound_mention, reply_to_us, campaign_comment]}", owner: marketing.Key,
			helpers: []switchboard.DepartmentKey{p.lead}, why: "everybody who speaks in public is answered, not only those in trouble"},
	}
}

// source writes the policy down.
func (p *plan) source() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Proposed from the answers given when this installation was set up. Change it whenever you know better.\n")
	fmt.Fprintf(&b, "version: 1\nname: %s\n%s\ndepartments: [%s]\n", strings.ReplaceAll(string(p.model), "_", "-"), p.mode(), p.keys())
	b.WriteString("\nguard:\n  - id: spam\n    when: {flag: spam, min_confidence: 0.85}\n" +
		"    why: spam waits in quarantine, where it can be rescued\n" +
		"\ncontinuity:\n  - id: same-department\n    when: {open_conversation: true}\n" +
		"    why: nobody should have to explain their matter twice\n")
	writeRules(&b, "carve_out", p.carveOuts())
	writeRules(&b, "topic", p.topics())
	fmt.Fprintf(&b, "\ndefault:\n  owner: %s\n  deadline: %s\n", quoted(p.lead), p.pace().usual)
	return b.String()
}

// mode is how work comes to those who are alone or take turns.
func (p *plan) mode() string {
	switch p.model {
	case Solo:
		return "mode: solo\n"
	case Rota:
		return "mode: lean\n"
	}
	return ""
}

func (p *plan) keys() string {
	keys := make([]switchboard.DepartmentKey, len(p.departments))
	for i, d := range p.departments {
		keys[i] = d.Key
	}
	return joined(keys)
}

func joined(keys []switchboard.DepartmentKey) string {
	words := make([]string, len(keys))
	for i, key := range keys {
		words[i] = quoted(key)
	}
	return strings.Join(words, ", ")
}

// quoted writes a key so that YAML takes it for a text, whatever it looks like.
func quoted(key switchboard.DepartmentKey) string {
	plain := strings.Trim(string(key), "abcdefghijklmnopqrstuvwxyz") == "" && len(key) > 3
	switch key {
	case "null", "true", "false":
		plain = false
	}
	if plain {
		return string(key)
	}
	return `"` + string(key) + `"`
}

func writeRules(b *strings.Builder, stage string, rules []rule) {
	if len(rules) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:\n", stage)
	for _, r := range rules {
		fmt.Fprintf(b, "  - id: %s\n    when: %s\n    owner: %s\n", r.id, r.when, quoted(r.owner))
		if len(r.helpers) > 0 {
			fmt.Fprintf(b, "    helpers: [%s]\n", joined(r.helpers))
		}
		if len(r.informs) > 0 {
			fmt.Fprintf(b, "    informs: [%s]\n", joined(r.informs))
		}
		if r.level > 0 {
			fmt.Fprintf(b, "    required_level: %d\n", r.level)
		}
		if r.deadline != "" {
			fmt.Fprintf(b, "    deadline: %s\n", r.deadline)
		}
		if r.breaks {
			b.WriteString("    breaks_continuity: true\n")
		}
		fmt.Fprintf(b, "    why: %s\n", r.why)
	}
}

// span reads one of the package's own spans of time.
func span(text string) time.Duration {
	d, _ := time.ParseDuration(text) // a test reads them all
	return d
}
