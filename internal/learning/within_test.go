package learning_test

import (
	"errors"
	"testing"

	"switchboard/internal/learning"
	"switchboard/internal/store"
	kept "switchboard/internal/store/learning"
)

var errUndone = errors.New("undone")

// TestWhatIsLearnedWithinATransaction is the same as what is learned outside of one, and is undone with it.
func TestWhatIsLearnedWithinATransaction(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, o *office) {
		o.teach(enough)
		o.ring()
		inside := func(then error) error {
			return o.DB.Update(t.Context(), func(tx *store.Tx) error {
				node := o.node()
				node.DB, node.Book = nil, learning.Within{Tx: tx}
				outcome, err := node.LearnAlone(t.Context())
				if err != nil || outcome != kept.Taken {
					t.Errorf("%s: %v", outcome, err)
				}
				return then
			})
		}
		if err := inside(errUndone); !errors.Is(err, errUndone) || len(o.layers()) > 0 {
			t.Fatalf("%v; of what was undone %d versions are left", err, len(o.layers()))
		}
		o.learn(t.Context(), o.node())
		outside := ofSentiment(o.layers()[0])
		o.Update(func(tx *store.Tx) error {
			if err := learning.Switch(tx, false, o.Ada.ID); err != nil {
				return err
			}
			return o.use(tx, 0, 1, o.Ada)
		})
		o.Update(func(tx *store.Tx) error {
			if err := learning.Switch(tx, true, o.Ada.ID); err != nil {
				return err
			}
			return learning.Ask(tx, o.Ada.ID)
		})
		if err := inside(nil); err != nil {
			t.Fatal(err)
		}
		if all := o.layers(); len(all) != 2 || ofSentiment(all[0]) != outside {
			t.Errorf("outside %+v, within %+v", outside, all)
		}
	})
}
