package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// report prints everything that is not a plain pass and ends with the totals. It returns whether the run may count as
// good.
func (s *summary) report(slowest int, noSkips bool) bool {
	for _, r := range s.fail {
		fmt.Fprintf(s.out, "\n--- failed: %s (%.2fs)\n%s\n", r.name, r.elapsed, strings.TrimRight(r.output, "\n"))
	}
	if len(s.skip) > 0 {
		fmt.Fprintln(s.out, "\nSkipped:")
		for _, r := range s.skip {
			fmt.Fprintf(s.out, "  %s: %s\n", r.name, reason(r.output))
		}
	}
	s.reportSlowest(slowest)
	passed := 0
	for _, n := range s.passed {
		passed += n
	}
	ok := len(s.fail) == 0
	if s.finished == 0 || passed+len(s.fail)+len(s.skip) == 0 {
		fmt.Fprintln(s.out, "\nNo test was run; a run that proves nothing does not pass.")
		ok = false
	}
	if noSkips && len(s.skip) > 0 {
		fmt.Fprintln(s.out, "\nSkipped tests fail here: install what they need (scripts/test-deps.sh).")
		ok = false
	}
	fmt.Fprintf(s.out, "\n%d passed, %d failed, %d skipped\n", passed, len(s.fail), len(s.skip))
	return ok
}

func (s *summary) reportSlowest(n int) {
	slices.SortStableFunc(s.timed, func(a, b result) int { return cmp.Compare(b.elapsed, a.elapsed) })
	s.timed = slices.DeleteFunc(s.timed, func(r result) bool { return r.elapsed == 0 })
	if n = min(n, len(s.timed)); n == 0 {
		return
	}
	fmt.Fprintln(s.out, "\nSlowest tests:")
	for _, r := range s.timed[:n] {
		fmt.Fprintf(s.out, "  %7.2fs  %s\n", r.elapsed, r.name)
	}
}

// reason is what a skipped test said, without the frame that the testing package puts around it.
func reason(output string) string {
	var said []string
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "===") && !strings.HasPrefix(line, "---") {
			said = append(said, line)
		}
	}
	if len(said) == 0 {
		return "no reason given"
	}
	return strings.Join(said, " ")
}
