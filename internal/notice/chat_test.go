package notice_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/callback"
	"switchboard/internal/netguard"
	"switchboard/internal/notice"
	"switchboard/internal/seal"
)

// tool is a chat tool's incoming webhook.
type tool struct {
	*httptest.Server
	status int
	got    *http.Request
	body   []byte
	times  int
}

func newTool(t *testing.T, status int) *tool {
	t.Helper()
	c := &tool{status: status}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.times++
		c.got = r
		c.body, _ = io.ReadAll(r.Body)
		w.Header().Set("Location", c.URL+"/elsewhere")
		w.WriteHeader(c.status)
	}))
	t.Cleanup(c.Close)
	return c
}

// hooked is a letter to a chat hook at an address, and the way it goes.
func hooked(t *testing.T, h *house, address string, allow bool) (notice.Chat, notice.Letter) {
	t.Helper()
	ring := seal.NewRing()
	id := h.teamHookAt(ring, address)
	guard := netguard.New(netguard.Options{AllowPrivate: allow})
	t.Cleanup(guard.Close)
	line := notice.Line{Title: "Your customer wrote", About: "<!channel> @here & *Mira*", URL: "https://care.example/c/1",
		Notice: switchboard.Notice{Event: switchboard.NoticeReply, Count: 2, Department: service, LastAt: start}}
	return notice.Chat{DB: h.DB, Sealer: ring, Client: guard.Sending(), Time: h.clock, Sign: callback.Sign},
		notice.Letter{ID: switchboard.NewID[switchboard.TellingID](start), Target: id.String(), Lines: []notice.Line{line}, Try: 1}
}

func TestAChatToolIsTold(t *testing.T) {
	t.Parallel()
	to := newTool(t, 200)
	chat, letter := hooked(t, newHouse(t), to.URL, true)
	if r := chat.Send(t.Context(), letter); r.Fate != notice.Told {
		t.Fatalf("%+v", r)
	}
	if want := callback.Sign([]byte("between us"), to.body, start); to.got.Header.Get(callback.HeaderSignature) != want {
		t.Error("the signature does not fit")
	}
	var body struct {
		Text    string
		ID      string
		Notices []struct {
			Event string
			Count int
		}
	}
	if err := json.Unmarshal(to.body, &body); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(body.Text, "<>*") || strings.Contains(body.Text, "@here") || !strings.Contains(body.Text, "Mira") {
		t.Errorf("what a customer is called is markup: %q", body.Text)
	}
	if body.ID != letter.ID.String() || len(body.Notices) != 1 || body.Notices[0].Event != "reply" || body.Notices[0].Count != 2 {
		t.Errorf("%s", to.body)
	}
}

func TestWhatAChatToolAnswers(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]notice.Fate{200: notice.Told, 204: notice.Told, 302: notice.Refused, 400: notice.Refused,
		401: notice.Refused, 403: notice.Refused, 404: notice.Refused, 410: notice.Gone, 408: notice.Again, 429: notice.Again, 503: notice.Again, 500: notice.Unknown, 504: notice.Unknown} {
		to := newTool(t, status)
		chat, letter := hooked(t, newHouse(t), to.URL, true)
		if r := chat.Send(t.Context(), letter); r.Fate != want || to.times != 1 {
			t.Errorf("status %d: %+v, asked %d times", status, r, to.times)
		}
	}
	gone := newTool(t, 200)
	gone.Close()
	chat, letter := hooked(t, newHouse(t), gone.URL, true)
	if r := chat.Send(t.Context(), letter); r.Fate != notice.Again {
		t.Errorf("nobody there: %+v", r)
	}
	stranger := httptest.NewTLSServer(http.NotFoundHandler())
	defer stranger.Close()
	chat, letter = hooked(t, newHouse(t), stranger.URL, true)
	if r := chat.Send(t.Context(), letter); r.Fate != notice.Refused || r.Code != "certificate" {
		t.Errorf("a certificate that nobody vouches for: %+v", r)
	}
	inside := newTool(t, 200)
	chat, letter = hooked(t, newHouse(t), inside.URL, false)
	if r := chat.Send(t.Context(), letter); r.Fate != notice.Refused || inside.times != 0 {
		t.Errorf("an address inside: %+v", r)
	}
}

func TestMentioned(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ada, bo := h.Ada, h.Bo
	adam := switchboard.Agent{ID: switchboard.NewID[switchboard.AgentID](start), Name: "Ada Winter", Email: "winter@kettles.example"}
	people := []switchboard.Agent{ada, bo, adam, {ID: switchboard.NewID[switchboard.AgentID](start), Name: "Zed", Disabled: true}}
	for text, want := range map[string][]switchboard.AgentID{
		"":                             nil,
		"nobody":                       nil,
		"@Bo what do you think?":       {bo.ID},
		"@Bo Winter, @bo and @BO":      {bo.ID},
		"@ada.sommer @winter":          {ada.ID, adam.ID},
		"ask @AdaSommer!":              {ada.ID},
		"@Ada Winter and @Ada Sommer.": {adam.ID, ada.ID},
		"write to bo@kettles.example":  nil,
		"@Bobby":                       nil,
		"@Zed":                         nil,
		"@@Bo":                         {bo.ID},
		"(@bo)":                        {bo.ID},
		"@ Bo":                         nil,
	} {
		same(t, text, notice.Mentioned(text, people), want)
	}
	two := []switchboard.Agent{{ID: ada.ID, Name: "Kim Lee"}, {ID: bo.ID, Name: "Kim Ode"}}
	same(t, "a first name of two", notice.Mentioned("@Kim @Kim Ode", two), []switchboard.AgentID{bo.ID})
}

func FuzzMentioned(f *testing.F) {
	for _, seed := range []string{"@bo", "@ada sommer", "@İbo", "@", "@\xff", "a@bo"} {
		f.Add(seed)
	}
	people := []switchboard.Agent{{ID: switchboard.AgentID{1}, Name: "Bo Winter", Email: "bo@x.example"}, {ID: switchboard.AgentID{2}, Name: "İpek", Email: ""}}
	f.Fuzz(func(t *testing.T, text string) {
		found := notice.Mentioned(text, people)
		if len(found) > len(people) || len(found) > strings.Count(text, "@") {
			t.Errorf("%q names %d", text, len(found))
		}
	})
}

func TestTheChatIsSignedAtTheTimeItLeaves(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	to := newTool(t, 200)
	chat, letter := hooked(t, h, to.URL, true)
	h.clock.Advance(time.Hour)
	chat.Send(t.Context(), letter)
	if want := callback.Sign([]byte("between us"), to.body, start.Add(time.Hour)); to.got.Header.Get(callback.HeaderSignature) != want {
		t.Error("an old signature looks replayed")
	}
}
