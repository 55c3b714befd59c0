package doctor

import (
	"fmt"
	"time"

	"switchboard/internal/secondread"
	"switchboard/internal/store"
	"switchboard/internal/store/classifiers"
	"switchboard/internal/triage/classifier"
)

// classifier looks how the external classifier was when it was last asked. The doctor asks it nothing itself: what is sent to
// it costs money.
func (d *Doctor) classifier(tx *store.Tx) error {
	settings, hasKey, err := secondread.Setting(tx)
	if err != nil || !settings.On {
		return err
	}
	kept, _, err := classifiers.In(tx.Tx).Setting()
	const hint = "Look at it under Reading messages, External classifier, in the console; try it there. The built-in reading stands meanwhile."
	when := kept.TroubleAt.Format(time.RFC3339)
	switch trouble := classifier.Trouble(kept.Trouble); {
	case err != nil:
		return err
	case trouble == classifier.TroubleKey && hasKey:
		d.say("classifier", Problem, "The external classifier has refused the key, last at "+when+".", "Enter its key again. "+hint)
	case trouble == classifier.TroubleKey:
		d.say("classifier", Problem, "The external classifier asks for a key, last at "+when+", and there is none.", "Enter its key. "+hint)
	case trouble == classifier.TroubleBarred:
		d.say("classifier", Problem, "The address of the external classifier may not be reached from here.",
			"A private address needs the setting allow-private-networks; a public one needs https. "+hint)
	case trouble != "":
		d.say("classifier", Note, fmt.Sprintf("The external classifier did not answer when it was last asked, at %s: %s.", when, trouble), hint)
	case kept.WorkedAt.IsZero():
		d.say("classifier", Note, "An external classifier is switched on, and was not asked yet.", hint)
	default:
		d.fine("classifier", "The external classifier answered last at "+kept.WorkedAt.Format(time.RFC3339)+".")
	}
	return nil
}
