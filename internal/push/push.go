// Package push tells browsers: web push with a key of the installation (RFC 8292), encrypted for the browser alone
// (RFC 8291), so that the push service in between can read nothing.
package push

import (
	"context"
	"crypto/ecdh"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	webpush "github.com/SherClockHolmes/webpush-go"

	"switchboard"
	"switchboard/internal/netguard"
)

// Keys are what an installation signs with; the public one is given to browsers.
type Keys struct {
	Public  string `json:"public"`
	Private string `json:"private"`
}

// NewKeys makes a pair.
func NewKeys() (k Keys, err error) {
	k.Private, k.Public, err = webpush.GenerateVAPIDKeys()
	return k, err
}

// Browser is where a browser is told and how it is encrypted for, as its own subscription says.
type Browser struct {
	Endpoint string `json:"endpoint" maxLength:"2000" doc:"As PushSubscription.endpoint gives it"`
	P256dh   string `json:"p256dh" maxLength:"200" doc:"Its public key, base64url"`
	Auth     string `json:"auth" maxLength:"100" doc:"Its authentication secret, base64url"`
}

// Check refuses what no browser gives, with code invalid and the field.
func (b Browser) Check() error {
	bad := func(field, text string) error {
		return switchboard.Refuse(switchboard.CodeInvalid, "%s", text).WithField(field).
			WithHint("Pass on what the browser's push subscription says.")
	}
	u, err := url.Parse(b.Endpoint)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" {
		return bad("endpoint", "This is not the address of a push service.")
	}
	key, err := decode(b.P256dh)
	if err != nil {
		return bad("p256dh", "This key cannot be read.")
	}
	if _, err := ecdh.P256().NewPublicKey(key); err != nil {
		return bad("p256dh", "This is not a public key.")
	}
	if secret, err := decode(b.Auth); err != nil || len(secret) != 16 {
		return bad("auth", "This is not an authentication secret.")
	}
	return nil
}

func decode(text string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
}

// Message is what a browser is told. The service worker shows it.
type Message struct {
	Title string         `json:"title"`
	Body  string         `json:"body,omitempty"`
	Tag   string         `json:"tag"` // what takes the place of what: the id of the notice
	URL   string         `json:"url,omitempty"`
	Event string         `json:"event"`
	Count int            `json:"count"` // how many notices it stands for
	Data  map[string]any `json:"data,omitempty"`
	Loud  bool           `json:"loud,omitempty"` // it is an alarm
}

// Client sends requests, without following redirects or repeating them; netguard's Sending is one.
type Client interface {
	Do(*http.Request) (*http.Response, error)
}

// Sender pushes under one pair of keys.
type Sender struct {
	Client  Client
	Keys    Keys
	Subject string // who runs this installation: a mailto: or https: address, as push services ask for
	Now     func() time.Time
}

// Errors of Push. Every other error leaves open whether the browser is told.
var (
	ErrGone    = errors.New("the browser is not subscribed any more")
	ErrRefused = errors.New("the push service refuses this")
)

// Later is an error that says when to come back: certainly nothing was told.
type Later struct {
	After time.Duration
	Code  string
}

// Error implements error.
func (l *Later) Error() string { return "push: not now: " + l.Code }

// largest is what every push service takes; ttl is how long it keeps trying.
const (
	largest = 3000
	ttl     = 4 * time.Hour
)

// Push tells one browser once.
func (s Sender) Push(ctx context.Context, to Browser, m Message) error {
	text, err := json.Marshal(m)
	if err != nil || len(text) > largest {
		return fmt.Errorf("%w: the message is too long", ErrRefused)
	}
	urgency := webpush.UrgencyNormal
	if m.Loud {
		urgency = webpush.UrgencyHigh
	}
	response, err := webpush.SendNotificationWithContext(ctx, text,
		&webpush.Subscription{Endpoint: to.Endpoint, Keys: webpush.Keys{P256dh: to.P256dh, Auth: to.Auth}},
		&webpush.Options{HTTPClient: s.Client, Subscriber: s.Subject, TTL: int(ttl.Seconds()), Urgency: urgency,
			VAPIDPublicKey: s.Keys.Public, VAPIDPrivateKey: s.Keys.Private, VapidExpiration: s.Now().Add(12 * time.Hour)})
	if err != nil {
		return unsent(err)
	}
	response.Body.Close()
	return judge(response, s.Now())
}

// unsent tells a request that never left from one that may have arrived.
func unsent(err error) error {
	var sent *netguard.SendError
	if errors.Is(err, netguard.ErrRefused) {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if errors.As(err, &sent) && !netguard.MaybeSent(err) {
		return &Later{Code: "unreachable"}
	}
	if sent == nil { // it was not even a request: its keys cannot be used
		var broken *url.Error
		if !errors.As(err, &broken) {
			return fmt.Errorf("%w: %w", ErrRefused, err)
		}
	}
	return fmt.Errorf("push: %w", err)
}

func judge(r *http.Response, now time.Time) error {
	switch {
	case r.StatusCode >= 200 && r.StatusCode < 300:
		return nil
	case r.StatusCode == http.StatusNotFound || r.StatusCode == http.StatusGone:
		return ErrGone
	case r.StatusCode == http.StatusTooManyRequests:
		return &Later{After: netguard.RetryAfter(r.Header, now), Code: "status_429"}
	case r.StatusCode >= 300 && r.StatusCode < 500:
		return fmt.Errorf("%w: status %d", ErrRefused, r.StatusCode)
	}
	return fmt.Errorf("push: status %d", r.StatusCode)
}
