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
	"switchboard/internal/netguard"
	"switchboard/internal/ownership"
	"switchboard/internal/password"
	"switchboard/internal/store"
)

// stopFor is how long requests under way may take to end when the server stops.
const stopFor = 5 * time.Second

// Serve listens and runs everything until ctx ends. Ready, if given, is told the address once requests are answered.
func (a *App) Serve(ctx context.Context, ready func(net.Addr)) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", a.Settings.Listen)
	if err != nil {
		return switchboard.Refuse(switchboard.CodeUnavailable, "The address %s cannot be listened on.", a.Settings.Listen).
			WithHint("Stop what uses it, or choose another with --listen.").WithCause(err)
	}
	if err := errors.Join(a.openPractice(listener.Addr()), a.showSample(ctx)); err != nil {
		return errors.Join(err, listener.Close())
	}
	handler, err := a.Handler()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	// Requests under way may end in their time, after everything else was told to stop.
	requests, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	group, ctx := errgroup.WithContext(ctx)
	server := &http.Server{Handler: endStreams(ctx, handler), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, BaseContext: func(net.Listener) context.Context { return requests }}
	group.Go(func() error { return a.Run(ctx) })
	group.Go(func() error { return a.runPractice(ctx) })
	group.Go(func() error { return a.colleagues(ctx) })
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("app: web server: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopFor)
		defer cancel()
		err := server.Shutdown(stop)
		cut()
		if errors.Is(err, context.DeadlineExceeded) {
			a.Log.Warn("requests that took too long were cut off")
			return server.Close()
		}
		return err
	})
	a.Log.Info("ready", "address", listener.Addr().String(), "version", a.Version)
	a.welcome(ctx)
	if ready != nil {
		ready(listener.Addr())
	}
	if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	a.Log.Info("stopped")
	return nil
}

// welcome says what to do first to whoever starts an installation in which nobody can sign in.
func (a *App) welcome(ctx context.Context) {
	var agents []switchboard.Agent
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		agents, err = tx.Agents()
		return err
	})
	if err == nil && len(agents) == 0 {
		a.Log.Info("nobody can sign in yet: stop the server, make somebody with `switchboard user add`, and start it again")
	}
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

// Handler answers everything this installation serves over HTTP.
func (a *App) Handler() (http.Handler, error) {
	gate := access.NewGate(access.Options{DB: a.DB, Hasher: password.NewHasher(2), Time: a.Time})
	options := api.Options{DB: a.DB, Desk: a.Desk, In: a.In, Out: a.Out, Hub: a.Hub, Networks: a.Networks, Access: gate,
		Ring: a.Ring, Blobs: a.Blobs, Time: a.Time, Log: a.Log, Metrics: a.metrics, PublicURL: a.Settings.PublicURL, Version: a.Version,
		Practice: a.practiceHandler(gate), Console: console.Handler(), Connect: a.connect, Redrive: a.Redrive, Outside: a.outside(),
		Sample: a.SampleCompany(), SampleWanted: a.Sample,
		From: api.FromBehind(a.Settings.TrustedProxies), AllowPracticeBesideReal: a.Settings.PracticeBesideReal,
		PolicyChanged: func(p *ownership.Policy) { a.policy.Store(p) }}
	handler, err := api.New(options)
	if err != nil {
		return nil, fmt.Errorf("app: API: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", handler)
	mux.HandleFunc("GET /healthz", a.health)
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

// local lets requests from this machine through.
func local(r *http.Request) bool { return netguard.IsLoopbackRequest(r) }
