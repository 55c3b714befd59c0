package play

import (
	"bytes"
	"encoding/json"

	"switchboard"
	"switchboard/internal/oncall"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// offCall takes people who are gone out of every department's ladder. A department whose ladder named nobody else has
// none of its own any more.
func offCall(tx *store.Tx, gone []switchboard.AgentID) error {
	in := notices.In(tx.Tx)
	ladders, err := in.OnCalls()
	if err != nil {
		return err
	}
	for _, l := range ladders {
		before, err := oncall.Parse(l.Body)
		if err != nil {
			return err
		}
		after, left := before.Without(gone)
		switch {
		case !left:
			err = in.DropOnCall(l.Department)
		case !equal(before, after):
			err = in.SaveOnCall(l.Department, after)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func equal(a, b oncall.Plan) bool {
	one, err := json.Marshal(a)
	other, problem := json.Marshal(b)
	return err == nil && problem == nil && bytes.Equal(one, other)
}
