package connector

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/testkit/golden"
)

var update = flag.Bool("update", false, "write the golden files again")

// TestEveryBoundOfAnItem fills each field to its bound, which is taken, and one past it, which is refused by name.
func TestEveryBoundOfAnItem(t *testing.T) {
	t.Parallel()
	x := func(n int) string { return strings.Repeat("x", n) }
	for field, tc := range map[string]struct {
		most int
		set  func(*Item, int)
	}{
		"id":               {MaxKey, func(i *Item, n int) { i.ExternalID = x(n) }},
		"thread":           {MaxKey, func(i *Item, n int) { i.ThreadKey = x(n) }},
		"in_reply_to":      {MaxKey, func(i *Item, n int) { i.ParentKey = x(n) }},
		"quote_of":         {MaxKey, func(i *Item, n int) { i.QuoteKey = x(n) }},
		"client_key":       {MaxKey, func(i *Item, n int) { i.ClientKey = x(n) }},
		"author.id":        {MaxKey, func(i *Item, n int) { i.Author.ID = x(n) }},
		"author.handle":    {MaxName, func(i *Item, n int) { i.Author.Handle = x(n) }},
		"author.name":      {MaxName, func(i *Item, n int) { i.Author.Name = x(n) }},
		"text":             {MaxText, func(i *Item, n int) { i.Content.Text = strings.Repeat("ß", n) }},
		"subject":          {MaxSubject, func(i *Item, n int) { i.Content.Subject = strings.Repeat("ß", n) }},
		"html":             {MaxHTML, func(i *Item, n int) { i.Content.HTML = x(n) }},
		"lang":             {64, func(i *Item, n int) { i.Content.Lang = x(n) }},
		"url":              {MaxURL, func(i *Item, n int) { i.URL = "https://a.example/" + x(n-18) }},
		"recipients":       {MaxRecipients, func(i *Item, n int) { i.Content.Recipients = crowd(n) }},
		"attachments":      {MaxAttachments, func(i *Item, n int) { i.Content.Attachments = make([]switchboard.Attachment, n) }},
		"extra":            {MaxExtra, func(i *Item, n int) { i.Extra = []byte(`"` + x(n-2) + `"`) }},
		"raw":              {MaxRaw, func(i *Item, n int) { i.Raw = make([]byte, n) }},
		"created_at":       {int(MaxAhead / time.Second), func(i *Item, n int) { i.Published = noon.Add(time.Duration(n) * time.Second) }},
		"edited_at":        {int(MaxAhead / time.Second), func(i *Item, n int) { i.EditedAt = noon.Add(time.Duration(n) * time.Second) }},
		"author.followers": {0, func(i *Item, n int) { count := int64(-n); i.Author.Followers = &count }},
	} {
		item := plain()
		tc.set(&item, tc.most)
		if err := item.Check(noon); err != nil {
			t.Errorf("%s at its bound: %v", field, err)
		}
		item = plain()
		tc.set(&item, tc.most+1)
		var fault *switchboard.Error
		if err := item.Check(noon); !errors.As(err, &fault) || fault.Field != field || fault.Hint == "" {
			t.Errorf("%s past its bound: %#v", field, err)
		}
	}
}

func crowd(n int) []switchboard.Recipient {
	list := make([]switchboard.Recipient, n)
	for i := range list {
		list[i] = switchboard.Recipient{Role: "to", Address: "a@b.example"}
	}
	return list
}

// FuzzCheck gives an item any texts: it is taken, and then its texts can be stored and shown, or refused with a field
// and a way out that repeat nothing of them.
func FuzzCheck(f *testing.F) {
	f.Add("p7", "@mirela", "The hinge squeaks.", "https://board.example/p7", []byte(`{"a":1}`), int64(0))
	f.Add("", "a\nb", "\xff", "javascript:alert(1)", []byte("{"), int64(1<<40))
	f.Add("a\x00", "", "", "//host", []byte(nil), int64(-1<<40))
	f.Fuzz(func(t *testing.T, id, name, text, address string, extra []byte, seconds int64) {
		item := plain()
		item.ExternalID, item.Author.Name, item.Content.Text, item.URL = id, name, text, address
		item.Extra, item.Published = extra, noon.Add(time.Duration(seconds)*time.Second)
		err := item.Check(noon)
		var fault *switchboard.Error
		switch {
		case err == nil:
			for _, part := range []string{id, name, text, address} {
				if strings.Contains(part, "\x00") || strings.ToValidUTF8(part, "") != part {
					t.Fatalf("%q was taken", part)
				}
			}
			if id == "" || len(extra) > 0 && !json.Valid(extra) {
				t.Fatalf("id %q, extra %q", id, extra)
			}
		case !errors.As(err, &fault) || fault.Field == "" || fault.Hint == "" || fault.Text == "":
			t.Fatalf("%#v", err)
		}
	})
}

func TestTheFormOfASpecIsStable(t *testing.T) {
	t.Parallel()
	form, err := json.MarshalIndent(complete().Form(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "testdata/form.json", string(form)+"\n", *update)
}

func TestThePageOfASpecIsStable(t *testing.T) {
	t.Parallel()
	golden.Check(t, "testdata/page.md", complete().Markdown(), *update)
	quiet := complete()
	quiet.Terms, quiet.Limits, quiet.Windows, quiet.Rates, quiet.Media = nil, nil, nil, nil, MediaLimit{}
	golden.Check(t, "testdata/page-without-limits.md", quiet.Markdown(), *update)
}

func TestASpecFindsItsLanes(t *testing.T) {
	t.Parallel()
	spec := complete()
	if offer, ok := spec.Offer(LanePoll); !ok || offer.Every != time.Minute {
		t.Errorf("poll: %+v, %v", offer, ok)
	}
	if offer, ok := spec.Offer(LaneStream); ok || offer != (LaneOffer{}) {
		t.Errorf("stream: %+v, %v", offer, ok)
	}
	if spec.Capabilities = []Capability{PostPrivate}; !spec.Posts() || spec.Can(PostPublic) {
		t.Error("private posts are posts")
	}
	if spec.Capabilities = []Capability{ListenMentions}; spec.Posts() {
		t.Error("listening is no posting")
	}
}

func TestHandoverFuncGivesItsErrorBack(t *testing.T) {
	t.Parallel()
	trouble := errors.New("the database is away")
	var seen Batch
	var to Handover = HandoverFunc(func(_ context.Context, batch Batch) error { seen = batch; return trouble })
	if err := to.Take(t.Context(), Batch{Filled: true}); !errors.Is(err, trouble) || !seen.Filled {
		t.Errorf("err %v, batch %+v", err, seen)
	}
}

func TestLoggerIsNeverNil(t *testing.T) {
	t.Parallel()
	Env{}.Logger().Error("nobody hears this")
	var out bytes.Buffer
	Env{Log: slog.New(slog.NewTextHandler(&out, nil))}.Logger().Info("heard")
	if !strings.Contains(out.String(), "heard") {
		t.Errorf("log %q", out.String())
	}
}

func TestRefusedHereIsCertainAndFinal(t *testing.T) {
	t.Parallel()
	got := Refused("The post has no text.")
	want := Outcome{Kind: Rejected, Class: ClassRejected, Code: "refused_here", Text: "The post has no text."}
	if diff := cmp.Diff(want, got); diff != "" || got.MayRetry() {
		t.Errorf("%s, may retry %v", diff, got.MayRetry())
	}
}

// answers is a network that gives one answer.
type answers struct {
	status int
	body   io.Reader
}

func (a answers) Do(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: a.status, Header: http.Header{"Retry-After": {"9"}}, Body: io.NopCloser(a.body)}, nil
}

func TestFetchRefusesWhatIsNoAnswer(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		answer answers
		class  Class
		says   string
	}{
		"whole":     {answers{200, strings.NewReader("{}")}, "", ""},
		"too large": {answers{200, io.LimitReader(zeros('x'), MaxAnswer+1)}, ClassRetry, "too large"},
		"NUL":       {answers{200, strings.NewReader("a\x00b")}, ClassRetry, "not text"},
		"no UTF-8":  {answers{200, strings.NewReader("\xff\xfe")}, ClassRetry, "not text"},
		"busy":      {answers{429, strings.NewReader("")}, ClassRateLimited, "429"},
		"gone":      {answers{410, strings.NewReader("")}, ClassGone, "410"},
		"locked":    {answers{401, strings.NewReader("")}, ClassAuth, "401"},
	} {
		request, err := http.NewRequestWithContext(t.Context(), "GET", "https://board.example/", nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Fetch(t.Context(), Env{Reading: tc.answer, Now: func() time.Time { return noon }}, request)
		if ClassOf(err) != tc.class || tc.class != "" && !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: %v", name, err)
		}
		if wait := RetryAfter(err); tc.class == ClassRateLimited && wait != 9*time.Second {
			t.Errorf("%s: wait %s", name, wait)
		}
	}
	if RetryAfter(errors.New("foreign")) != 0 {
		t.Error("a foreign error names no time")
	}
}

type zeros byte

func (z zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(z)
	}
	return len(p), nil
}

func TestWaitIsNeverNegativeNorEndless(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.String(), rapid.StringMatching(`-?[0-9]{1,12}`), rapid.Custom(func(t *rapid.T) string {
			return noon.Add(time.Duration(rapid.Int64Range(-1e6, 1e6).Draw(t, "s")) * time.Second).Format(http.TimeFormat)
		})).Draw(t, "value")
		wait := WaitOf(http.Header{"Retry-After": {value}}, noon)
		if wait < 0 || wait > 24*time.Hour {
			t.Fatalf("%q is %s", value, wait)
		}
	})
}

func TestNamesInRefusalsAreClipped(t *testing.T) {
	t.Parallel()
	var registry Registry
	_, err := registry.Get(switchboard.NetworkKey(strings.Repeat("ö", 1000) + "\xff"))
	var fault *switchboard.Error
	if !errors.As(err, &fault) || fault.Code != switchboard.CodeUnsupported || len(fault.Text) > 200 || fault.Hint == "" ||
		strings.ToValidUTF8(fault.Text, "") != fault.Text {
		t.Errorf("%#v", err)
	}
	if Default() != &registered || Default() == &registry {
		t.Error("Default is another registry")
	}
}
