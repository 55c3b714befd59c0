package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// figure is one measured number, beside its floor where there is one.
type figure struct {
	Name     string  `json:"name"`
	Value    float64 `json:"value"`
	Unit     string  `json:"unit"`
	Floor    float64 `json:"floor,omitempty"`
	FloorOf  string  `json:"floor_of,omitempty"`
	Ratio    float64 `json:"ratio,omitempty"` // of value to floor
	Target   string  `json:"target,omitempty"`
	Met      *bool   `json:"met,omitempty"`
	Spelling string  `json:"note,omitempty"`
}

// against adds a floor.
func (f figure) against(floor float64, of string) figure {
	f.Floor, f.FloorOf = floor, of
	if floor > 0 {
		f.Ratio = f.Value / floor
	}
	return f
}

// atLeast and atMost say what a figure, or its ratio when it has one, is to be.
func (f figure) atLeast(least float64) figure {
	return f.aim(fmt.Sprintf("≥ %s", short(least)), f.judged() >= least)
}

func (f figure) atMost(most float64) figure {
	return f.aim(fmt.Sprintf("≤ %s", short(most)), f.judged() <= most)
}

func (f figure) aim(target string, met bool) figure {
	f.Target, f.Met = target, &met
	return f
}

func (f figure) judged() float64 {
	if f.Floor > 0 {
		return f.Ratio
	}
	return f.Value
}

// table renders figures for a terminal.
func table(figures []figure) string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ratio\tfigure\tmeasured\tfloor\ttarget\t\tnote")
	for _, f := range figures {
		ratio, floor := "", ""
		if f.Floor > 0 {
			ratio, floor = short(f.Ratio), short(f.Floor)+" "+f.FloorOf
		}
		fmt.Fprintf(w, "%s\t%s\t%s %s\t%s\t%s\t%s\t%s\n", ratio, f.Name, short(f.Value), f.Unit, floor, f.Target, verdict(f.Met),
			f.Spelling)
	}
	_ = w.Flush()
	return out.String()
}

// markdown renders figures for a page of the documentation.
func markdown(figures []figure) string {
	var out strings.Builder
	out.WriteString("| ratio | figure | measured | floor | target | |\n|---|---|---|---|---|---|\n")
	for _, f := range figures {
		ratio, floor := "", ""
		if f.Floor > 0 {
			ratio, floor = short(f.Ratio), short(f.Floor)+" "+f.FloorOf
		}
		fmt.Fprintf(&out, "| %s | %s | %s %s | %s | %s | %s |\n", ratio, f.Name, short(f.Value), f.Unit, floor, f.Target,
			strings.Join(slices.DeleteFunc([]string{verdict(f.Met), f.Spelling}, func(s string) bool { return s == "" }), "; "))
	}
	return out.String()
}

func verdict(met *bool) string {
	switch {
	case met == nil:
		return ""
	case *met:
		return "met"
	}
	return "MISSED"
}

// short writes three significant digits without an exponent.
func short(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	case v >= 1:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

// median is the middle value; 0 of none.
func median(values []float64) float64 { return quantile(values, 0.5) }

// quantile is the value below which the share q of all lies.
func quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
