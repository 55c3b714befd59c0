// Command bench measures what the product promises about speed and size. Each figure stands beside a floor measured in
// the same run, the ratio first, because absolute numbers depend on the machine and on who else uses it.
//
//	go run ./internal/bench [--json FILE] [--markdown] [--scale small|full] [NAME…]
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/pprof"
	"slices"
	"strings"
	"syscall"
	"time"
)

// scale says how much is measured.
type scale struct {
	Round         time.Duration // of writing
	Rounds        int           // of which the median counts
	Writers       int
	LineMessages  int // in one round of the whole line
	Conversations int // in the large inbox
	Few           int // in the small one
	Pages         int // read of each view
	Timers        int
	DueTimers     int
	IdleSeconds   int
	Followed      int // conversations in the data folder of the idle server
}

func full() scale {
	return scale{Round: 2 * time.Second, Rounds: 5, Writers: 64, LineMessages: 4000, Conversations: 1_000_000, Few: 10_000, Pages: 1500,
		Timers: 1_000_000, DueTimers: 200, IdleSeconds: 5, Followed: 100_000}
}

func small() scale {
	return scale{Round: 100 * time.Millisecond, Rounds: 1, Writers: 8, LineMessages: 200, Conversations: 20_000, Few: 10_000, Pages: 50,
		Timers: 2000, DueTimers: 20, IdleSeconds: 1, Followed: 500}
}

// bench is one run of the program.
type bench struct {
	scale
	dir      string
	progress io.Writer
	render   func([]figure) string
}

// group measures some figures that belong together.
type group struct {
	name, what string
	run        func(*bench, context.Context) ([]figure, error)
}

func groups() []group {
	return []group{
		{"intake", "durable intake, SQLite", (*bench).intakeLite},
		{"line", "the whole line, SQLite", (*bench).lineLite},
		{"intake-pg", "durable intake, PostgreSQL", (*bench).intakePostgres},
		{"line-pg", "the whole line, PostgreSQL", (*bench).linePostgres},
		{"inbox", "pages of the inbox", (*bench).inbox},
		{"timers", "timers", (*bench).timers},
		{"serve", "the idle server", (*bench).serve},
		{"pure", "decision, assignment, triage", (*bench).pure},
	}
}

func main() { os.Exit(execute(os.Args[1:], os.Stdout, os.Stderr)) }

// execute returns the exit status: 0 measured, 1 failed, 2 not understood.
func execute(args []string, out, progress io.Writer) int {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(progress)
	file := flags.String("json", "", "write the figures to this `FILE` too")
	marked := flags.Bool("markdown", false, "print a table for the documentation")
	size := flags.String("scale", "full", "full, or small to see whether everything still runs")
	profile := flags.String("cpuprofile", "", "write a CPU profile to this `FILE`")
	dir := flags.String("dir", os.TempDir(), "`FOLDER` for the databases: on the disk that is to be measured")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	chosen, err := choose(flags.Args())
	if err != nil {
		fmt.Fprintln(progress, err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	b := &bench{scale: full(), dir: *dir, progress: progress, render: table}
	if *marked {
		b.render = markdown
	}
	if *size == "small" {
		b.scale = small()
	}
	if *profile != "" {
		done, err := profileInto(*profile)
		if err != nil {
			fmt.Fprintln(progress, err)
			return 1
		}
		defer done()
	}
	return b.report(ctx, chosen, out, *file)
}

func profileInto(name string) (done func(), err error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		_ = f.Close()
	}, nil
}

func choose(names []string) ([]group, error) {
	all := groups()
	if len(names) == 0 {
		return all, nil
	}
	var chosen []group
	for _, name := range names {
		at := slices.IndexFunc(all, func(g group) bool { return g.name == name })
		if at < 0 {
			return nil, fmt.Errorf("bench: there is no figure %q; there are %s", name, strings.Join(listed(all), ", "))
		}
		chosen = append(chosen, all[at])
	}
	return chosen, nil
}

func listed(all []group) []string {
	names := make([]string, len(all))
	for i, g := range all {
		names[i] = g.name
	}
	return names
}

// report measures and prints. A group that fails is said and does not stop the others.
func (b *bench) report(ctx context.Context, chosen []group, out io.Writer, file string) int {
	status := 0
	var figures []figure
	for _, g := range chosen {
		fmt.Fprintf(b.progress, "measuring %s: %s\n", g.name, g.what)
		found, err := g.run(b, ctx)
		if err != nil {
			fmt.Fprintf(b.progress, "bench: %s: %v\n", g.name, err)
			status = 1
		}
		figures = append(figures, found...)
	}
	fmt.Fprint(out, b.render(figures))
	if file == "" {
		return status
	}
	raw, err := json.MarshalIndent(figures, "", "  ")
	if err == nil {
		err = os.WriteFile(file, append(raw, '\n'), 0o600)
	}
	if err != nil {
		fmt.Fprintln(b.progress, "bench:", err)
		return 1
	}
	return status
}
