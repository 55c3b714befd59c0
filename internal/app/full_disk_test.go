package app_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"switchboard/internal/app"
	"switchboard/internal/connector/webhook"
	"switchboard/internal/practice"
	"switchboard/internal/store/storetest"
)

// TestAFullDiskLosesNothing serves an installation whose disk runs full and gets room again. While it is full, what is
// pushed in is refused with a way out, what is read from a network waits there, and everything that is there can be
// read. Once there is room it goes on by itself: everything is there once.
func TestAFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	t.Run("below the reserve", func(t *testing.T) {
		t.Parallel()
		var free atomic.Int64
		free.Store(1 << 40)
		s := newShop(t, func(o *app.Options) {
			o.Settings.DiskReserve = 1 << 30
			o.Free = func(string) (int64, error) { return free.Load(), nil }
		})
		s.runsFull(func() { free.Store(1<<30 - 1) }, func() { free.Store(1 << 30) }, func() {
			s.says("/healthz", "ok\ndisk_reserve ")
			s.says("/metrics", "\nswitchboard_taking_in 0\n")
			s.feels("There is too little disk space left to take in more.")
		})
		s.feels("")
		s.says("/metrics", "\nswitchboard_taking_in 1\n")
	})
	t.Run("in the middle of a write", func(t *testing.T) {
		t.Parallel()
		s := newShop(t, func(o *app.Options) { o.Settings.DiskReserve = 0 })
		s.runsFull(func() { storetest.LeaveRoom(t, s.app.DB, 4) }, func() { storetest.LeaveRoom(t, s.app.DB, 1<<20) }, func() {
			s.says("/healthz", "ok\n")
		})
	})
}

// shop is a house that a program pushes records to and that reads the practice network.
type shop struct {
	*house
	door  string // account that is pushed to
	begun time.Time
	tries map[int]int // how often each record was pushed
}

const shopKey = "a signing key of the shop"

func newShop(t *testing.T, change func(*app.Options)) *shop {
	t.Helper()
	s := &shop{begun: time.Now().UTC(), tries: map[int]int{}, house: openWith(t, func(o *app.Options) {
		o.Settings.PracticeBesideReal = true
		change(o)
	})}
	call[fields](s.house, "POST", "/accounts", fields{"network": "practice", "handle": "kettles", "name": "Kettles & Co",
		"state": "live", "config": fields{"url": s.base + "/practice", "token": "token-of-kettles"}})
	s.door = call[fields](s.house, "POST", "/accounts", fields{"network": "webhook", "handle": "shop", "name": "Shop",
		"state": "listen", "config": fields{"name": "shop", "key": shopKey, "accounts": "@kettles"}}).text("id")
	return s
}

// runsFull pushes and says things before, while and after the disk is full; meanwhile looks around while it is.
func (s *shop) runsFull(fill, drain, meanwhile func()) {
	s.t.Helper()
	const before, all = 5, 40
	for n := range before {
		if got := s.push(n); got != "stored" {
			s.t.Fatalf("record %d: %s", n, got)
		}
	}
	s.holds(before)
	fill()
	var refused []int
	for n := before; n < all; n++ {
		if got := s.push(n); got == "refused" {
			refused = append(refused, n)
		}
	}
	if len(refused) == 0 {
		s.t.Fatal("the disk is not full")
	}
	if _, err := s.app.Practice.Say(practice.Saying{Handle: "mira", Text: "@kettles " + name(all) + " the lid came off"}); err != nil {
		s.t.Fatal(err)
	}
	s.reads()
	meanwhile()
	drain()
	for _, n := range refused {
		until(s.house, "storing what was refused", func() (string, bool) {
			got := s.push(n)
			return got, got == "stored"
		})
	}
	s.holds(all + 1)
	for n := range all {
		if got := s.push(n); got != "duplicate" {
			s.t.Errorf("record %d, sent once more: %s", n, got)
		}
	}
	s.holds(all + 1)
}

// name is how a text of ours begins: the practice network invents customers of its own.
func name(n int) string { return fmt.Sprint("case-", n) }

// push sends a record, signed anew each time, and says what became of it. What is refused has to be refused well.
func (s *shop) push(n int) string {
	s.t.Helper()
	body, err := json.Marshal(fields{"network": "x", "account": "@kettles", "id": fmt.Sprint("m", n), "direction": "in",
		"visibility": "public", "kind": "mention", "author": fields{"id": fmt.Sprint("u", n), "handle": fmt.Sprint("@u", n)},
		"text": name(n) + strings.Repeat(" the lid came off", 200), "created_at": s.begun.Format(time.RFC3339)})
	if err != nil {
		s.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(s.t.Context(), "POST", s.base+"/webhook/in/"+s.door, strings.NewReader(string(body)))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set(webhook.HeaderName, webhook.Sign(body, time.Now().Add(time.Duration(s.tries[n])*time.Second), shopKey))
	s.tries[n]++ // each try is signed at a time of its own, or the next would count as the same request
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if resp.StatusCode == http.StatusOK {
		return s.outcome(raw)
	}
	s.refusedWell(resp, raw)
	return "refused"
}

func (s *shop) outcome(raw []byte) string {
	s.t.Helper()
	var answer struct{ Results []fields }
	if err := json.Unmarshal(raw, &answer); err != nil || len(answer.Results) != 1 {
		s.t.Fatalf("answer %s, %v", raw, err)
	}
	return answer.Results[0].text("result")
}

// refusedWell wants a problem that says what is wrong, what to do, and when to come again.
func (s *shop) refusedWell(resp *http.Response, raw []byte) {
	s.t.Helper()
	var p struct{ Type, Title, Detail, Code, Hint string }
	err := json.Unmarshal(raw, &p)
	if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Content-Type") != "application/problem+json" ||
		resp.Header.Get("Retry-After") == "" || err != nil || p.Code != "disk_reserve" || p.Type == "" || p.Title == "" ||
		p.Detail == "" || p.Hint == "" {
		s.t.Errorf("refused with %d %s, %v", resp.StatusCode, raw, err)
	}
}

// conversations lists those of ours, by what was said in them.
func (s *shop) conversations() (ours []string) {
	s.t.Helper()
	for _, c := range call[struct{ Items []fields }](s.house, "GET", "/conversations?view=all&limit=200", nil).Items {
		first, _, _ := strings.Cut(strings.TrimPrefix(c.text("preview"), "@kettles "), " ")
		if strings.HasPrefix(first, "case-") {
			ours = append(ours, first)
		}
	}
	return ours
}

// holds waits until so many conversations are there, and wants every one once.
func (s *shop) holds(n int) {
	s.t.Helper()
	ours := until(s.house, fmt.Sprint(n, " conversations"), func() ([]string, bool) {
		ours := s.conversations()
		return ours, len(ours) >= n
	})
	slices.Sort(ours)
	if once := slices.Compact(slices.Clone(ours)); len(once) != n || len(ours) != n {
		s.t.Errorf("want each of %d once: %q", n, ours)
	}
}

// reads looks at what is there, as people do all day.
func (s *shop) reads() {
	s.t.Helper()
	items := call[struct{ Items []fields }](s.house, "GET", "/conversations?view=all", nil).Items
	if len(items) == 0 {
		s.t.Fatal("nothing can be read")
	}
	for _, path := range []string{"", "/timeline", "/decision"} {
		call[fields](s.house, "GET", "/conversations/"+items[0].text("id")+path, nil)
	}
	call[fields](s.house, "GET", "/accounts", nil)
}

// feels waits until the health of the account that reads a network says so.
func (s *shop) feels(trouble string) {
	s.t.Helper()
	until(s.house, "health: "+trouble, func() (fields, bool) {
		for _, a := range call[struct{ Items []fields }](s.house, "GET", "/accounts", nil).Items {
			health, _ := a["health"].(map[string]any)
			if text, _ := health["text"].(string); a.text("network") == "practice" && text == trouble {
				return a, true
			}
		}
		return nil, false
	})
}

// says asks the server itself and wants some words in the answer.
func (s *shop) says(path, want string) {
	s.t.Helper()
	resp, err := http.Get(s.base + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(raw), want) {
		s.t.Errorf("%s: status %d, %v, no %q in it", path, resp.StatusCode, err, want)
	}
}
