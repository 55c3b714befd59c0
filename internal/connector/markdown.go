package connector

import (
	"fmt"
	"strings"
	"time"
)

// Markdown is the network's reference page, made of the Spec alone.
func (s Spec) Markdown() string {
	var page strings.Builder
	fmt.Fprintf(&page, "# %s\n\n%s\n\nKey `%s`. Ids are unique per %s.\n", s.Name, s.Summary, s.Key, s.RealmKind)
	s.writeSetup(&page)
	s.writeFields(&page)
	s.writeCapabilities(&page)
	s.writeLimits(&page)
	s.writeFate(&page)
	s.writeTerms(&page)
	return page.String()
}

func (s Spec) writeSetup(page *strings.Builder) {
	page.WriteString("\n## Connecting\n\n")
	for i, step := range s.Setup {
		fmt.Fprintf(page, "%d. **%s** %s", i+1, step.Title, step.Text)
		if step.URL != "" {
			fmt.Fprintf(page, " <%s>", step.URL)
		}
		page.WriteString("\n")
	}
}

func (s Spec) writeFields(page *strings.Builder) {
	if len(s.Config) == 0 {
		return
	}
	page.WriteString("\n## Settings\n\n| Setting | Kind | Needed | What it is |\n|---|---|---|---|\n")
	for _, field := range s.Config {
		needed := "no"
		if field.Required {
			needed = "yes"
		}
		if field.Default != "" {
			needed = "no, `" + field.Default + "`"
		}
		kind := string(field.Kind)
		if field.Sealed() {
			kind += ", sealed"
		}
		fmt.Fprintf(page, "| `%s` | %s | %s | %s%s |\n", field.Name, kind, cell(needed), cell(field.Help), choices(field))
	}
}

func choices(field Field) string {
	var words []string
	for _, choice := range field.Choices {
		words = append(words, "`"+choice.Value+"` "+cell(choice.Label))
	}
	if len(words) == 0 {
		return ""
	}
	return " One of " + strings.Join(words, ", ") + "."
}

func (s Spec) writeCapabilities(page *strings.Builder) {
	page.WriteString("\n## What it can do\n\n| Capability | | Means |\n|---|---|---|\n")
	for _, words := range Capabilities() {
		has := "no"
		if s.Can(words.Capability) {
			has = "yes"
		}
		fmt.Fprintf(page, "| `%s` | %s | %s |\n", words.Capability, has, words.Means)
	}
}

func (s Spec) writeLimits(page *strings.Builder) {
	var rows []string
	add := func(name, value, source string) {
		rows = append(rows, fmt.Sprintf("| %s | %s | %s |\n", cell(name), cell(value), cell(source)))
	}
	if s.Posts() {
		add("Text of one post", fmt.Sprintf("%d %s", s.Text.Max, s.Text.Unit), s.Text.Source)
		if s.Text.LinkLength > 0 {
			add("A link counts", fmt.Sprint(s.Text.LinkLength), s.Text.Source)
		}
		add("Posts one answer may have", fmt.Sprint(s.Parts), "this connector")
	}
	if s.Media.Max > 0 {
		add("Attachments of one post", fmt.Sprintf("%d of %d bytes: %s", s.Media.Max, s.Media.MaxBytes,
			strings.Join(s.Media.Types, ", ")), s.Media.Source)
		if s.Media.MaxTotal > 0 {
			add("Attachments together", fmt.Sprintf("%d bytes", s.Media.MaxTotal), s.Media.Source)
		}
	}
	for _, r := range s.Rates {
		add(r.Name, fmt.Sprintf("%d in %s per %s", r.Points, span(r.Window), r.Scope)+r.exceptions(), r.Source)
	}
	for _, l := range s.Limits {
		add(l.Name, fmt.Sprintf("%g %s", l.Value, l.Unit), l.Source)
	}
	for _, w := range s.Windows {
		add(fmt.Sprintf("Answering in %s", w.Visibility), w.words(), w.Source)
	}
	if len(rows) > 0 {
		page.WriteString("\n## Limits\n\n| Limit | Value | Source |\n|---|---|---|\n" + strings.Join(rows, ""))
	}
}

// exceptions says which calls do not cost one point.
func (r Rate) exceptions() (text string) {
	for _, call := range calls() {
		name := strings.ReplaceAll(string(call), "_", "-")
		switch cost := r.Cost(call); cost {
		case 1:
		case 0:
			text += "; a " + name + " does not count"
		default:
			text += fmt.Sprintf("; a %s counts %d", name, cost)
		}
	}
	return text
}

func (w ReplyWindow) words() string {
	text := "opened by " + strings.ReplaceAll(string(w.OpenedBy), "_", " ")
	if w.Length > 0 {
		text += ", for " + span(w.Length)
	}
	if w.Quota > 0 {
		text += fmt.Sprintf(", %d answers", w.Quota)
	}
	if w.HumanOnly > 0 {
		text += ", by a person only after " + span(w.HumanOnly)
	}
	if w.Resets {
		text += ", opened anew by every message"
	}
	if w.Afterward != "" {
		text += ", then " + w.Afterward
	}
	return text
}

func (s Spec) writeFate(page *strings.Builder) {
	if !s.Posts() {
		return
	}
	page.WriteString("\n## When the fate of a post is unknown\n\n")
	fmt.Fprintf(page, "- A repeated post is recognised by: %s.\n", strings.ReplaceAll(string(s.Dedup.Kind), "_", " "))
	if s.Dedup.Window > 0 {
		fmt.Fprintf(page, "- It is remembered for %s.\n", span(s.Dedup.Window))
	}
	fmt.Fprintf(page, "- A post can be looked up: %s.\n", strings.ReplaceAll(string(s.ReadBack), "_", " "))
	fmt.Fprintf(page, "- An accepted post may stay invisible for %s.\n", span(s.VisibilityDelay))
	if s.ProofOfAbsence > 0 {
		fmt.Fprintf(page, "- %s after the attempt a look that lacks it proves that it is not there.\n", span(s.ProofOfAbsence))
	} else {
		page.WriteString("- Nothing proves that a post is not there: a person decides.\n")
	}
}

func (s Spec) writeTerms(page *strings.Builder) {
	if len(s.Terms) == 0 {
		return
	}
	page.WriteString("\n## The network's rules\n\n")
	for _, note := range s.Terms {
		fmt.Fprintf(page, "- %s (%s)\n", note.Text, note.Source)
	}
}

// span writes a duration without its zero units.
func span(d time.Duration) string {
	text := d.String()
	text = strings.TrimSuffix(text, "0s")
	if text == "" {
		return "0s"
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	if last := text[len(text)-1]; last >= '0' && last <= '9' {
		return d.String()
	}
	return text
}

// cell keeps text from breaking a table.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ").Replace(text)
}
