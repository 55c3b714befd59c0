package doctor

import (
	"testing"
	"time"

	"switchboard/internal/store"
	"switchboard/internal/store/learning"
	"switchboard/internal/store/storetest"
	"switchboard/internal/triage/layer"
)

func TestWhatWasLearnedCannotBeRead(t *testing.T) {
	t.Parallel()
	d := storetest.Open(t, storetest.Lite(t, time.Now))
	whole, err := (&layer.Layer{Base: "tone/1"}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		weights []byte
		want    Level
	}{{whole, Fine}, {[]byte("not what it was"), Problem}} {
		var doctor Doctor
		if err := d.Update(t.Context(), func(tx *store.Tx) error {
			number, err := learning.In(tx.Tx).AddLayer(learning.Layer{Ruling: layer.Better, Base: "tone/1", MadeAt: tx.Now()}, c.weights)
			if err != nil {
				return err
			}
			if err := learning.In(tx.Tx).Use(number); err != nil {
				return err
			}
			return doctor.learned(tx)
		}); err != nil {
			t.Fatal(err)
		}
		if len(doctor.findings) != 1 || doctor.findings[0].Level != c.want {
			t.Errorf("of %d bytes it says %+v", len(c.weights), doctor.findings)
		}
	}
}
