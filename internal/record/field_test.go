package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/connector"
)

// full is a record with every field there is.
const full = `{"network":"email","account":"help@ferry.example","id":"m1","thread":"t1","in_reply_to":"m0","quote_of":"q1",` +
	`"client_key":"k1","url":"https://c.example/m1","direction":"out","visibility":"private","kind":"email",` +
	`"author":{"id":"u1","handle":"@u","name":"U","followers":3,"badge":"x"},"subject":"s","text":"t","html":"<p>h</p>",` +
	`"lang":"en","rating":4.5,"recipients":[{"role":"cc","address":"a@b.example","name":"A","note":1}],` +
	`"attachments":[{"name":"f","media_type":"image/png","url":"https://c.example/f","alt":"a","size":9,"hash":"z"}],` +
	`"created_at":"2026-01-02T03:04:05Z","edited_at":"2026-01-02T03:05:05Z","automated":true,"overheard":false,"mood":"dry"}`

// fieldsOf takes a JSON object apart, keeping what its members hold as it is written.
func fieldsOf(t interface{ Fatal(...any) }, text string) map[string]json.RawMessage {
	var out map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func join(names []string, values map[string]json.RawMessage) []byte {
	var out bytes.Buffer
	for i, name := range names {
		fmt.Fprintf(&out, "%c%q:%s", "{,"[min(i, 1)], name, values[name])
	}
	out.WriteByte('}')
	return out.Bytes()
}

// same is a record without what depends on how it was written.
func same(r Record) Record {
	r.Item.Raw, r.Item.Extra = nil, nil
	return r
}

func TestTheOrderOfMembersAndBlanksDoNotMatter(t *testing.T) {
	t.Parallel()
	want, err := Parse([]byte(full), noon, Options{})
	if err != nil {
		t.Fatal(err)
	}
	values := fieldsOf(t, full)
	var names []string
	for name := range values {
		names = append(names, name)
	}
	rapid.Check(t, func(t *rapid.T) {
		line := join(rapid.Permutation(names).Draw(t, "order"), values)
		if rapid.Bool().Draw(t, "spread out") {
			var wide bytes.Buffer
			if err := json.Indent(&wide, line, "\r\n", "\t "); err != nil {
				t.Fatal(err)
			}
			line = wide.Bytes()
		}
		got, err := Parse(line, noon, Options{})
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if diff := cmp.Diff(same(want), same(got)); diff != "" {
			t.Fatalf("%s: %s", line, diff)
		}
	})
}

func TestNullIsAsIfLeftOut(t *testing.T) {
	t.Parallel()
	values := fieldsOf(t, full)
	for name := range values {
		var others []string
		for other := range values {
			if other != name {
				others = append(others, other)
			}
		}
		without, missing := Parse(join(others, values), noon, Options{})
		null := fieldsOf(t, full)
		null[name] = json.RawMessage("null")
		with, refused := Parse(join(append(others, name), null), noon, Options{})
		if switchboard.CodeOf(missing) != switchboard.CodeOf(refused) {
			t.Errorf("%s: left out %v, null %v", name, missing, refused)
		}
		if diff := cmp.Diff(same(without), same(with)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestEveryFieldRefusesOtherTypes puts a value of each wrong type into each field and expects the field's name and the
// way out.
func TestEveryFieldRefusesOtherTypes(t *testing.T) {
	t.Parallel()
	types := map[string]string{"text": `"words"`, "number": `7`, "fraction": `7.5`, "truth": `true`, "list": `[]`,
		"object": `{}`, "endless": `1e999`}
	takes := map[string]string{"rating": "number fraction", "automated": "truth", "overheard": "truth", "deleted": "truth text", "author": "object",
		"recipients": "list", "attachments": "list", "mood": "text number fraction truth list object endless"}
	values := fieldsOf(t, full)
	values["deleted"] = json.RawMessage("false")
	for name := range values {
		accepted := takes[name]
		if accepted == "" {
			accepted = "text"
		}
		for kind, value := range types {
			changed := fieldsOf(t, full)
			changed[name] = json.RawMessage(value)
			var names []string
			for each := range changed {
				names = append(names, each)
			}
			_, err := Parse(join(names, changed), noon, Options{})
			if strings.Contains(accepted, kind) {
				continue // whether the value itself will do is another test's matter
			}
			var fault *switchboard.Error
			if !errors.As(err, &fault) || fault.Code != switchboard.CodeInvalid || fault.Field != name ||
				!strings.HasPrefix(fault.Text, name+" ") || fault.Hint == "" {
				t.Errorf("%s as %s: %#v", name, kind, err)
			}
		}
	}
}

func TestPartsOfAListAreNamedByPlace(t *testing.T) {
	t.Parallel()
	for field, change := range map[string]string{
		"recipients[1].address":     `"recipients":[{"address":"a@b.example"},{"address":7}]`,
		"recipients[0].name":        `"recipients":[{"address":"a@b.example","name":{}}]`,
		"recipients[2]":             `"recipients":[{"address":"a@b.example"},{"address":"a@b.example"},7]`,
		"attachments[1].size":       `"attachments":[{"size":1},{"size":1.5}]`,
		"attachments[0].name":       `"attachments":[{"name":[]}]`,
		"attachments[0].media_type": `"attachments":[{"media_type":0}]`,
		"attachments[0].url":        `"attachments":[{"url":false}]`,
		"attachments[0].alt":        `"attachments":[{"alt":1}]`,
		"author.handle":             `"author":{"id":"u","handle":1}`,
		"author.name":               `"author":{"id":"u","name":[]}`,
	} {
		name, _, _ := strings.Cut(strings.Trim(change, `"`), `"`)
		var line map[string]json.RawMessage
		if err := json.Unmarshal(with(t, nil), &line); err != nil {
			t.Fatal(err)
		}
		delete(line, name)
		rest, err := json.Marshal(line)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Parse([]byte("{"+change+","+string(rest[1:])), noon, Options{})
		var fault *switchboard.Error
		if !errors.As(err, &fault) || fault.Field != field || fault.Hint == "" {
			t.Errorf("%s: %#v", field, err)
		}
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		field string
		most  int
		of    string
	}{
		"id in bytes":        {"id", connector.MaxKey, "x"},
		"thread":             {"thread", connector.MaxKey, "x"},
		"text in characters": {"text", connector.MaxText, "ö"},
		"subject":            {"subject", connector.MaxSubject, "ö"},
		"network":            {"network", 32, "x"},
		"account":            {"account", connector.MaxName, "x"},
	} {
		if _, err := Parse(with(t, map[string]any{tc.field: strings.Repeat(tc.of, tc.most)}), noon, Options{}); err != nil {
			t.Errorf("%s at its bound: %v", name, err)
		}
		_, err := Parse(with(t, map[string]any{tc.field: strings.Repeat(tc.of, tc.most+1)}), noon, Options{})
		var fault *switchboard.Error
		if !errors.As(err, &fault) || fault.Field != tc.field || fault.Hint == "" {
			t.Errorf("%s past its bound: %#v", name, err)
		}
	}
	deep := func(n int) []byte {
		return []byte(strings.Replace(usual, `"text"`, `"x":`+strings.Repeat("[", n)+strings.Repeat("]", n)+`,"text"`, 1))
	}
	if _, err := Parse(deep(MaxDepth-1), noon, Options{}); err != nil {
		t.Errorf("at the deepest: %v", err)
	}
	if _, err := Parse(deep(MaxDepth), noon, Options{}); !switchboard.IsCode(err, switchboard.CodeTooLarge) {
		t.Errorf("one deeper: %v", err)
	}
}

func TestEscapesAreReadOrRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{`a\\u0000b`: `a\u0000b`, `\ud83d\ude00`: "😀", `\"\/\b\f\n\r\t`: "\"/\b\f\n\r\t",
		`\u00e9\\`: `é\`, `\\\\ud800`: `\\ud800`} {
		got, err := Parse([]byte(strings.Replace(usual, `The gate \u201cjams\u201d.`, text, 1)), noon, Options{})
		if err != nil || got.Item.Content.Text != want {
			t.Errorf("%s: %q, %v", text, got.Item.Content.Text, err)
		}
	}
	for _, text := range []string{`\ud83d`, `\ud83dx`, `\ud83d\u0041`, `\ude00\ud83d`, `\\\u0000`, `\ud83d\ud83d\ude00`, `\x`, `\u12`, "\x01"} {
		_, err := Parse([]byte(strings.Replace(usual, `The gate \u201cjams\u201d.`, text, 1)), noon, Options{})
		var fault *switchboard.Error
		if !errors.As(err, &fault) || fault.Code != switchboard.CodeInvalid || fault.Hint == "" {
			t.Errorf("%q: %#v", text, err)
		}
	}
}

// FuzzLines reads any bytes as a file: every line that is not blank comes once and in order, as a record or with a
// reason and a way out.
func FuzzLines(f *testing.F) {
	f.Add([]byte(usual + "\n\n" + full + "\r\n{oops\n"))
	f.Add([]byte("\xef\xbb\xbf" + usual))
	f.Add([]byte("[]\n{}\nnull\n\"\\ud800\"\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		want := 0
		for i, line := range bytes.SplitAfter(file, []byte("\n")) {
			if i == 0 {
				line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
			}
			if len(bytes.TrimSpace(line)) > 0 {
				want++
			}
		}
		got, last := 0, 0
		for line := range Lines(bytes.NewReader(file), fixed, Options{}) {
			got++
			if line.Number <= last {
				t.Fatalf("line %d after line %d", line.Number, last)
			}
			last = line.Number
			var fault *switchboard.Error
			if line.Err != nil && (!errors.As(line.Err, &fault) || fault.Hint == "") {
				t.Fatalf("line %d: %#v", line.Number, line.Err)
			}
		}
		if got != want {
			t.Fatalf("%d lines came of %d", got, want)
		}
	})
}
