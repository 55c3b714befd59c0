// Command testsum reads the stream of `go test -json` and prints what a person wants to know: one line per package,
// the full output of what failed, what was skipped and why, the slowest tests, and the totals.
//
// It exits with 1 when a test or a package failed, when nothing was run, and, with -no-skips, when a test was skipped.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	noSkips := flag.Bool("no-skips", false, "fail when a test was skipped")
	slowest := flag.Int("slowest", 15, "how many of the slowest tests to list")
	flag.Parse()
	sum := newSummary(os.Stdout)
	if err := sum.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "testsum:", err)
		os.Exit(1)
	}
	if !sum.report(*slowest, *noSkips) {
		os.Exit(1)
	}
}
