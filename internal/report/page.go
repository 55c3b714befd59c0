package report

import (
	"bytes"
	"context"
	"crypto/hmac"
	_ "embed" // the page
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

//go:embed page.html
var source string

var page = template.Must(template.New("report").Parse(source))

// Page is the page on which anybody of the company reports what they saw, without a login.
type Page struct {
	DB   *store.DB
	Desk *Desk
	Ring *seal.Ring
	Time timesource.Source
	Log  *slog.Logger
	From func(*http.Request) string // where a request comes from: an address without its port
	Room func() error               // refuses while nothing more can be taken in; nil never does
	// Typeface is where this server gives the console's typeface (WOFF2); empty where it gives none.
	Typeface string

	mu    sync.Mutex
	tried map[string]*permits
	all   permits
}

// permits are what is left of how often something may be done; they come back with time.
type permits struct {
	used float64
	at   time.Time
}

// take uses one of at most so many, of which one comes back in every so long.
func (p *permits) take(now time.Time, most float64, every time.Duration) bool {
	p.used = max(0, p.used-now.Sub(p.at).Seconds()/every.Seconds())
	p.at = now
	if p.used+1 > most {
		return false
	}
	p.used++
	return true
}

const (
	cookieName = "switchboard_report"
	tokenFor   = 2 * time.Hour
	maxForm    = 64 << 10
	perSender  = 6  // forms at once, and one more each two minutes
	perHour    = 60 // of all senders together
	maxSenders = 10_000
)

// Word is the digest that is kept of the company's word.
func Word(ring *seal.Ring, word string) []byte {
	sum := ring.Digest("report_word", word)
	return sum[:]
}

// ServeHTTP shows the form and takes it. While the form is off there is nothing here.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.head(w)
	var setting Setting
	var blank shown
	err := p.DB.View(r.Context(), func(tx *store.Tx) (err error) {
		if setting, err = ReadSetting(tx); err == nil {
			blank, err = p.blank(tx, setting)
		}
		return err
	})
	switch {
	case err != nil:
		p.Log.ErrorContext(r.Context(), "the page for reports could not be shown", "error", err)
		http.Error(w, "This does not work right now.", http.StatusServiceUnavailable)
	case setting.Form == FormOff, setting.Form == FormNetwork && !setting.Admits(p.From(r)):
		http.NotFound(w, r) // whoever may not use it is not told that it is there
	case r.Method == http.MethodGet, r.Method == http.MethodHead:
		p.look(w, r, blank)
	case r.Method == http.MethodPost:
		p.post(w, r, setting, blank)
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		http.Error(w, "Only GET and POST.", http.StatusMethodNotAllowed)
	}
}

func (p *Page) head(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
}

// shown is what the page shows.
type shown struct {
	Company  string // its name; empty where it has said none
	Typeface string
	Word     bool
	Token    string
	Done     bool
	Address  string // where the page says what becomes of what was just reported
	Told     string // what has become of a report
	Trouble  string
	Hint     string
	Filled   Filled
}

// blank is the page before anybody has written on it.
func (p *Page) blank(tx *store.Tx, setting Setting) (shown, error) {
	s := shown{Word: setting.Form == FormWord, Typeface: p.Typeface}
	hours, _, err := tx.Hours(calendar.Company)
	if err != nil {
		return s, err
	}
	s.Company = hours.Name
	return s, nil
}

// show gives the page a token that only this browser can send back.
func (p *Page) show(w http.ResponseWriter, r *http.Request, s shown, status int) {
	nonce := seal.NewToken()
	s.Token = p.signer().Sign([]byte(nonce), p.Time.Now().Add(tokenFor))
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: nonce, Path: "/report", MaxAge: int(tokenFor.Seconds()), HttpOnly: true,
		Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode})
	var body bytes.Buffer
	if err := page.Execute(&body, s); err != nil {
		p.Log.ErrorContext(r.Context(), "the page for reports could not be written", "error", err)
		http.Error(w, "This does not work right now.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // whoever left needs no answer
}

func (p *Page) signer() seal.Signer { return p.Ring.Signer("report-form") }

// genuine reports whether the form was shown to this browser by us.
func (p *Page) genuine(r *http.Request) bool {
	cookie, err := r.Cookie(cookieName)
	if err != nil || r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		return false
	}
	nonce, err := p.signer().Verify(r.PostFormValue("token"), p.Time.Now())
	return err == nil && hmac.Equal(nonce, []byte(cookie.Value))
}

func (p *Page) post(w http.ResponseWriter, r *http.Request, setting Setting, s shown) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		s.Trouble = "That is too much for one report."
		p.show(w, r, s, http.StatusRequestEntityTooLarge)
		return
	}
	s.Filled = Filled{URL: clipTo(r.PostFormValue("url"), 4000), Text: clipTo(r.PostFormValue("text"), maxText),
		Author: clipTo(r.PostFormValue("author"), 200), Name: clipTo(r.PostFormValue("name"), 200)}
	switch {
	case !p.allows(p.From(r)):
		w.Header().Set("Retry-After", "120")
		s.Trouble, s.Hint = "That is too often.", "Wait a few minutes, then send it again."
		p.show(w, r, s, http.StatusTooManyRequests)
	case !p.genuine(r):
		s.Trouble, s.Hint = "This page was open for too long, or its cookie is missing.", "What you wrote is still here: send it again."
		p.show(w, r, s, http.StatusForbidden)
	case setting.Form == FormWord && !hmac.Equal(Word(p.Ring, strings.TrimSpace(r.PostFormValue("word"))), setting.Word):
		s.Trouble, s.Hint = "That is not the word for this page.", "Ask a colleague for it."
		p.show(w, r, s, http.StatusForbidden)
	default:
		p.take(w, r, s)
	}
}

// take takes the report in. Whether what it tells of is known, and what becomes of it, the page does not say.
func (p *Page) take(w http.ResponseWriter, r *http.Request, s shown) {
	id, err := p.submit(r.Context(), s.Filled)
	var refused *switchboard.Error
	switch {
	case err == nil:
		s.Done, s.Address, s.Filled = true, p.addressOf(id), Filled{}
		p.show(w, r, s, http.StatusOK)
	case errors.As(err, &refused):
		s.Trouble, s.Hint = refused.Text, refused.Hint
		p.show(w, r, s, http.StatusUnprocessableEntity)
	default:
		p.Log.ErrorContext(r.Context(), "a report could not be taken in", "error", err)
		s.Trouble, s.Hint = "This did not work, and nothing of it was kept.", "Send it again in a moment."
		p.show(w, r, s, http.StatusServiceUnavailable)
	}
}

func (p *Page) submit(ctx context.Context, f Filled) (id switchboard.ReportID, err error) {
	if p.Room != nil {
		if err := p.Room(); err != nil {
			return id, err
		}
	}
	err = p.DB.Update(ctx, func(tx *store.Tx) error {
		id, err = p.Desk.Submit(tx, f)
		return err
	})
	return id, err
}

// allows counts one try, of one sender and of all together: a word must not be found out by trying.
func (p *Page) allows(from string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tried == nil || len(p.tried) >= maxSenders {
		p.tried = map[string]*permits{}
	}
	one := p.tried[from]
	if one == nil {
		one = &permits{}
		p.tried[from] = one
	}
	now := p.Time.Now()
	return one.take(now, perSender, 2*time.Minute) && p.all.take(now, perHour, time.Minute)
}

func clipTo(text string, most int) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), most)])
}
