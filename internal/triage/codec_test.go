package triage_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/triage"
)

func TestRun(t *testing.T) {
	t.Parallel()
	in := strings.Join([]string{
		`{"id":"a","text":"the app is great","lang":"en","network":"x","likes":3}`,
		``,
		`{"id":7,"text":""}`,
		`{"id":"c"`,
		`{"id":"d"}`,
		`{"id":{},"text":"x"}`,
		`{"id":"f","text":5}`,
		`[1]`,
		`{"id":"big","text":"` + strings.Repeat("x", triage.MaxLine) + `"}`,
		`{"text":"no id"}`,
	}, "\n")
	var out bytes.Buffer
	var told []triage.Problem
	err := triage.Run(strings.NewReader(in), &out, triage.Verdicts(baseline()), func(p triage.Problem) { told = append(told, p) })
	if err != nil {
		t.Fatal(err)
	}
	want := []triage.Problem{
		{4, "This is not JSON: unexpected end of JSON input at byte 10."},
		{5, "The field text is missing."},
		{6, "The field id must be text or a number."},
		{7, "The field text cannot be a number."},
		{8, "Expected one JSON object on the line, not array."},
		{9, "The line is longer than 2097152 bytes."},
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
	var ids []string
	for line := range strings.Lines(out.String()) {
		var answer struct{ ID json.RawMessage }
		if err := json.Unmarshal([]byte(line), &answer); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, string(answer.ID))
	}
	if diff := cmp.Diff([]string{`"a"`, "7", "null"}, ids); diff != "" {
		t.Error(diff)
	}
}

func TestLineFormat(t *testing.T) {
	t.Parallel()
	v := switchboard.Verdict{Language: "en", Model: "m/1", Heads: map[switchboard.Head]switchboard.Finding{
		"sentiment": {Label: "negative", Confidence: 0.93, Evidence: []switchboard.Span{{Start: 1, End: 2}}},
		"spam":      {Label: "no", Confidence: 0.5}}}
	var out strings.Builder
	if err := triage.WriteLine(&out, json.RawMessage(`"q"`), v); err != nil {
		t.Fatal(err)
	}
	want := `{"id":"q","language":"en","heads":{"sentiment":{"label":"negative","confidence":0.93},` +
		`"spam":{"label":"no","confidence":0.5}},"entities":[],"model":"m/1"}` + "\n"
	if out.String() != want {
		t.Errorf("got %s", out.String())
	}
}

func TestReadLineGivesTheIDBack(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{`{"id":"a\u0062","text":"x"}`: "ab", `{"id":-1.5,"text":"x"}`: "-1.5",
		`{"id":null,"text":"x"}`: ""} {
		line, err := triage.ReadLine([]byte(text))
		if err != nil || line.Input.ID != want {
			t.Errorf("%s: %q, %v", text, line.Input.ID, err)
		}
	}
}

func TestRunTellsOfBrokenPipes(t *testing.T) {
	t.Parallel()
	broken := errors.New("pulled out")
	if err := triage.Run(iotest.ErrReader(broken), io.Discard, triage.Verdicts(baseline()), nothing); !errors.Is(err, broken) {
		t.Errorf("reading: %v", err)
	}
	reader, writer := io.Pipe()
	if err := reader.CloseWithError(broken); err != nil {
		t.Fatal(err)
	}
	if err := triage.Run(strings.NewReader(`{"text":"x"}`), writer, triage.Verdicts(baseline()), nothing); !errors.Is(err, broken) {
		t.Errorf("writing: %v", err)
	}
}

// nothing is told of what is refused.
func nothing(triage.Problem) {}

func FuzzRun(f *testing.F) {
	f.Add([]byte(`{"id":1,"text":"a"}` + "\n{}\n\n[]"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		refused, asked := 0, 0
		if err := triage.Run(bytes.NewReader(in), &out, triage.Verdicts(baseline()), func(triage.Problem) { refused++ }); err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(in) {
			if len(bytes.TrimSpace(line)) > 0 {
				asked++
			}
		}
		if answers := bytes.Count(out.Bytes(), []byte("\n")); answers+refused != asked {
			t.Fatalf("%d lines, %d answers and %d refused", asked, answers, refused)
		}
	})
}

// TestEachAnswerComesBeforeTheNextQuestion asks as a program does that waits for every answer.
func TestEachAnswerComesBeforeTheNextQuestion(t *testing.T) {
	t.Parallel()
	asked, ask := io.Pipe()
	answers, answer := io.Pipe()
	go func() {
		err := triage.Run(asked, answer, triage.Verdicts(triage.Shipped()), nothing)
		answer.CloseWithError(err)
	}()
	read := bufio.NewReader(answers)
	for i := range 3 {
		if _, err := fmt.Fprintf(ask, "{\"id\":%d,\"text\":\"Where is my parcel?\"}\n", i); err != nil {
			t.Fatal(err)
		}
		line, err := read.ReadString('\n')
		if err != nil || !strings.HasPrefix(line, fmt.Sprintf(`{"id":%d,`, i)) {
			t.Fatalf("the answer to %d is %q, %v", i, line, err)
		}
	}
	if err := ask.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := read.ReadByte(); !errors.Is(err, io.EOF) {
		t.Errorf("behind the last answer: %v", err)
	}
}
