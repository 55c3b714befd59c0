package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/store"
)

const (
	rememberFor = 24 * time.Hour
	// abandoned is after how long a request without an answer counts as cut off by a crash. It may run again unless it has
	// had an effect.
	abandoned = time.Minute
	maxKey    = 200     // bytes of an idempotency key
	maxAnswer = 1 << 20 // bytes of an answer that is remembered
)

// replays reports whether the route takes an idempotency key.
func (r route) replays() bool { return r.unsafe() && !r.Open && !r.Setup && !r.Stream && !r.Raw }

// replay lets a request that carries an idempotency key have its effect once.
func (s *server) replay(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := r.Header.Get("Idempotency-Key")
		if key == "" {
			next.ServeHTTP(w, r)
			return
		}
		once, err := s.once(r, key)
		if err == nil {
			err = once.serve(w, r, next)
		}
		if err != nil {
			s.fail(w, r, err)
		}
	})
}

// once is one request that carries a key.
type once struct {
	s       *server
	run     store.Run
	request []byte // digest of what is asked
}

func (s *server) once(r *http.Request, key string) (once, error) {
	if len(key) > maxKey {
		return once{}, switchboard.Refuse(switchboard.CodeInvalid, "The idempotency key is too long.").
			WithField("Idempotency-Key").WithHint("A random UUID does.")
	}
	sent, err := io.ReadAll(r.Body)
	if err != nil {
		return once{}, err
	}
	r.Body = io.NopCloser(bytes.NewReader(sent))
	o := once{s: s}
	agent := callOf(r.Context()).actor.Agent
	o.run = store.Run{Digest: digestOf(agent[:], []byte(key)), At: s.Time.Now()}
	o.request = digestOf([]byte(r.Method), []byte(r.URL.RequestURI()), []byte(r.Header.Get("If-Match")), sent)
	return o, nil
}

// digestOf fingerprints parts so that no two different lists give the same.
func digestOf(parts ...[]byte) []byte {
	all := sha256.New()
	for _, part := range parts {
		sum := sha256.Sum256(part)
		all.Write(sum[:])
	}
	return all.Sum(nil)
}

func (o once) serve(w http.ResponseWriter, r *http.Request, next http.Handler) error {
	before, err := o.begin(r.Context())
	if err != nil {
		return err
	}
	if before != nil {
		return o.again(w, *before)
	}
	kept := &keeper{ResponseWriter: w}
	done := false
	defer func() {
		if !done { // it panicked: it may be tried again
			o.finish(r, store.Remembered{})
		}
	}()
	detached, stop := o.detached(r)
	defer stop()
	next.ServeHTTP(kept, detached)
	done = true
	o.finish(r, kept.remembered())
	return nil
}

// detached lets the request go on when its caller is gone, so that its answer is there when they ask again; but not for
// as long as would make it count as abandoned.
func (o once) detached(r *http.Request) (*http.Request, func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	stop := o.s.Time.AfterFunc(abandoned-10*time.Second, cancel)
	ctx = store.WithEffect(ctx, func(tx *store.Tx) error { return tx.MarkRemembered(o.run) })
	return r.WithContext(ctx), func() {
		stop()
		cancel()
	}
}

// begin notes that the request runs, or finds the one that came before it under the same key.
func (o once) begin(ctx context.Context) (before *store.Remembered, err error) {
	err = o.s.update(ctx, func(tx *store.Tx) error {
		if before, err = tx.Remember(o.run, o.request); err != nil || before == nil {
			return err
		}
		age := tx.Now().Sub(before.At)
		cutOff := before.Running() && !before.HadEffect() && age >= abandoned
		if age < rememberFor && !cutOff {
			return nil
		}
		if err := tx.DropRemembered(store.Run{Digest: o.run.Digest, At: before.At}); err != nil {
			return err
		}
		before, err = tx.Remember(o.run, o.request)
		return err
	})
	return before, err
}

// again answers a request that came before.
func (o once) again(w http.ResponseWriter, before store.Remembered) error {
	if !before.Same(o.request) {
		return switchboard.Refuse(switchboard.CodeKeyReused, "This idempotency key came with another request.").
			WithField("Idempotency-Key").WithHint("Use a new key for every new request.")
	}
	ended := !before.Running() || o.s.Time.Now().Sub(before.At) >= abandoned
	switch {
	case before.HadEffect() && ended:
		return switchboard.Refuse(switchboard.CodeConflict, "Something of this request was done, and its answer was lost.").
			WithHint("Look at what is there now; ask with a new key only for what is still missing.")
	case before.Running():
		return refusal{retry: time.Second, what: switchboard.Refuse(switchboard.CodeConflict,
			"The same request is under way.").WithHint("Ask again in a moment for its answer.")}
	}
	body, err := o.s.Ring.Open(before.Body, o.binding())
	if err != nil {
		return err
	}
	w.Header().Set("Idempotency-Replayed", "true")
	if before.MediaType != "" {
		w.Header().Set("Content-Type", before.MediaType)
	}
	w.WriteHeader(before.Status)
	_, _ = w.Write(body) // whoever left needs no answer
	return nil
}

// finish keeps the answer, sealed since it may hold what customers wrote or a secret shown once. An answer that says
// nothing about the request itself is forgotten.
func (o once) finish(r *http.Request, got store.Remembered) {
	ctx := context.WithoutCancel(r.Context())
	err := o.keep(ctx, got)
	if err != nil {
		o.s.Log.ErrorContext(ctx, "an answer could not be remembered", "request", callOf(ctx).id, "error", err)
	}
}

func (o once) keep(ctx context.Context, got store.Remembered) error {
	passing := got.Status == 0 || got.Status >= http.StatusInternalServerError || got.Status == http.StatusTooManyRequests
	if passing {
		return o.s.update(ctx, func(tx *store.Tx) error { return tx.EndRemembered(o.run) })
	}
	sealed, err := o.s.Ring.Seal(got.Body, o.binding())
	if err != nil {
		return err
	}
	got.Body = sealed
	return o.s.update(ctx, func(tx *store.Tx) error { return tx.FinishRemembered(o.run, got) })
}

func (o once) binding() string { return "remembered/" + hex.EncodeToString(o.run.Digest) }

// keeper keeps what goes out.
type keeper struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
	over   bool
}

// WriteHeader notes the status.
func (k *keeper) WriteHeader(status int) {
	if k.status == 0 {
		k.status = status
	}
	k.ResponseWriter.WriteHeader(status)
}

// Write keeps a copy.
func (k *keeper) Write(p []byte) (int, error) {
	if k.status == 0 {
		k.status = http.StatusOK
	}
	if k.body.Len()+len(p) > maxAnswer {
		k.over = true
	} else {
		k.body.Write(p)
	}
	return k.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController through.
func (k *keeper) Unwrap() http.ResponseWriter { return k.ResponseWriter }

func (k *keeper) remembered() store.Remembered {
	if k.status == 0 {
		k.status = http.StatusOK
	}
	if k.over {
		return store.Remembered{}
	}
	return store.Remembered{Status: k.status, Body: k.body.Bytes(), MediaType: k.Header().Get("Content-Type")}
}
