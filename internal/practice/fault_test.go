package practice

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"switchboard"
)

// TestEveryFaultDoesWhatItSays provokes each fault over a real connection: what the client sees, and whether the post
// stands afterwards.
func TestEveryFaultDoesWhatItSays(t *testing.T) {
	t.Parallel()
	for fault, tc := range map[Fault]struct {
		status int // 0 when there is no answer
		whole  bool
		stands bool
	}{
		FaultNone: {201, true, true}, FaultCutAfter: {0, false, true}, FaultCutBefore: {0, false, false},
		FaultUnavailable: {503, true, false}, FaultBusy: {429, true, false}, FaultLockedOut: {401, true, false},
		FaultForbidden: {403, true, false}, FaultGarbage: {201, false, true}, FaultHalf: {201, false, true},
		FaultStrange: {201, true, true}, FaultInvisible: {201, true, false},
	} {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			n := openAt(t, Options{})
			if err := n.SetClimate(Climate{Mode: ModeNormal, Next: []Fault{fault}}); err != nil {
				t.Fatal(err)
			}
			server := httptest.NewServer(n.Handler(HandlerOptions{}))
			defer server.Close()
			status, whole := sendPost(t, server, `{"text":"hello","client_key":"k"}`)
			if status != tc.status || whole != tc.whole {
				t.Errorf("status %d, whole %v", status, whole)
			}
			_, err := n.ByKey("@ferry", "k")
			if (err == nil) != tc.stands {
				t.Errorf("the post stands: %v", err == nil)
			}
			if status, _ := sendPost(t, server, `{"text":"hello","client_key":"k2"}`); status != 201 {
				t.Errorf("the request after it: %d", status)
			}
		})
	}
}

// sendPost posts as ferry; status 0 means that no answer came.
func sendPost(t *testing.T, server *httptest.Server, body string) (status int, whole bool) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/practice/api/posts", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer token-of-ferry")
	response, err := server.Client().Do(r)
	if err != nil {
		return 0, false
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, err == nil && json.Valid(text)
}

func TestAFaultOfReadingShowsAStrangeEntry(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	if err := n.SetClimate(Climate{Mode: ModeNormal, NextReads: []Fault{FaultStrange}}); err != nil {
		t.Fatal(err)
	}
	ask := serve(n, false)
	bearer := []string{"Authorization", "Bearer token-of-ferry"}
	if w := ask("GET", "/practice/api/events", "", bearer...); !strings.Contains(w.Body.String(), `"post":42`) {
		t.Errorf("%s", w.Body)
	}
	if w := ask("GET", "/practice/api/events", "", bearer...); strings.Contains(w.Body.String(), `"post":42`) {
		t.Errorf("twice: %s", w.Body)
	}
}

func TestEditAndDeleteOverTheAPI(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	theirs := mustSay(t, n, Saying{Handle: "ana", Text: "mine"})
	ask := serve(n, false)
	do := func(method, path, body string) (int, string) {
		w := ask(method, path, body, "Authorization", "Bearer token-of-ferry")
		return w.Code, w.Body.String()
	}
	if code, _ := do("POST", "/practice/api/posts", `{"text":"On its way","client_key":"a"}`); code != 201 {
		t.Fatal(code)
	}
	if code, _ := do("POST", "/practice/api/posts", `{"text":"On its way","client_key":"a"}`); code != 200 {
		t.Errorf("the same key again: %d", code)
	}
	if n.Count("@FERRY", "On its way") != 1 || n.Count("@ferry", "on its way") != 0 {
		t.Error("the client key let a second post through")
	}
	for _, step := range []struct {
		method, path, body string
		want               int
		says               string
	}{
		{"PUT", "/practice/api/posts/p000002", `{"text":"On its way now"}`, 200, "On its way now"},
		{"PUT", "/practice/api/posts/p000002", `{"text":"On its way now"}`, 200, "edited_at"},
		{"PUT", "/practice/api/posts/p000002", `{"text":" "}`, 400, "says nothing"},
		{"PUT", "/practice/api/posts/p000002", `{"text":`, 400, "cannot be read"},
		{"PUT", "/practice/api/posts/" + theirs.ID, `{"text":"yours"}`, 403, "Only its author"},
		{"DELETE", "/practice/api/posts/" + theirs.ID, "", 403, "Only its author"},
		{"DELETE", "/practice/api/posts/p000002", "", 200, `"deleted":true`},
		{"DELETE", "/practice/api/posts/p000002", "", 404, "no such post"},
		{"GET", "/practice/api/posts/p000002", "", 200, `"deleted":true`},
		{"PUT", "/practice/api/posts/p000777", `{"text":"x"}`, 404, "no such post"},
		{"POST", "/practice/api/posts", `{"text":"x","reply_to":"p000002"}`, 404, "not there any more"},
		{"POST", "/practice/api/posts", `{"text":"` + strings.Repeat("x", 70<<10) + `"}`, 422, "too l"},
		{"POST", "/practice/api/posts", `{"text":"x","client_key":"` + strings.Repeat("k", 65) + `"}`, 422, "too long"},
	} {
		if code, text := do(step.method, step.path, step.body); code != step.want || !strings.Contains(text, step.says) {
			t.Errorf("%s %s: %d %.200s", step.method, step.path, code, text)
		}
	}
}

func TestWhatHappensOfAPostIsInTheFeedOnce(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	post := mustSay(t, n, Saying{Handle: "ana", Text: "@ferry one"})
	if _, err := n.Edit("@ana", post.ID, "@ferry two"); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Delete("@ana", post.ID); err != nil {
		t.Fatal(err)
	}
	var kinds []EventKind
	for after := int64(0); ; {
		page := n.Feed(Query{About: "@ferry", After: after, Limit: 1})
		for _, e := range page.Events {
			kinds = append(kinds, e.Kind)
		}
		if after = page.Next; !page.More {
			break
		}
	}
	if len(kinds) != 3 || kinds[0] != EventPost || kinds[1] != EventEdit || kinds[2] != EventDelete {
		t.Errorf("kinds %v", kinds)
	}
	if got := n.Feed(Query{After: 2, Until: 2}).Events; len(got) != 0 {
		t.Errorf("after 2 up to 2 there is %v", got)
	}
}

func TestAwaitWaitsForWhatIsHidden(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n, err := Open(Options{Dir: t.TempDir(), Clock: real{}})
		if err != nil {
			t.Fatal(err)
		}
		defer n.Close()
		if _, _, err := n.answer(Saying{Handle: "@ferry", Text: "late", Hide: 20 * time.Second}); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		page, err := n.Await(context.Background(), Query{About: "@ferry"}, 30*time.Second)
		if err != nil || len(page.Events) != 1 || time.Since(began) != 20*time.Second {
			t.Errorf("after %s: %+v, %v", time.Since(began), page, err)
		}
		began = time.Now()
		page, err = n.Await(context.Background(), Query{About: "@ferry", After: page.Next}, 30*time.Second)
		if err != nil || len(page.Events) != 0 || time.Since(began) != 30*time.Second {
			t.Errorf("with nothing new, after %s: %+v, %v", time.Since(began), page, err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if _, err := n.Await(ctx, Query{About: "@ferry", After: page.Next}, 30*time.Second); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a client that went: %v", err)
		}
	})
}

func TestTheBacklogCanBeMadeShort(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	for range 10 {
		mustSay(t, n, Saying{Handle: "ana", Text: "@ferry hello"})
	}
	n.SetBacklog(3)
	page := n.Feed(Query{About: "@ferry", Stream: true})
	if len(page.Events) != 3 || page.Gap == nil || page.Gap.From != 0 || page.Gap.To != 7 || page.Gap.Lost {
		t.Errorf("%d events, gap %+v", len(page.Events), page.Gap)
	}
	if fill := n.Feed(Query{About: "@ferry", After: page.Gap.From, Until: page.Gap.To}); len(fill.Events) != 7 {
		t.Errorf("the gap fills with %d", len(fill.Events))
	}
	n.SetBacklog(0)
	if page := n.Feed(Query{About: "@ferry", Stream: true}); len(page.Events) != 1 {
		t.Errorf("a backlog of nothing gives %d", len(page.Events))
	}
}

func TestAFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	n := openAt(t, Options{})
	kept := mustSay(t, n, Saying{Handle: "ana", Text: "before"})
	if err := n.Close(); err != nil { // from here on nothing can be written
		t.Fatal(err)
	}
	_, err := n.Say(Saying{Handle: "ana", Text: "after"})
	refusal, ok := err.(*switchboard.Error)
	if !ok || refusal.Code != switchboard.CodeUnavailable || refusal.Hint == "" || strings.Contains(refusal.Text, "file") {
		t.Errorf("err = %#v", err)
	}
	w := serve(n, true)("POST", "/practice/say", "handle=ana&text=after", "Content-Type", formType)
	if w.Code != 503 || !strings.Contains(w.Body.String(), "Make room on the disk.") || strings.Contains(w.Body.String(), "jsonl") {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
	if got := n.Feed(Query{}); len(got.Events) != 1 || got.Events[0].Post.ID != kept.ID {
		t.Errorf("what was refused is shown: %+v", got)
	}
}

// FuzzTheLog opens any bytes as a log: it is read or refused, and what was read is read again the same.
func FuzzTheLog(f *testing.F) {
	f.Add([]byte(`{"op":"account","account":{"handle":"@ferry","name":"F","token":"x"}}` + "\n" +
		`{"op":"post","post":{"id":"p000001","handle":"@ana","text":"hi","root":"p000001"}}` + "\n" +
		`{"op":"edit","id":"p000001","text":"ho"}` + "\n" + `{"op":"delete","id":"p000001"}` + "\n{\"op\":\"po"))
	f.Add([]byte(`{"op":"post"}` + "\n"))
	f.Add([]byte(`{"op":"account"}` + "\n"))
	f.Add([]byte(`{"op":"reveal","id":"p1"}` + "\n" + `{"op":"edit","id":"nobody"}` + "\n"))
	f.Fuzz(func(t *testing.T, log []byte) {
		var first, again []entry
		end, err := replay(bytes.NewReader(log), func(e entry) { first = append(first, e) })
		if end > int64(len(log)) || err == nil && end > 0 && log[end-1] != '\n' {
			t.Fatalf("ends at %d of %d", end, len(log))
		}
		if _, err := replay(bytes.NewReader(log[:end]), func(e entry) { again = append(again, e) }); err != nil || len(first) != len(again) {
			t.Fatalf("%d entries, then %d, %v", len(first), len(again), err)
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "practice.jsonl"), log, 0o600); err != nil {
			t.Fatal(err)
		}
		if n, err := Open(Options{Dir: dir, Clock: newStill()}); err == nil {
			n.Feed(Query{About: "@ferry"})
			n.Close()
		}
	})
}
