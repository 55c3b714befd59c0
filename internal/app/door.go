package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"switchboard"
	"switchboard/internal/certificate"
)

// door is one place where requests are answered.
type door struct {
	net.Listener
	handler http.Handler
}

// strict tells browsers that have come by https once to come by nothing else, for a month.
const strict = "max-age=2592000"

// doors are those beside the listening address: with a certificate of our own, one for https and one that sends people
// there and answers the certificate authority.
func (a *App) doors(ctx context.Context, handler http.Handler) ([]door, error) {
	if !a.Settings.Acme.On {
		return nil, nil
	}
	keeper, err := certificate.New(certificate.Options{PublicURL: a.Settings.PublicURL, Data: a.Settings.Data, Email: a.Settings.Acme.Email,
		Directory: a.Settings.Acme.Directory, Client: a.Guard.Reading(), UserAgent: "Switchboard/" + a.Version})
	if err != nil {
		return nil, err
	}
	safe, err := listenAt(ctx, "--set acme-https=…", a.Settings.Acme.HTTPS)
	if err != nil {
		return nil, err
	}
	plain, err := listenAt(ctx, "--set acme-http=…", a.Settings.Acme.HTTP)
	if err != nil {
		return nil, errors.Join(err, safe.Close())
	}
	return []door{{plain, keeper.Plain()}, {tls.NewListener(safe, keeper.TLS()), strictly(handler)}}, nil
}

func strictly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", strict)
		next.ServeHTTP(w, r)
	})
}

// listenAt takes an address, or says with what to choose another.
func listenAt(ctx context.Context, flag, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, switchboard.Refuse(switchboard.CodeUnavailable, "The address %s cannot be listened on.", address).
			WithHint("Stop what uses it, or choose another with " + flag + ". Ports below 1024 may need a permission; a " +
				"container or service manager can give it.").WithCause(err)
	}
	return listener, nil
}

// open serves a door until ctx ends; requests under way then have stopFor to end before they are cut.
func (a *App) open(ctx context.Context, group *errgroup.Group, d door, requests context.Context, cut func()) {
	server := &http.Server{Handler: endStreams(ctx, d.handler), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, BaseContext: func(net.Listener) context.Context { return requests },
		ErrorLog: slog.NewLogLogger(a.Log.Handler(), slog.LevelDebug)} // strangers' broken handshakes
	group.Go(func() error {
		if err := server.Serve(d); !errors.Is(err, http.ErrServerClosed) {
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
}
