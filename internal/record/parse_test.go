package record

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/connector"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

const usual = `{"network":"x","account":"@ferry","id":"123","thread":"120","in_reply_to":"122","direction":"in",` +
	`"visibility":"public","kind":"mention","author":{"id":"u9","handle":"@nine","name":"Nine","followers":12},` +
	`"text":"The gate \u201cjams\u201d.","created_at":"2026-01-02T03:04:05Z","url":"https://x.example/123"}`

func TestParseTheUsualRecord(t *testing.T) {
	t.Parallel()
	got, err := Parse([]byte(usual), noon, Options{})
	if err != nil {
		t.Fatal(err)
	}
	followers := int64(12)
	want := Record{Network: "x", Account: "@ferry", Item: connector.Item{
		Change: connector.Said, ExternalID: "123", ThreadKey: "120", ParentKey: "122", Direction: switchboard.In,
		Visibility: switchboard.Public, Kind: switchboard.KindMention, Addressed: true,
		Author:    switchboard.Author{ID: "u9", Handle: "@nine", Name: "Nine", Followers: &followers},
		Content:   switchboard.Content{Text: "The gate “jams”."},
		Published: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), URL: "https://x.example/123", Raw: []byte(usual),
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseEveryField(t *testing.T) {
	t.Parallel()
	line := `{"network":"email","account":"help@ferry.example","id":"<a@b>","author":{"id":"m@c.example"},` +
		`"subject":"Gate","text":"jams","html":"<p>jams</p>","lang":"en","kind":"email","quote_of":"<z@b>",` +
		`"recipients":[{"address":"x@y.example"},{"role":"cc","address":"z@y.example","name":"Z"}],` +
		`"attachments":[{"name":"g.png","media_type":"image/png","size":9,"url":"https://c.example/g.png","alt":"gate"}],` +
		`"rating":4.5,"created_at":"2026-01-02T03:04:05.123456789+02:00","edited_at":"2026-01-02T03:05:05+02:00",` +
		`"automated":true,"overheard":true,"client_key":"k","mood":{"deep":[1,2,{"x":null}]},"shade":"green"}`
	got, err := Parse([]byte(line), noon, Options{})
	if err != nil {
		t.Fatal(err)
	}
	rating, item := 4.5, got.Item
	content := switchboard.Content{Subject: "Gate", Text: "jams", HTML: "<p>jams</p>", Lang: "en", Rating: &rating,
		Recipients: []switchboard.Recipient{{Role: "to", Address: "x@y.example"},
			{Role: "cc", Address: "z@y.example", Name: "Z"}},
		Attachments: []switchboard.Attachment{{Name: "g.png", MediaType: "image/png", Size: 9,
			URL: "https://c.example/g.png", Alt: "gate"}}}
	if diff := cmp.Diff(content, item.Content); diff != "" {
		t.Errorf("content (-want +got):\n%s", diff)
	}
	if item.Change != connector.Edited || !item.Automated || !item.Overheard || item.ClientKey != "k" || item.QuoteKey != "<z@b>" ||
		item.Visibility != switchboard.Private {
		t.Errorf("item = %+v", item)
	}
	if want := time.Date(2026, 1, 2, 1, 4, 5, 123456000, time.UTC); !item.Published.Equal(want) {
		t.Errorf("published %v, want %v", item.Published, want)
	}
	if string(item.Extra) != `{"mood":{"deep":[1,2,{"x":null}]},"shade":"green"}` {
		t.Errorf("extra = %s", item.Extra)
	}
}

// with is a short record with members added or replaced.
func with(t interface{ Fatal(...any) }, changes map[string]any) []byte {
	members := map[string]any{"network": "x", "account": "@ferry", "id": "1", "author": map[string]any{"id": "u"},
		"text": "hm", "created_at": "2026-01-02T03:04:05Z"}
	for name, value := range changes {
		if members[name] = value; value == nil {
			delete(members, name)
		}
	}
	line, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

func attaching(files ...map[string]any) map[string]any {
	return map[string]any{"attachments": files}
}

func TestBytesComeAlong(t *testing.T) {
	t.Parallel()
	got, err := Parse(with(t, attaching(map[string]any{"url": "https://c.example/a.png", "data": nil},
		map[string]any{"name": "b.txt", "data": "aGVsbG8=", "blob": strings.Repeat("0", 64)})), noon, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[int][]byte{1: []byte("hello")}, got.Item.Files); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for n, a := range got.Item.Content.Attachments {
		if a.Blob != "" {
			t.Errorf("attachment %d names %q: only we know what is stored", n, a.Blob)
		}
	}
	gone, err := Parse(with(t, map[string]any{"deleted": true, "attachments": []any{map[string]any{"data": "aGVsbG8="}}}), noon, Options{})
	if err != nil || len(gone.Item.Files) > 0 {
		t.Errorf("a deletion brought %v, %v", gone.Item.Files, err)
	}
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	cases := []struct {
		given      map[string]any
		kind       switchboard.MessageKind
		visibility switchboard.Visibility
	}{
		{nil, switchboard.KindMention, switchboard.Public},
		{map[string]any{"in_reply_to": "0"}, switchboard.KindReply, switchboard.Public},
		{map[string]any{"visibility": "private"}, switchboard.KindDirect, switchboard.Private},
		{map[string]any{"visibility": "private", "in_reply_to": "0"}, switchboard.KindDirect, switchboard.Private},
		{map[string]any{"kind": "email"}, switchboard.KindEmail, switchboard.Private},
		{map[string]any{"kind": "review"}, switchboard.KindReview, switchboard.Public},
		{map[string]any{"kind": "note"}, switchboard.KindNote, switchboard.Internal},
		{map[string]any{"kind": "chat", "visibility": "public"}, switchboard.KindChat, switchboard.Public},
	}
	for _, c := range cases {
		got, err := Parse(with(t, c.given), noon, Options{})
		if err != nil || got.Item.Kind != c.kind || got.Item.Visibility != c.visibility ||
			got.Item.Direction != switchboard.In {
			t.Errorf("%v: %s, %s, %v", c.given, got.Item.Kind, got.Item.Visibility, err)
		}
	}
}

func TestDeletions(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC)
	cases := map[string]struct {
		gone bool
		at   time.Time
	}{
		`{"network":"x","account":"@f","id":"1","deleted":true}`:                              {true, time.Time{}},
		`{"network":"x","account":"@f","id":"1","deleted":"2026-01-03T00:00:00Z","text":"x"}`: {true, at},
		string(with(t, map[string]any{"deleted": false})):                                     {false, time.Time{}},
	}
	for line, c := range cases {
		got, err := Parse([]byte(line), noon, Options{})
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if (got.Item.Change == connector.Deleted) != c.gone || !got.Item.DeletedAt.Equal(c.at) {
			t.Errorf("%s: %+v", line, got.Item)
		}
		if c.gone && got.Item.Content.Text != "" {
			t.Error("a deletion kept what was said")
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth)
	cases := map[string]struct {
		line  string
		field string
		code  switchboard.Code
	}{
		"empty":            {"", "", switchboard.CodeInvalid},
		"half":             {usual[:40], "", switchboard.CodeInvalid},
		"two":              {usual + usual, "", switchboard.CodeInvalid},
		"trailing":         {usual + " x", "", switchboard.CodeInvalid},
		"list":             {"[" + usual + "]", "", switchboard.CodeInvalid},
		"latin":            {"{\"text\":\"\xe9\"}", "", switchboard.CodeInvalid},
		"long line":        {usual + strings.Repeat(" ", MaxLine), "", switchboard.CodeTooLarge},
		"deep":             {`{"x":{"y":` + deep + `}}`, "x.y", switchboard.CodeTooLarge},
		"twice":            {`{"id":"1","id":"2"}`, "id", switchboard.CodeInvalid},
		"twice by escape":  {`{"id":"1","\u0069d":"2"}`, "id", switchboard.CodeInvalid},
		"twice inside":     {`{"a":[{"b":1,"b":2}]}`, "a.b", switchboard.CodeInvalid},
		"nul":              {`{"text":"a\u0000b"}`, "text", switchboard.CodeInvalid},
		"nul in a name":    {`{"a\u0000":1}`, "", switchboard.CodeInvalid},
		"half a character": {`{"text":"\ud83d"}`, "text", switchboard.CodeInvalid},
		"halves reversed":  {`{"text":"\udc00\ud800"}`, "text", switchboard.CodeInvalid},
		"no network":       {string(with(t, map[string]any{"network": nil})), "network", switchboard.CodeInvalid},
		"odd network":      {string(with(t, map[string]any{"network": "Big X"})), "network", switchboard.CodeInvalid},
		"no account":       {string(with(t, map[string]any{"account": nil})), "account", switchboard.CodeInvalid},
		"odd account":      {string(with(t, map[string]any{"account": "a\nb"})), "account", switchboard.CodeInvalid},
		"no id":            {string(with(t, map[string]any{"id": nil})), "id", switchboard.CodeInvalid},
		"no author":        {string(with(t, map[string]any{"author": nil})), "author.id", switchboard.CodeInvalid},
		"no text":          {string(with(t, map[string]any{"text": nil})), "text", switchboard.CodeInvalid},
		"no time":          {string(with(t, map[string]any{"created_at": nil})), "created_at", switchboard.CodeInvalid},
		"number as id":     {string(with(t, map[string]any{"id": 7})), "id", switchboard.CodeInvalid},
		"author as text":   {string(with(t, map[string]any{"author": "u"})), "author", switchboard.CodeInvalid},
		"author id":        {string(with(t, map[string]any{"author": map[string]any{"id": 3}})), "author.id", switchboard.CodeInvalid},
		"followers":        {string(with(t, map[string]any{"author": map[string]any{"id": "u", "followers": 1.5}})), "author.followers", switchboard.CodeInvalid},
		"direction":        {string(with(t, map[string]any{"direction": "up"})), "direction", switchboard.CodeInvalid},
		"kind":             {string(with(t, map[string]any{"kind": "tune"})), "kind", switchboard.CodeInvalid},
		"time":             {string(with(t, map[string]any{"created_at": "yesterday"})), "created_at", switchboard.CodeInvalid},
		"unix time":        {string(with(t, map[string]any{"created_at": 1767323045})), "created_at", switchboard.CodeInvalid},
		"old time":         {string(with(t, map[string]any{"created_at": "1970-01-21T00:00:00Z"})), "created_at", switchboard.CodeInvalid},
		"rating":           {string(with(t, map[string]any{"rating": "five"})), "rating", switchboard.CodeInvalid},
		"automated":        {string(with(t, map[string]any{"automated": "yes"})), "automated", switchboard.CodeInvalid},
		"overheard":        {string(with(t, map[string]any{"overheard": 1})), "overheard", switchboard.CodeInvalid},
		"our own words":    {string(with(t, map[string]any{"overheard": true, "direction": "out"})), "overheard", switchboard.CodeInvalid},
		"deleted":          {string(with(t, map[string]any{"deleted": 1})), "deleted", switchboard.CodeInvalid},
		"recipients":       {string(with(t, map[string]any{"recipients": "x@y"})), "recipients", switchboard.CodeInvalid},
		"recipient":        {string(with(t, map[string]any{"recipients": []string{"x@y"}})), "recipients[0]", switchboard.CodeInvalid},
		"role":             {string(with(t, map[string]any{"recipients": []any{map[string]any{"role": 1}}})), "recipients[0].role", switchboard.CodeInvalid},
		"attachment size":  {string(with(t, map[string]any{"attachments": []any{map[string]any{"size": "9"}}})), "attachments[0].size", switchboard.CodeInvalid},
		"data":             {string(with(t, attaching(map[string]any{"data": "QUJD*"}))), "attachments[0].data", switchboard.CodeInvalid},
		"data unpadded":    {string(with(t, attaching(map[string]any{"data": "QQ"}))), "attachments[0].data", switchboard.CodeInvalid},
		"data loose bits":  {string(with(t, attaching(map[string]any{"data": "QR=="}))), "attachments[0].data", switchboard.CodeInvalid},
		"data in lines":    {string(with(t, attaching(map[string]any{"data": "QUJD\nQUJD"}))), "attachments[0].data", switchboard.CodeInvalid},
		"data url-safe":    {string(with(t, attaching(map[string]any{"data": "-_-_"}))), "attachments[0].data", switchboard.CodeInvalid},
		"data as number":   {string(with(t, attaching(map[string]any{"data": 7}))), "attachments[0].data", switchboard.CodeInvalid},
		"data empty":       {string(with(t, attaching(map[string]any{"data": ""}))), "attachments[0].data", switchboard.CodeInvalid},
		"crowd":            {string(with(t, map[string]any{"recipients": make([]any, connector.MaxRecipients+1)})), "recipients", switchboard.CodeTooLarge},
		"long text":        {string(with(t, map[string]any{"text": strings.Repeat("ö", 51)})), "text", switchboard.CodeTooLarge},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse([]byte(c.line), noon, Options{MaxText: 50})
			var fault *switchboard.Error
			if !errors.As(err, &fault) {
				t.Fatalf("err = %v", err)
			}
			if fault.Field != c.field || fault.Code != c.code || fault.Hint == "" || fault.Text == "" {
				t.Errorf("%s on %q: %s (%s)", fault.Code, fault.Field, fault.Text, fault.Hint)
			}
		})
	}
}

func TestManyUnknownFieldsAreKeptAndComparedFast(t *testing.T) {
	t.Parallel()
	many := map[string]any{}
	for n := range 5000 {
		many[index("field", n)] = n
	}
	line := with(t, many)
	got, err := Parse(line, noon, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var extra map[string]int
	if err := json.Unmarshal(got.Item.Extra, &extra); err != nil || len(extra) != 5000 {
		t.Errorf("%d kept, %v", len(extra), err)
	}
	twice := []byte(strings.TrimSuffix(string(line), "}") + `,"field[4000]":1}`)
	if _, err := Parse(twice, noon, Options{}); err == nil {
		t.Error("the repeated field was let pass")
	}
}

// What encoding/json reads from the text of a record is what Parse reads.
func TestTextIsReadAsEncodingJSONReadsIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ReplaceAll(rapid.StringN(1, 40, -1).Draw(t, "text"), "\x00", "")
		if text == "" || strings.ContainsRune(text, '\uFFFD') {
			return
		}
		got, err := Parse(with(t, map[string]any{"text": text, "odd": []any{text, map[string]any{text: text}}}), noon, Options{})
		if err != nil || got.Item.Content.Text != text {
			t.Fatalf("%q became %q, %v", text, got.Item.Content.Text, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(usual))
	f.Add([]byte(`{"network":"x","account":"@f","id":"1","deleted":true}`))
	f.Add(with(f, attaching(map[string]any{"name": "a.png", "data": "iVBORw0KGgo="}, map[string]any{"data": "/+8="})))
	f.Add(with(f, attaching(map[string]any{"data": "aGVsbG8"}, map[string]any{"data": "\n=="})))
	f.Add([]byte(`{"a":[{"b":"\ud83d\ude00"},[],{}],"c":-1.5e9}`))
	f.Add([]byte(`{"\\u0000":"\\","x":"\\\\\u0041"}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		got, err := Parse(line, noon, Options{})
		if err != nil {
			var own *switchboard.Error
			if !errors.As(err, &own) || own.Hint == "" {
				t.Fatalf("an error without a way out: %v", err)
			}
			return
		}
		if !json.Valid(line) {
			t.Fatal("took what is not JSON")
		}
		if err := got.Item.Check(noon); err != nil {
			t.Fatalf("took what does not pass: %v", err)
		}
		if got.Item.Extra != nil && !json.Valid(got.Item.Extra) {
			t.Fatalf("extra %s", got.Item.Extra)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	line := []byte(usual)
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(line, noon, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "records/s")
}
