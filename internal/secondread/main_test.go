package secondread_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/netguard"
	"switchboard/internal/seal"
	"switchboard/internal/secondread"
	"switchboard/internal/store"
	"switchboard/internal/store/classifiers"
	"switchboard/internal/store/db"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timesource"
	"switchboard/internal/triage/classifier"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// desk is a company with an external classifier.
type desk struct {
	*storetest.World
	*secondread.Reader
	clock   *timesource.Manual
	ring    *seal.Ring
	mu      sync.Mutex
	results []secondread.Result
}

func engines(t *testing.T, test func(*testing.T, *desk)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, place storetest.Place) { test(t, newDesk(t, place)) })
}

func newDesk(t *testing.T, place storetest.Place) *desk {
	t.Helper()
	d := &desk{clock: timesource.NewManual(noon), ring: seal.NewRing()}
	database := storetest.Open(t, place(t, d.clock.Now))
	d.World = storetest.NewWorld(t, database)
	d.Reader = d.node(t)
	return d
}

// node is another node of the installation.
func (d *desk) node(t *testing.T) *secondread.Reader {
	guard := netguard.New(netguard.Options{AllowPrivate: true, ClearInside: true, MaxBody: classifier.MaxAnswer + 1})
	t.Cleanup(guard.Close)
	return secondread.New(secondread.Parts{DB: d.DB, Sealer: d.ring, Binding: func(name string) string { return "test/" + name },
		Client: guard.Sending(), After: netguard.RetryAfter, Time: d.clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Workers: 16,
		Watch: func(result secondread.Result, _ time.Duration) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.results = append(d.results, result)
		}})
}

// took gives what became of messages since it was asked last.
func (d *desk) took() []secondread.Result {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := d.results
	d.results = nil
	return out
}

func settings(url string) classifier.Settings {
	s := classifier.Defaults()
	s.On, s.Name, s.URL, s.Model, s.AtOnce = true, "Our server", url, "small", 8
	return s
}

// says puts settings into force.
func (d *desk) says(s classifier.Settings, key string) {
	d.T.Helper()
	if err := s.Check(true); err != nil {
		d.T.Fatal(err)
	}
	d.World.Update(func(tx *store.Tx) error { return d.Save(tx, s, key, false, d.Ada.ID) })
	if err := d.Load(d.T.Context()); err != nil {
		d.T.Fatal(err)
	}
}

// today is the newest day in which something was counted.
func (d *desk) today() classifiers.Count {
	d.T.Helper()
	var days []classifiers.Count
	d.World.View(func(tx *store.Tx) (err error) {
		days, _, err = classifiers.In(tx.Tx).Days(d.clock.Now(), 14)
		return err
	})
	if len(days) == 0 {
		return classifiers.Count{}
	}
	return days[0]
}

func (d *desk) health() classifiers.Setting {
	d.T.Helper()
	var s classifiers.Setting
	d.World.View(func(tx *store.Tx) (err error) {
		s, _, err = classifiers.In(tx.Tx).Setting()
		return err
	})
	return s
}

// events lists what the journal says of the classifier.
func (d *desk) events() (said []string) {
	d.T.Helper()
	rows := []struct{ kind, reason string }{}
	d.World.View(func(tx *store.Tx) error {
		found, err := db.List(tx.Tx, func(row db.Scanner) (r struct{ kind, reason string }, err error) {
			err = row.Scan(&r.kind, &r.reason)
			return r, err
		}, `SELECT kind, reason FROM journal WHERE kind LIKE 'classifier.%' ORDER BY kind, reason`)
		rows = found
		return err
	})
	for _, r := range rows {
		said = append(said, r.kind+" "+r.reason)
	}
	return said
}

// server is somebody's model server.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests []string // whole, as they came
	arrived  chan struct{}
}

func serve(t *testing.T, answer http.HandlerFunc) *server {
	t.Helper()
	s := &server{arrived: make(chan struct{}, 1000)}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.requests = append(s.requests, fmt.Sprintf("%s %s %v\n%s", r.Method, r.URL, r.Header, body))
		s.mu.Unlock()
		s.arrived <- struct{}{}
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) got() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.requests...)
}

func says(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

const negative = `{"model":"m-7","heads":{"sentiment":{"label":"negative","confidence":0.8},"press":{"label":"yes","confidence":0.7}},"usage":{"tokens":40}}`

// said is a public word of a customer's.
func (d *desk) said(text string) switchboard.Message {
	return switchboard.Message{ID: switchboard.NewID[switchboard.MessageID](noon), ExternalID: "ext-4242", Network: "mastodon", Realm: "social.example",
		AccountID: d.Account.ID, ConversationID: switchboard.NewID[switchboard.ConversationID](noon),
		IdentityID: switchboard.NewID[switchboard.IdentityID](noon), ThreadKey: "thread-77", URL: "https://social.example/@lena/4242",
		Direction: switchboard.In, Visibility: switchboard.Public, Origin: switchboard.Live,
		Author: switchboard.Author{ID: "author-99", Handle: "@lena_o@social.example", Name: "Lena Okafor"}, Content: switchboard.Content{Text: text}}
}

// doubtful is what the built-in models found, and are not sure of.
func doubtful() switchboard.Verdict {
	v := switchboard.Verdict{Language: "en", Model: "built in", Heads: map[switchboard.Head]switchboard.Finding{}}
	for _, head := range classifier.Heads() {
		v.Heads[head] = switchboard.Finding{Label: classifier.Labels(head)[0], Confidence: 0.4}
	}
	v.Heads["sentiment"] = switchboard.Finding{Label: "neutral", Confidence: 0.4}
	return v
}

func (d *desk) reads(ctx context.Context) switchboard.Verdict {
	return d.Read(ctx, d.said("It is not what I expected"), doubtful())
}
