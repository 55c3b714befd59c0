package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"switchboard/internal/triage/linear"
	"switchboard/internal/triage/train"
)

// report is the page of figures.
type report struct {
	models  []*linear.Model
	results []result
	lessons []lessons
	proofs  []proof
	words   string // the analysis, by hand
}

func (r *report) markdown() string {
	var out strings.Builder
	out.WriteString("# Models\n\n`make eval SETS=DIR` wrote this page; its analysis is written by hand.\n\n" +
		"What reads customers' messages, what it learned from, and how it does on messages nothing was learned from.\n")
	r.heads(&out)
	out.WriteString("\n" + r.words)
	r.corrections(&out)
	r.recipe(&out)
	r.languages(&out)
	r.confusions(&out)
	r.sources(&out)
	return out.String()
}

func (r *report) sources(out *strings.Builder) {
	out.WriteString("\n## What they learned from\n\n| model | rows | source | licence | texts |\n|---|---|---|---|---|\n")
	for _, m := range r.models {
		for _, s := range m.Sources {
			fmt.Fprintf(out, "| %s | %d | %s | %s | %d |\n", m.Name, m.Rows(), s.Name, s.Licence, s.Rows)
		}
	}
}

func (r *report) heads(out *strings.Builder) {
	out.WriteString("\n## Head by head\n\nMacro F1 is the mean over the labels; the interval holds 95 of 100 draws of as " +
		"many answers. ECE is the expected calibration error.\nBeside it: the word lists, and always saying the commonest " +
		"label. Recall, precision and the last F1 are of yes. Where no text of a set is a yes, only accuracy and ECE say anything.\n\n" +
		"| head | set | texts | accuracy | macro F1 | interval | macro recall | ECE | lists F1 | commonest F1 | recall | interval | precision | F1 |\n" +
		"|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	for i := range r.results {
		e := &r.results[i]
		m := &e.models
		if len(m.Labels) == 2 && m.With(1) == 0 {
			fmt.Fprintf(out, "| %s | %s | %d | %.3f | | | | %.3f | | | | | | |\n", e.head, e.set, m.All(), m.Accuracy(), m.CalibrationError())
			continue
		}
		fmt.Fprintf(out, "| %s | %s | %d | %.3f | %.3f | %.3f-%.3f | %.3f | %.3f | %.3f | %.3f | %s | %s |\n", e.head, e.set, m.All(),
			m.Accuracy(), m.Macro(m.F1), e.low, e.high, m.Macro(m.Recall), m.CalibrationError(), e.lists.Macro(e.lists.F1),
			e.commonest.Macro(e.commonest.F1), found(m), foundF1(m))
	}
}

// found are recall and precision of what a head of two labels looks for.
func found(t *train.Tally) string {
	if len(t.Labels) != 2 {
		return " | | "
	}
	low, high := wilson(t.Count(1, 1), t.Count(1, 1)+t.Count(1, 0))
	return fmt.Sprintf("%.3f | %.3f-%.3f | %.3f", t.Recall(1), low, high, t.Precision(1))
}

// foundF1 is the F1 of that.
func foundF1(t *train.Tally) string {
	if len(t.Labels) != 2 {
		return ""
	}
	return fmt.Sprintf("%.3f", t.F1(1))
}

func (r *report) languages(out *strings.Builder) {
	out.WriteString("\n## By language\n\n| head | set | language | texts | macro F1 | macro recall | recall | interval | precision |\n" +
		"|---|---|---|---|---|---|---|---|---|\n")
	for i := range r.results {
		e := &r.results[i]
		for _, lang := range slices.Sorted(maps.Keys(e.byLanguage)) {
			t := e.byLanguage[lang]
			fmt.Fprintf(out, "| %s | %s | %s | %d | %.3f | %.3f | %s |\n", e.head, e.set, lang, t.All(), t.Macro(t.F1),
				t.Macro(t.Recall), found(&t))
		}
	}
}

// confusions shows what was taken for what: rows are what is right, columns what was said.
func (r *report) confusions(out *strings.Builder) {
	out.WriteString("\n## What was taken for what\n\nRows are right, columns were said.\n")
	for i := range r.results {
		e := &r.results[i]
		fmt.Fprintf(out, "\n%s, %s:\n\n| | %s |\n|---%s|\n", e.head, e.set, strings.Join(e.labels, " | "),
			strings.Repeat("|---", len(e.labels)))
		for right, label := range e.labels {
			fmt.Fprintf(out, "| %s", label)
			for said := range e.labels {
				fmt.Fprintf(out, " | %d", e.models.Count(right, said))
			}
			out.WriteString(" |\n")
		}
	}
}
