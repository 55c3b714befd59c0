package secondread_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard/internal/seal"
	"switchboard/internal/secondread"
	"switchboard/internal/store"
	"switchboard/internal/store/classifiers"
	"switchboard/internal/store/notices"
	"switchboard/internal/store/storetest"
	"switchboard/internal/triage/classifier"
)

func (d *desk) setting() (s classifier.Settings, hasKey bool) {
	d.T.Helper()
	d.World.View(func(tx *store.Tx) (err error) {
		s, hasKey, err = secondread.Setting(tx)
		return err
	})
	return s, hasKey
}

func TestOffUntilSomebodySaysSo(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, d *desk) {
		if err := d.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		s, hasKey := d.setting()
		if diff := cmp.Diff(classifier.Defaults(), s); diff != "" || hasKey {
			t.Error(diff)
		}
		if diff := cmp.Diff(doubtful(), d.reads(t.Context())); diff != "" {
			t.Error(diff)
		}
	})
}

// TestTheKeyIsSealedAndStaysWithItsServer keeps the key from a server it is not for.
func TestTheKeyIsSealedAndStaysWithItsServer(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, d *desk) {
		server, other := serve(t, says(negative)), serve(t, says(negative))
		s := settings(server.URL)
		d.says(s, "s3cr3t-key")
		d.World.View(func(tx *store.Tx) error {
			sealed, found, err := notices.In(tx.Tx).Secret("classifier")
			if !found || bytes.Contains(sealed, []byte("s3cr3t")) {
				t.Errorf("stored: %q", sealed)
			}
			return err
		})
		s.CallsDay = 9
		d.says(s, "")
		if _, hasKey := d.setting(); !hasKey {
			t.Error("the key was lost by a change beside it")
		}
		s.URL = other.URL
		d.says(s, "")
		if _, hasKey := d.setting(); hasKey {
			t.Error("the key of one server is kept for another")
		}
		d.reads(t.Context())
		if all := other.got(); len(all) != 1 || bytes.Contains([]byte(all[0]), []byte("Authorization")) {
			t.Errorf("another server sees %q", all)
		}
		d.says(s, "another")
		d.World.Update(func(tx *store.Tx) error { return d.Save(tx, s, "", true, d.Ada.ID) })
		s.On = false
		d.says(s, "")
		if _, hasKey := d.setting(); hasKey {
			t.Error("the key was to be forgotten")
		}
		want := []string{"classifier.changed changed", "classifier.changed changed", "classifier.changed changed", "classifier.changed changed",
			"classifier.changed off", "classifier.changed on"}
		if diff := cmp.Diff(want, d.events()); diff != "" {
			t.Error(diff)
		}
	})
}

// TestWithoutItsKeyNobodyIsAsked holds that a lost ring switches it off instead of sending without a key.
func TestWithoutItsKeyNobodyIsAsked(t *testing.T) {
	t.Parallel()
	d := newDesk(t, storetest.Lite)
	s := serve(t, says(negative))
	d.says(settings(s.URL), "s3cr3t-key")
	node := d.node(t)
	node.Sealer = seal.NewRing()
	if err := node.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if v := node.Read(t.Context(), d.said("hm"), doubtful()); v.Outside != nil || len(s.got()) > 0 {
		t.Errorf("asked: %+v", v.Outside)
	}
}

// TestWhatIsPassedOverIsCounted counts a minute after the first, and what is left at the end.
func TestWhatIsPassedOverIsCounted(t *testing.T) {
	t.Parallel()
	d := newDesk(t, storetest.Lite)
	d.says(settings("http://127.0.0.1:1"), "")
	d.Workers = 1 // nobody is ever asked
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	d.reads(t.Context())
	go func() { done <- d.Run(ctx) }()
	d.clock.AwaitTimers(1)
	d.reads(t.Context())
	d.clock.Advance(time.Minute)
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if c := d.today(); c != (classifiers.Count{Period: "2026-03-02", Busy: 2}) {
		t.Errorf("counted: %+v", c)
	}
	if all := d.took(); len(all) != 2 || all[0] != secondread.Busy {
		t.Errorf("watched: %v", all)
	}
}
