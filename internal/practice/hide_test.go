package practice

import (
	"strings"
	"testing"
)

func TestWhatStandsBelowOnesOwnPostCanBeHidden(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := openAt(t, Options{Dir: dir})
	asks := mustSay(t, n, Saying{Handle: "ana", Text: "@ferry when?"})
	ours, _, err := n.answer(Saying{Handle: "@ferry", Text: "soon", ReplyTo: asks.ID})
	if err != nil {
		t.Fatal(err)
	}
	below := mustSay(t, n, Saying{Handle: "troll", Text: "never ever", ReplyTo: ours.ID})
	deeper := mustSay(t, n, Saying{Handle: "bo", Text: "be nice", ReplyTo: below.ID})
	do := serve(n, true)
	for _, step := range []struct {
		method, id string
		want       int
		says       string
	}{
		{"PUT", asks.ID, 403, "post of your own"},
		{"PUT", ours.ID, 403, "post of your own"},
		{"PUT", "p000777", 404, "no such post"},
		{"PUT", below.ID, 200, `"hidden_by":"@ferry"`},
		{"PUT", below.ID, 200, `"hidden_by":"@ferry"`},
		{"PUT", deeper.ID, 200, `"hidden_by":"@ferry"`},
		{"DELETE", deeper.ID, 200, `"id"`},
	} {
		got := do(step.method, "/practice/api/posts/"+step.id+"/hidden", "", "Authorization", "Bearer token-of-ferry")
		if got.Code != step.want || !strings.Contains(got.Body.String(), step.says) {
			t.Errorf("%s %s: %d %s", step.method, step.id, got.Code, got.Body)
		}
	}
	n.Close()
	n = openAt(t, Options{Dir: dir})
	page := serve(n, true)("GET", "/practice", "").Body.String()
	if strings.Count(page, "Hidden by @ferry") != 1 || strings.Index(page, "Hidden by @ferry") > strings.Index(page, "never ever") {
		t.Error("the page does not fold it away")
	}
}
