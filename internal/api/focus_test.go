package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard"
)

// tab is a browser of somebody's, with a clock of its own.
type tab struct {
	*shop
	cookie *http.Cookie
	clock  func() time.Time
}

func (s *shop) tab(role switchboard.Role) tab { return tab{s, s.signIn(role), s.clock.Now} }

// report says that a conversation was before somebody from so long ago until so long ago.
func (b tab) report(c switchboard.Conversation, status int, spans ...[2]time.Duration) float64 {
	b.t.Helper()
	now := b.clock()
	var list []any1
	for i, span := range spans {
		part := []switchboard.FocusPart{switchboard.FocusReading, switchboard.FocusWriting}[i%2]
		list = append(list, any1{"part": part, "from": now.Add(-span[0]), "until": now.Add(-span[1])})
	}
	raw, err := json.Marshal(any1{"sent_at": now, "spans": list})
	if err != nil {
		b.t.Fatal(err)
	}
	got := b.do(request{Method: "POST", Path: "/api/v1" + at(c, "/focus"), Body: string(raw), Cookie: b.cookie, Headers: sameOrigin})
	if got.Code != status {
		b.t.Fatalf("status %d, want %d: %s", got.Code, status, got.Body)
	}
	if status != http.StatusOK {
		return 0
	}
	return float64(read[FocusCounted](b.t, got).Seconds)
}

func TestFocusIsCountedOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c, other := s.hear("dora", "My kettle whistles."), s.hear("bert", "Mine leaks.")
	s.world.clock.Advance(time.Hour)
	anns := s.tab(anna)
	const m = time.Minute
	if got := anns.report(c, 200, [2]time.Duration{10 * m, 6 * m}, [2]time.Duration{6 * m, 5 * m}); got != 300 {
		t.Errorf("counted %v s of 300", got)
	}
	// Another tab, whose clock is a day behind, tells of the same minutes, of another conversation, and of two more.
	second := anns
	second.clock = func() time.Time { return anns.clock().Add(-24 * time.Hour) }
	if got := second.report(other, 200, [2]time.Duration{8 * m, 3 * m}); got != 120 {
		t.Errorf("counted %v s of 120", got)
	}
	if got := second.report(other, 200, [2]time.Duration{8 * m, 3 * m}); got != 0 {
		t.Errorf("counted %v s twice", got)
	}
	var days Page[FocusDay]
	s.ask(anna, "GET", "/me/focus", nil, 200, &days)
	if len(days.Items) != 1 || days.Items[0].Reading != 360 || days.Items[0].Writing != 60 || days.Items[0].Conversations != 2 {
		t.Errorf("%+v", days)
	}
}

func TestFocusThatCannotBeIsRefusedWhole(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	c := s.hear("dora", "My kettle whistles.")
	s.world.clock.Advance(24 * time.Hour)
	anns := s.tab(anna)
	const m = time.Minute
	for name, spans := range map[string][][2]time.Duration{
		"future":              {{5 * m, 4 * m}, {1 * m, -1 * m}},
		"backwards":           {{4 * m, 5 * m}},
		"longer than allowed": {{40 * m, 5 * m}},
		"too long ago":        {{13 * time.Hour, 13*time.Hour - m}},
		"two at once":         {{5 * m, 3 * m}, {4 * m, 2 * m}},
	} {
		anns.report(c, statusOf(switchboard.CodeInvalid), spans...)
		var days Page[FocusDay]
		if s.ask(anna, "GET", "/me/focus", nil, 200, &days); len(days.Items) != 0 {
			t.Errorf("%s: counted %+v", name, days)
		}
	}
	press := s.hear("rita", "I am a reporter.")
	anns.report(press, http.StatusNotFound, [2]time.Duration{5 * m, 4 * m}) // not for her eyes
	body := fmt.Sprintf(`{"sent_at":%q,"spans":[{"part":"reading","from":%q,"until":%q}]}`, anns.clock().Format(time.RFC3339),
		anns.clock().Add(-m).Format(time.RFC3339), anns.clock().Format(time.RFC3339))
	got := s.do(request{Method: "POST", Path: "/api/v1" + at(c, "/focus"), Body: body, As: anna})
	if got.Code != http.StatusForbidden {
		t.Errorf("a program's word was taken: %d", got.Code)
	}
}

func TestWhoseTimeItWasIsTheirs(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.colleague(boris, "service", 3)
	c := s.hear("dora", "My kettle whistles.")
	s.world.clock.Advance(time.Hour)
	s.tab(anna).report(c, 200, [2]time.Duration{5 * time.Minute, time.Minute})
	path := "/agents/" + s.people[anna].ID.String() + "/focus"
	s.ask(chief, "GET", path, nil, 200, nil)
	s.refused(boris, "GET", path, nil, switchboard.CodeForbidden)
	s.refused(guest, "GET", path, nil, switchboard.CodeForbidden)
	for role, told := range map[switchboard.Role]bool{anna: true, chief: true, boris: false, guest: false} {
		var page Page[switchboard.Event]
		s.ask(role, "GET", at(c, "/events"), nil, 200, &page)
		has := slices.ContainsFunc(page.Items, func(e switchboard.Event) bool { return e.Kind == switchboard.EventFocus })
		if has != told {
			t.Errorf("%s is told: %v", role, has)
		}
	}
	for _, r := range s.api.routes {
		if strings.Contains(r.Path, "focus") && r.Method == http.MethodGet && r.Path != "/me/focus" && !strings.Contains(r.Path, "{id}") {
			t.Errorf("%s compares people", r.Path)
		}
	}
}
