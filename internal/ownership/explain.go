package ownership

import (
	"strconv"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// because says in one clause which facts a rule rests on.
func (r *run) because(c *compiled) string { return because(c, r.probe.facts) }

func because(c *compiled, f *switchboard.Facts) string {
	if c.stage == switchboard.StageDefault {
		return "no other rule matched"
	}
	parts := clausesOf(c.When, f)
	if len(c.any) == 0 {
		return strings.Join(parts, ", ")
	}
	asked := newProbe(f)
	for i, alternative := range c.any {
		if _, holds := alternative.ask(&asked); holds {
			parts = append(parts, clausesOf(c.When.Any[i], f)...)
			break
		}
	}
	return strings.Join(parts, ", ")
}

// clausesOf says what of the facts a condition rests on.
func clausesOf(w document.When, f *switchboard.Facts) []string {
	parts := make([]string, 0, 4)
	if len(w.Intent) > 0 {
		parts = append(parts, "intent "+string(f.Intent)+" ("+howSure(w.Intent, f)+")")
	}
	if flag, sure := surest(w.Flag, f.Flags); sure > 0 {
		parts = append(parts, "flagged "+string(flag)+" ("+twoDigits(sure)+")")
	}
	parts = appendFact(parts, len(w.Network), "on ", string(f.Network))
	parts = appendFact(parts, len(w.Purpose), "purpose ", string(f.Purpose))
	parts = appendFact(parts, len(w.Visibility), "", string(f.Visibility))
	parts = appendFact(parts, len(w.Language), "language ", f.Language)
	parts = appendFact(parts, len(w.Sentiment), "sentiment ", string(f.Sentiment))
	parts = appendFact(parts, len(w.Urgency), "urgency ", string(f.Urgency))
	parts = appendFact(parts, len(w.Segment), "segment ", f.Author.Segment)
	parts = appendFact(parts, len(w.Account), "account ", f.Account)
	parts = appendFact(parts, len(w.Brand), "brand ", f.Brand)
	parts = appendFact(parts, len(w.Topic), "topic ", strings.Join(f.Topics, "+"))
	parts = appendTruth(parts, w.Known, "known customer")
	parts = appendTruth(parts, w.OpenConversation, "open conversation")
	parts = appendTruth(parts, w.OptedOut, "opted out")
	parts = appendFact(parts, len(w.During), "in hours of ", document.Join(w.During))
	parts = appendFact(parts, len(w.Outside), "outside hours of ", document.Join(w.Outside))
	return appendFact(parts, len(w.Expert), "an expert's condition", "")
}

// howSure says how sure the intent is, and together with those of the list that it may be instead.
func howSure(list []switchboard.Intent, f *switchboard.Facts) string {
	places, others := []int{}, []switchboard.Intent{}
	for _, intent := range list {
		places = append(places, intentPlace[intent])
		if f.OtherIntents[intent] > 0 {
			others = append(others, intent)
		}
	}
	text := twoDigits(f.IntentSure)
	if len(others) == 0 {
		return text
	}
	asked := newProbe(f)
	return text + "; " + twoDigits(together(places, &asked.intents)) + " with " + joinOr(others)
}

func appendFact(parts []string, asked int, name, value string) []string {
	if asked == 0 {
		return parts
	}
	return append(parts, name+value)
}

func appendTruth(parts []string, asked *bool, name string) []string {
	switch {
	case asked == nil:
		return parts
	case *asked:
		return append(parts, name)
	}
	return append(parts, "no "+name)
}

// surest is the flag of the list that is most surely set; the earlier one of equals.
func surest(list []switchboard.Flag, set map[switchboard.Flag]float64) (best switchboard.Flag, sure float64) {
	for _, flag := range list {
		if set[flag] > sure {
			best, sure = flag, set[flag]
		}
	}
	return best, sure
}

func twoDigits(c float64) string { return strconv.FormatFloat(c, 'f', 2, 64) }

func spanText(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

func levelText(c *compiled) string {
	text := "level " + strconv.Itoa(c.RequiredLevel)
	if c.Approver != "" {
		text += ", asked of " + c.Approver
	}
	if c.Deputy != "" {
		text += ", else of " + c.Deputy
	}
	return text
}

func departmentsAdded(helpers, informs []switchboard.DepartmentKey) string {
	var parts []string
	if len(helpers) > 0 {
		parts = append(parts, "helpers "+document.Join(helpers))
	}
	if len(informs) > 0 {
		parts = append(parts, "informs "+document.Join(informs))
	}
	return strings.Join(parts, "; ")
}

// Explain says in one sentence why the decision is as it is, and what the next rule would have chosen:
// "Rule billing: intent billing (0.82) → service; else default would choose marketing."
func (p *Policy) Explain(d switchboard.Decision) string {
	s := "Rule " + d.Rule + ": " + chosenWhy(d) + " → " + string(d.Department)
	if d.Rule == document.DefaultID {
		s = "No rule matched → " + string(d.Department) + " by default"
	}
	for _, step := range d.Path {
		if step.Stage == switchboard.StageCover {
			s += "; " + step.Why
		}
		if step.Outcome == Skipped {
			s += "; " + step.Rule + " was skipped, " + step.Why
		}
	}
	if next, owner := p.next(d); next != "" {
		s += "; else " + next + " would choose " + string(owner)
	}
	if d.Quarantine {
		s += "; held in quarantine as spam"
	}
	return s + "."
}

func chosenWhy(d switchboard.Decision) string {
	for _, step := range d.Path {
		if step.Rule == d.Rule && step.Outcome == Chosen {
			return step.Why
		}
	}
	return "it matched"
}

// ExplainPath is the whole path, one line a step.
func ExplainPath(d switchboard.Decision) []string {
	out := make([]string, 0, len(d.Path)+1)
	for _, step := range d.Path {
		out = append(out, string(step.Stage)+" "+step.Rule+" "+step.Outcome+": "+step.Why)
	}
	return append(out, "decided: "+string(d.Department)+" ("+d.Rule+"), policy "+d.PolicyName)
}
