package main

import (
	"strings"
	"testing"
)

// run feeds a stream to a fresh summary and returns what it printed and whether it was good.
func run(t *testing.T, stream string, noSkips bool) (string, bool) {
	t.Helper()
	var out strings.Builder
	sum := newSummary(&out)
	if err := sum.read(strings.NewReader(stream)); err != nil {
		t.Fatalf("read: %v", err)
	}
	good := sum.report(2, noSkips)
	return out.String(), good
}

const passing = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"chatter of a passing test\n"}
{"Action":"pass","Package":"p","Test":"TestA/sub","Elapsed":9}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":1.5}
{"Action":"pass","Package":"p","Test":"TestB","Elapsed":2.5}
{"Action":"pass","Package":"p","Test":"TestC","Elapsed":0.5}
{"Action":"pass","Package":"p","Elapsed":3}
`

func TestSummary(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		stream  string
		noSkips bool
		good    bool
		want    []string
		absent  string
	}{
		{
			name: "pass", stream: passing, good: true,
			want:   []string{"ok    p", "2.50s  p TestB\n     1.50s  p TestA\n\n", "4 passed, 0 failed, 0 skipped\n"},
			absent: "chatter",
		},
		{
			name: "a failure shows its output in full",
			stream: `{"Action":"output","Package":"p","Test":"TestA","Output":"got 1\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"want 2\n"}
{"Action":"fail","Package":"p","Test":"TestA","Elapsed":1}
{"Action":"output","Package":"p","Output":"FAIL\n"}
{"Action":"fail","Package":"p","Elapsed":1}
`,
			want: []string{"FAIL  p", "--- failed: p TestA (1.00s)\ngot 1\nwant 2\n", "0 passed, 1 failed, 0 skipped\n"},
		},
		{
			name: "a build that fails is a failure",
			stream: `{"ImportPath":"p [p.test]","Action":"build-output","Output":"x.go:3:1: undefined: y\n"}
{"ImportPath":"p [p.test]","Action":"build-fail"}
{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}
`,
			want: []string{"undefined: y", "0 passed, 1 failed, 0 skipped\n"},
		},
		{
			name: "a panic blames the test that never ended",
			stream: `{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestB","Output":"panic: test timed out\n"}
{"Action":"fail","Package":"p","Elapsed":1}
`,
			want: []string{"panic: test timed out", "1 passed, 1 failed, 0 skipped\n"},
		},
		{
			name: "a skip is told with its reason",
			stream: passing + `{"Action":"output","Package":"q","Test":"TestD","Output":"=== RUN   TestD\n"}
{"Action":"output","Package":"q","Test":"TestD","Output":"    d_test.go:9: needs a browser\n"}
{"Action":"skip","Package":"q","Test":"TestD"}
{"Action":"pass","Package":"q"}
`,
			good: true,
			want: []string{"q TestD: d_test.go:9: needs a browser\n", "4 passed, 0 failed, 1 skipped\n"},
		},
		{
			name: "a skip fails where none is allowed", noSkips: true,
			stream: passing + `{"Action":"skip","Package":"q","Test":"TestD"}
{"Action":"pass","Package":"q"}
`,
			want: []string{"Skipped tests fail here", "q TestD: no reason given", "4 passed, 0 failed, 1 skipped\n"},
		},
		{
			name: "a package without tests is no skip", noSkips: true, good: true,
			stream: passing + `{"Action":"output","Package":"q","Output":"?   \tq\t[no test files]\n"}
{"Action":"skip","Package":"q"}
`,
			want: []string{"4 passed, 0 failed, 0 skipped\n"},
		},
		{
			name: "nothing run proves nothing", stream: "",
			want: []string{"No test was run", "0 passed, 0 failed, 0 skipped\n"},
		},
		{
			name: "what is no event is passed through", good: true, stream: "go: warning: something odd\n" + passing,
			want: []string{"go: warning: something odd\n"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out, good := run(t, c.stream, c.noSkips)
			if good != c.good {
				t.Errorf("good = %v, want %v", good, c.good)
			}
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("output lacks %q:\n%s", want, out)
				}
			}
			if c.absent != "" && strings.Contains(out, c.absent) {
				t.Errorf("output has %q:\n%s", c.absent, out)
			}
			if lines := strings.Split(strings.TrimSpace(out), "\n"); !strings.HasSuffix(lines[len(lines)-1], "skipped") {
				t.Errorf("the last line is %q, want the totals", lines[len(lines)-1])
			}
		})
	}
}

func FuzzSummary(f *testing.F) {
	f.Add(passing)
	f.Add(`{"Action":"fail","Package":"p"}` + "\n{")
	f.Fuzz(func(t *testing.T, stream string) {
		out, _ := run(t, stream, true)
		if !strings.HasSuffix(out, " skipped\n") {
			t.Errorf("the output does not end with the totals: %q", out)
		}
	})
}
