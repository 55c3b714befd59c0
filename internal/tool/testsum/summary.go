package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// event is one line of `go test -json`, see `go doc test2json`. Elapsed is in seconds.
type event struct {
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Output      string
	Elapsed     float64
	FailedBuild string
}

// result is a finished test, or a package that failed without a failed test in it.
type result struct {
	name    string
	elapsed float64
	output  string
}

// summary collects results while the stream is read. It keeps output only of tests that may still fail.
type summary struct {
	out      io.Writer
	running  map[string]map[string]*strings.Builder
	builds   map[string]*strings.Builder
	passed   map[string]int
	failedIn map[string]int
	finished int
	fail     []result
	skip     []result
	timed    []result
}

func newSummary(out io.Writer) *summary {
	return &summary{
		out:      out,
		running:  map[string]map[string]*strings.Builder{},
		builds:   map[string]*strings.Builder{},
		passed:   map[string]int{},
		failedIn: map[string]int{},
	}
}

// read consumes the whole stream. Lines that are no events are passed through, because they explain what went wrong.
func (s *summary) read(in io.Reader) error {
	reader := bufio.NewReader(in)
	for {
		line, err := reader.ReadBytes('\n')
		if len(line) > 0 {
			s.line(line)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the test stream: %w", err)
		}
	}
}

func (s *summary) line(line []byte) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil || e.Action == "" {
		fmt.Fprintln(s.out, strings.TrimRight(string(line), "\n"))
		return
	}
	switch e.Action {
	case "build-output":
		builder(s.builds, e.ImportPath).WriteString(e.Output)
	case "output":
		builder(s.tests(e.Package), e.Test).WriteString(e.Output)
	case "pass", "fail", "skip":
		s.finish(e)
	}
}

func (s *summary) tests(pkg string) map[string]*strings.Builder {
	if s.running[pkg] == nil {
		s.running[pkg] = map[string]*strings.Builder{}
	}
	return s.running[pkg]
}

func builder(in map[string]*strings.Builder, key string) *strings.Builder {
	if in[key] == nil {
		in[key] = &strings.Builder{}
	}
	return in[key]
}

func (s *summary) finish(e event) {
	if e.Test == "" {
		s.finishPackage(e)
		return
	}
	r := result{
		name:    e.Package + " " + e.Test,
		elapsed: e.Elapsed,
		output:  builder(s.tests(e.Package), e.Test).String(),
	}
	delete(s.running[e.Package], e.Test)
	switch e.Action {
	case "pass":
		s.passed[e.Package]++
	case "fail":
		s.fail = append(s.fail, r)
		s.failedIn[e.Package]++
	case "skip":
		s.skip = append(s.skip, r)
	}
	if !strings.Contains(e.Test, "/") {
		s.timed = append(s.timed, r)
	}
}

// finishPackage also blames tests that never ended: after a panic or a timeout no event says that they failed.
func (s *summary) finishPackage(e event) {
	left := s.running[e.Package]
	delete(s.running, e.Package)
	s.finished++
	if e.Action != "fail" {
		s.packageLine(e)
		return
	}
	var text strings.Builder
	if build := s.builds[e.FailedBuild]; build != nil {
		text.WriteString(build.String())
	}
	unfinished := 0
	for _, test := range slices.Sorted(maps.Keys(left)) {
		text.WriteString(left[test].String())
		if test != "" {
			unfinished++
		}
	}
	if s.failedIn[e.Package] == 0 || unfinished > 0 {
		s.fail = append(s.fail, result{name: e.Package, elapsed: e.Elapsed, output: text.String()})
		s.failedIn[e.Package]++
	}
	s.packageLine(e)
}

func (s *summary) packageLine(e event) {
	ran := s.passed[e.Package] + s.failedIn[e.Package]
	if ran == 0 && e.Action == "skip" {
		return
	}
	word := map[string]string{"pass": "ok  ", "fail": "FAIL", "skip": "skip"}[e.Action]
	fmt.Fprintf(s.out, "%s  %-50s %7.2fs  %5d tests\n", word, e.Package, e.Elapsed, ran)
}
