package learning_test

import (
	"testing"

	"switchboard"
	"switchboard/internal/store"
	kept "switchboard/internal/store/learning"
)

// halfway lets a node learn, does something before what it learned is kept, and keeps it.
func (o *office) halfway(meanwhile func(tx *store.Tx) error) {
	o.T.Helper()
	keep, err := o.node().Halfway(o.T.Context())
	if err != nil {
		o.T.Fatal(err)
	}
	o.Update(meanwhile)
	if outcome, err := keep(); err != nil || outcome != kept.NotTried {
		o.T.Fatalf("%q of what was overtaken: %v", outcome, err)
	}
}

// TestAPersonIsNotOverruled takes the version in force back while a better one is being learned.
func TestAPersonIsNotOverruled(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		o.teach(enough)
		o.ring()
		o.learn(t.Context(), o.node())
		o.teach(enough)
		o.ring()
		o.halfway(func(tx *store.Tx) error { return o.use(tx, 0, 1, o.Bo) })
		if s := o.state(); len(o.layers()) != 1 || s.InForce != 0 || s.AskedAt.IsZero() {
			t.Errorf("%d versions, and %+v", len(o.layers()), s)
		}
		o.learn(t.Context(), o.node())
		if len(o.layers()) != 2 {
			t.Errorf("it is not learned again: %+v", o.layers())
		}
	})
}

// TestWhatTheSampleTaughtGoesWithIt leaves the sample company while it learns from its invented customers.
func TestWhatTheSampleTaughtGoesWithIt(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		o.Update(func(tx *store.Tx) error {
			if _, err := tx.EnsureInstallation("one"); err != nil {
				return err
			}
			return tx.MarkSample(store.Sample{Generation: "g", ToldAt: tx.Now(), Newcomer: o.Ada.ID,
				SampleBody: store.SampleBody{Network: "practice", Brand: o.Brand.ID, BrandName: o.Brand.Name}})
		})
		for i := range enough {
			o.corrects(o.hears("practice", whistling(i)), switchboard.HeadSentiment, taught)
		}
		o.ring()
		o.halfway(func(tx *store.Tx) error {
			_, _, err := tx.ClearSample(true)
			return err
		})
		if s := o.state(); len(o.layers()) != 0 || s.InForce != 0 {
			t.Errorf("%d versions of invented customers, and %+v", len(o.layers()), s)
		}
	})
}
