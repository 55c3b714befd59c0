package doctor

import (
	"fmt"

	"switchboard/internal/store"
	"switchboard/internal/store/learning"
	"switchboard/internal/triage/layer"
)

// learned looks whether what triage learned can be read: if not, the built-in models read alone.
func (d *Doctor) learned(tx *store.Tx) error {
	version, weights, err := learning.In(tx.Tx).InForce()
	if err != nil || version.Number == 0 {
		return err
	}
	if _, err := layer.Decode(weights); err != nil {
		d.say("learning", Problem, fmt.Sprintf("Version %d of what was learned cannot be read, the built-in models read alone: %v.",
			version.Number, err), "Take it back, or learn anew: under What was learned in the console, or with `switchboard triage learn`.")
		return nil
	}
	d.fine("learning", fmt.Sprintf("Version %d of what was learned can be read.", version.Number))
	return nil
}
