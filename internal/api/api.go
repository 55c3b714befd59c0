package api

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/connector"
	"switchboard/internal/consult"
	"switchboard/internal/desk"
	"switchboard/internal/flow"
	"switchboard/internal/live"
	"switchboard/internal/ownership"
	"switchboard/internal/report"
	"switchboard/internal/seal"
	"switchboard/internal/secondread"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
	"switchboard/internal/triage"
)

// Networks is what the API knows of the connectors that are built in. A *connector.Registry is one.
type Networks interface {
	Get(key switchboard.NetworkKey) (connector.Spec, error)
	All() []connector.Spec
}

// Metrics counts requests. Route is the pattern of the operation, never the address that was asked for.
type Metrics interface {
	Request(method, route string, status int, took time.Duration)
}

// Options are the parts the API stands on. Hooks may be nil: what needs one is then refused as unavailable.
type Options struct {
	DB        *store.DB
	Desk      *desk.Desk
	In        flow.Inbound
	Out       flow.Outbound
	Hub       *live.Hub
	Networks  Networks
	Access    *access.Gate
	Ring      *seal.Ring
	Time      timesource.Source
	Log       *slog.Logger
	Blobs     Blobs   // keeps files; nil takes and gives none
	Metrics   Metrics // may be nil
	Command   string  // how the program was called, for hints that say what to type; of a whole path only the name is told
	PublicURL string  // as people reach it; with https the cookie is bound to its host
	Version   string
	Practice  http.Handler // serves /practice; may be nil
	// PracticeEnd removes what was practised; nil where nothing can be.
	PracticeEnd PracticeEnd
	Console     http.Handler // serves every address that is not the API's; may be nil
	// From names where a request comes from, for limits on signing in: an address without its port. Nil takes the
	// connection's own; behind a proxy it has to read what the proxy says.
	From func(*http.Request) string
	// Connect gives what a connection is opened with, to try an account's settings.
	Connect func(config, secrets map[string]string) connector.Env
	// AccountChanged is called after an account was committed in a new form.
	AccountChanged func(switchboard.AccountID)
	// PolicyChanged is called after a policy was activated; deciding goes by it from then on.
	PolicyChanged func(*ownership.Policy)
	// Outside is what hears programs outside and tells them.
	Outside Outside
	// Redrive tries to understand something in quarantine again.
	Redrive func(ctx context.Context, id switchboard.QuarantineID) error
	// Sample makes and removes the sample company; nil where there is none to make.
	Sample Sample
	// SampleWanted says that the server was started to show it.
	SampleWanted bool
	// Consults asks people outside; nil where nobody can be asked.
	Consults *consult.Desk
	// Reports takes in what colleagues report; nil where nothing is.
	Reports *report.Desk
	// Second asks the external classifier; nil where nobody can be asked.
	Second *secondread.Reader
	// MayBePrivate says that the operator lets servers of the company's own have private addresses.
	MayBePrivate bool
	// Models names those messages are read with, without what was learned on site; nil where nothing is learned.
	Models func() string
	// LinkSpent is called after the set-up link was used, or set-up ended without it.
	LinkSpent func()
	// Notices is what the API needs of the ways people are told in.
	Notices Notices
	// AllowPracticeBesideReal lets accounts of the practice network stand beside those of real ones.
	AllowPracticeBesideReal bool
}

// server is the API while it runs.
type server struct {
	Options
	huma    huma.API
	mux     *http.ServeMux
	routes  []route
	cookie  cookie
	origins *http.CrossOriginProtection
	rates   *buckets
	renewed *renewals
	read    func() triage.Triager // reads the invented messages of a proposal

	streaming   context.Context // of streams that have left the web server's hands
	endStreams  context.CancelFunc
	stopStreams sync.Once
}

// New builds the handler for /api/ and /problems/, for /practice when there is one, and for the console at what is left.
func New(o Options) (http.Handler, error) {
	s, err := newServer(o)
	if err != nil {
		return nil, err
	}
	return s.handler()
}

func newServer(o Options) (*server, error) {
	if o.DB == nil || o.Access == nil || o.Time == nil || o.Log == nil || o.Ring == nil || o.Networks == nil || o.Desk == nil {
		return nil, fmt.Errorf("api: a part is missing")
	}
	if o.In.Triage == nil {
		o.In.Triage = triage.Shipped()
	}
	if o.From == nil {
		o.From = peer
	}
	public, err := url.Parse(o.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("api: public address: %w", err)
	}
	s := newBare(o)
	s.cookie = cookieFor(public)
	s.streaming, s.endStreams = context.WithCancel(context.Background())
	if public.Host != "" {
		if err := s.origins.AddTrustedOrigin(public.Scheme + "://" + public.Host); err != nil {
			return nil, fmt.Errorf("api: public address: %w", err)
		}
	}
	s.declare()
	return s, nil
}

func newBare(o Options) *server {
	return &server{Options: o, mux: http.NewServeMux(), cookie: cookieFor(&url.URL{}), rates: newBuckets(perSecond, burst), renewed: &renewals{},
		origins: http.NewCrossOriginProtection(), read: sync.OnceValue(triage.Shipped)}
}

// declare puts every operation on the mux and into the description.
func (s *server) declare() {
	s.huma = huma.NewAPI(s.humaConfig(), adapter{s})
	for _, add := range resources() {
		add(s)
	}
}

func (s *server) handler() (http.Handler, error) {
	document, err := s.document()
	if err != nil {
		return nil, err
	}
	s.mux.HandleFunc("GET /api/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(document) // whoever left needs no answer
	})
	s.mux.HandleFunc("GET /problems/{code}", s.explainProblem)
	s.mux.HandleFunc("/api/", s.nothingHere)
	s.mux.Handle("/", s.pages())
	if s.Practice != nil {
		s.mux.Handle("/practice", s.Practice)
		s.mux.Handle("/practice/", s.Practice)
	}
	return s.serve(s.mux), nil
}

// pages is what answers every address that is not the API's.
func (s *server) pages() http.Handler {
	if s.Console == nil {
		return http.HandlerFunc(s.nothingHere)
	}
	return s.Console
}

// document is the description of the API, OpenAPI 3.1.
func (s *server) document() ([]byte, error) {
	delete(s.huma.OpenAPI().Components.Schemas.Map(), "ErrorModel") // huma's own; errors here are Problems
	document, err := json.Marshal(s.huma.OpenAPI())
	if err != nil {
		return nil, fmt.Errorf("api: describe: %w", err)
	}
	return document, nil
}

// Document describes the API as it is served at /api/openapi.json, for what is generated from it.
func Document(version string) ([]byte, error) {
	s := newBare(Options{Version: version})
	s.declare()
	return s.document()
}

func (s *server) humaConfig() huma.Config {
	config := huma.DefaultConfig("Switchboard", s.Version)
	config.CreateHooks, config.OpenAPIPath, config.DocsPath, config.SchemasPath = nil, "", "", ""
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.RejectUnknownQueryParameters = true
	config.Transformers = []huma.Transformer{s.translate}
	config.Info.Description = "Everything a person can do. Errors are RFC 9457 problems with a `code` to branch on and, " +
		"where there is one, a `hint`: the way out. Lists are pages: pass `next` as `after`. Unsafe requests may carry an " +
		"`Idempotency-Key`: within 24 hours the same key gives the same answer. A request that says in `" + meantFor +
		"` which agent it is meant for is refused as `somebody_else` when another one is signed in."
	config.Servers = []*huma.Server{{URL: "/"}}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "An API token, beginning with " + access.TokenPrefix},
		"session": {Type: "apiKey", In: "cookie", Name: s.cookie.name, Description: "A browser that has signed in"},
		"setup":   {Type: "apiKey", In: "cookie", Name: s.cookie.visit(), Description: "A browser that has used the set-up link"},
	}
	return config
}

// view reads one consistent state.
func (s *server) view(ctx context.Context, fn func(*store.Tx) error) error { return s.DB.View(ctx, fn) }

// update does something durable. fn may run more than once.
func (s *server) update(ctx context.Context, fn func(*store.Tx) error) error {
	return s.DB.Update(ctx, fn)
}

// Housekeep forgets what is no longer needed: answers remembered for idempotency keys, sessions long over. It is to be
// called now and then, and does a bounded piece of work at a time.
func Housekeep(ctx context.Context, d *store.DB, now time.Time) error {
	const page = 500
	return d.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.ForgetRemembered(now.Add(-rememberFor), page); err != nil {
			return err
		}
		_, err := tx.ForgetSessions(now, page)
		return err
	})
}
