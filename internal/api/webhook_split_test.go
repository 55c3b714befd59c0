package api

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard"
)

func TestSplitRecords(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"one object":               {`{"id":"1"}`, []string{`{"id":"1"}`}},
		"one object over lines":    {"{\n \"id\":\n \"1\"}\n", []string{"{\n \"id\":\n \"1\"}"}},
		"lines":                    {"{\"id\":\"1\"}\r\n\n{\"id\":\"2\"}\n", []string{`{"id":"1"}`, `{"id":"2"}`}},
		"a bad line among good":    {"{\"id\":\"1\"}\n{oops\n{\"id\":\"3\"}", []string{`{"id":"1"}`, `{oops`, `{"id":"3"}`}},
		"a list":                   {` [ {"id":"1"} , {"id":"2"} ] `, []string{`{"id":"1"}`, `{"id":"2"}`}},
		"a bad element among good": {`[{"id":"1"},nonsense,{"id":"3"}]`, []string{`{"id":"1"}`, `nonsense`, `{"id":"3"}`}},
		"brackets in strings":      {`[{"text":"a],[\"}{"},{"text":"\\"}]`, []string{`{"text":"a],[\"}{"}`, `{"text":"\\"}`}},
		"lists in lists":           {`[[1,[2,3]],{"a":[{}]}]`, []string{`[1,[2,3]]`, `{"a":[{}]}`}},
		"a byte order mark":        {"\xef\xbb\xbf[{}]", []string{`{}`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := splitRecords([]byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			var texts []string
			for _, g := range got {
				texts = append(texts, string(g))
			}
			if diff := cmp.Diff(c.want, texts); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSplitRecordsRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		code switchboard.Code
	}{
		"nothing":              {" \n ", switchboard.CodeInvalid},
		"an empty list":        {"[]", switchboard.CodeInvalid},
		"a list without end":   {`[{"id":"1"}`, switchboard.CodeInvalid},
		"a string without end": {`[{"id":"1]`, switchboard.CodeInvalid},
		"text behind":          {`[{"id":"1"}] and more`, switchboard.CodeInvalid},
		"a wrong bracket":      {`[{"id":"1"}}`, switchboard.CodeInvalid},
		"an empty place":       {`[{"id":"1"},,{"id":"2"}]`, switchboard.CodeInvalid},
		"a comma at the end":   {`[{"id":"1"},]`, switchboard.CodeInvalid},
		"too many elements":    {"[" + strings.Repeat("{},", maxRecords) + "{}]", switchboard.CodeTooLarge},
		"too many lines":       {strings.Repeat("{}\n", maxRecords+1), switchboard.CodeTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := splitRecords([]byte(c.body)); !switchboard.IsCode(err, c.code) {
				t.Errorf("%d records and %v, want code %s", len(got), err, c.code)
			}
		})
	}
}

func FuzzSplitRecords(f *testing.F) {
	for _, seed := range []string{`{}`, `[{},{"a":[1,"],"]}]`, "{}\n{}", `[[[[`, `["\"",{}]`, `[,]`, "\xff[", `[1]]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := splitRecords(body)
		if len(got) > maxRecords {
			t.Fatalf("%d records", len(got))
		}
		for _, g := range got {
			if len(g) == 0 || !bytes.Contains(body, g) {
				t.Fatalf("%q is not of the body", g)
			}
		}
		var want []json.RawMessage
		if json.Unmarshal(body, &want) != nil || len(want) == 0 || len(want) > maxRecords {
			return
		}
		if err != nil || len(got) != len(want) {
			t.Fatalf("%d records and %v, want the %d that JSON finds", len(got), err, len(want))
		}
		for i := range want {
			if !bytes.Equal(got[i], want[i]) {
				t.Fatalf("record %d is %q, want %q", i, got[i], want[i])
			}
		}
	})
}
