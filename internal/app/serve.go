package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/api"
	"switchboard/internal/connector"
	"switchboard/internal/console"
	"switchboard/internal/doctor"
	"switchboard/internal/netguard"
	"switchboard/internal/ownership"
	"switchboard/internal/password"
)

// stopFor is how long requests under way may take to end when the server stops.
const stopFor = 5 * time.Second

// Serve listens and runs everything until ctx ends. Ready, if given, is told the address once requests are answered.
func (a *App) Serve(ctx context.Context, ready func(net.Addr)) (err error) {
	listener, err := listenAt(ctx, "--listen", a.Settings.Listen)
	if err != nil {
		return err
	}
	if err := errors.Join(a.openPractice(listener.Addr()), a.showSample(ctx)); err != nil {
		return errors.Join(err, listener.Close())
	}
	handler, err := a.Handler()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	doors, err := a.doors(ctx, handler)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	// Requests under way may end in their time, after everything else was told to stop.
	requests, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return a.Run(ctx) })
	group.Go(func() error { return a.runPractice(ctx) })
	group.Go(func() error { return a.colleagues(ctx) })
	for _, d := range append(doors, door{listener, handler}) {
		a.open(ctx, group, d, requests, cut)
	}
	forget, err := a.saysWhere(listener.Addr())
	if err != nil {
		a.Log.Error("commands beside this server have to be told where it is, with --at", "error", err)
	} else {
		defer func() { err = errors.Join(err, forget()) }()
	}
	a.Log.Info("ready", "address", listener.Addr().String(), "version", a.Version)
	if err := a.welcome(ctx, listener.Addr()); err != nil && ctx.Err() == nil {
		a.Log.Error("no set-up link could be made", "error", err)
	}
	group.Go(func() error { return a.watchSetupLink(ctx) })
	if ready != nil {
		ready(listener.Addr())
	}
	if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	a.Log.Info("stopped")
	return nil
}

// endStreams ends requests that follow events when stopping ends; they would never end by themselves.
func endStreams(stopping context.Context, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !follows(r) {
			next.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithCancel(r.Context())
		defer cancel()
		defer context.AfterFunc(stopping, cancel)()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// follows tells whether a request asks for a stream of events.
func follows(r *http.Request) bool {
	return r.Method == http.MethodGet && (r.URL.Path == "/api/v1/events" ||
		strings.Contains(r.Header.Get("Accept"), "text/event-stream"))
}

// policyDepartments are those the policy in force names.
func (a *App) policyDepartments() []switchboard.DepartmentKey { return a.policy.Load().Departments() }

// Handler answers everything this installation serves over HTTP.
func (a *App) Handler() (http.Handler, error) {
	gate := access.NewGate(access.Options{DB: a.DB, Hasher: password.NewHasher(2), Time: a.Time, Departments: a.policyDepartments})
	options := api.Options{DB: a.DB, Desk: a.Desk, In: a.In, Out: a.Out, Hub: a.Hub, Networks: a.Networks, Access: gate,
		Ring: a.Ring, Blobs: a.Blobs, Time: a.Time, Log: a.Log, Metrics: a.metrics, PublicURL: a.Settings.PublicURL, Version: a.Version,
		Practice: a.practiceHandler(gate), Console: console.Handler(), Connect: a.connect, Redrive: a.Redrive, Outside: a.outside(), Notices: a.ways(),
		From: api.FromBehind(a.Settings.TrustedProxies), AllowPracticeBesideReal: a.Settings.PracticeBesideReal,
		Sample: a.SampleCompany(), SampleWanted: a.Sample, PracticeEnd: a,
		Consults: a.Consults, Reports: a.Reports, Second: a.Second, MayBePrivate: a.mayBePrivate(),
		Models:        a.Reader.Base,
		LinkSpent:     a.setupLinkSpent,
		Command:       a.Command,
		PolicyChanged: func(p *ownership.Policy) { a.policy.Store(p) }}
	handler, err := api.New(options)
	if err != nil {
		return nil, fmt.Errorf("app: API: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", handler)
	mux.Handle("/report", a.reportPage())
	mux.HandleFunc("GET /healthz", a.health)
	mux.HandleFunc("GET /healthz/{nonce}", a.reached)
	mux.Handle("GET /metrics", a.metrics)
	return mux, nil
}

// connect gives what a connection is opened with.
func (a *App) connect(config, secrets map[string]string) connector.Env {
	env := a.environment()
	env.Config, env.Secrets = config, secrets
	return env
}

// health says whether this node can do its work: it reads the database. A node that has no room to take in more is well,
// and says so below: it serves everything else, and what starts ill nodes again could make no room.
func (a *App) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	if err := a.ping(ctx); err != nil {
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintln(w, "ok")
	var full *switchboard.Error
	if errors.As(a.room(), &full) {
		fmt.Fprintln(w, full.Code, full.Text, full.Hint)
	}
}

// longestNonce is more than anybody needs to tell two questions apart.
const longestNonce = 100

// reached proves that whoever asks has reached this installation and no other: only its keys give this answer.
func (a *App) reached(w http.ResponseWriter, r *http.Request) {
	nonce := r.PathValue("nonce")
	if len(nonce) > longestNonce {
		http.Error(w, "too long", http.StatusBadRequest)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintln(w, doctor.Reached(a.Ring, nonce))
}

// local lets requests from this machine through.
func local(r *http.Request) bool { return netguard.IsLoopbackRequest(r) }
