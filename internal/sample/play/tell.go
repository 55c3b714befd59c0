package play

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"switchboard"
	"switchboard/internal/practice"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
)

// plan is what is to be told, and the files that go.
type plan struct {
	seed     uint64
	newcomer switchboard.AgentID
	files    []string
}

// clearing makes room for a telling.
type clearing func(*store.Tx) (plan, error)

// told is a story that has happened in a rehearsal and nowhere else.
type told struct {
	ground string        // on which it happened
	script *store.Script // what it wrote
	mark   store.Sample
	story  practice.Story
}

// errMoved: what the story was told on has changed since it was rehearsed.
var errMoved = errors.New("somebody changed the company meanwhile")

// attempts bounds how often a story is rehearsed anew because of that.
const attempts = 5

// tell makes room and lets the story happen. It is rehearsed where nobody waits for it and nothing of it counts; then
// everything it wrote is written at once.
func (c Company) tell(ctx context.Context, a act, room clearing) error {
	network, err := c.network()
	if err != nil {
		return err
	}
	var files []string
	for range attempts {
		var t told
		if t, err = c.rehearse(ctx, room); err != nil {
			return err
		}
		err = network.Replace(t.story, func() error {
			files, err = c.happen(ctx, a, room, t)
			return c.settled(ctx, t.story.Generation, err)
		})
		if !errors.Is(err, errMoved) {
			break
		}
	}
	if err != nil {
		return err
	}
	c.forget(files)
	return c.Reload(ctx)
}

// rehearse lets the story happen without consequences.
func (c Company) rehearse(ctx context.Context, room clearing) (out told, err error) {
	now, generation := c.Time.Now(), seal.NewToken()
	err = c.DB.Rehearse(ctx, func(tx *store.Tx) error {
		p, err := room(tx)
		if err != nil {
			return err
		}
		if out.ground, err = ground(tx); err != nil {
			return err
		}
		t, err := c.teller(tx, p, now)
		if err != nil {
			return err
		}
		if err := t.taught(ctx); err != nil {
			return err
		}
		out.script = tx.Script()
		err = t.tell(generation)
		out.mark, out.story = t.mark, practice.Story{Generation: generation, Accounts: t.granted(), Posts: t.posts}
		return err
	})
	return out, err
}

// happen writes what was rehearsed, and the mark last.
func (c Company) happen(ctx context.Context, a act, room clearing, t told) (files []string, err error) {
	err = c.DB.Update(ctx, func(tx *store.Tx) error {
		p, err := room(tx)
		if err != nil {
			return err
		}
		files = p.files
		here, err := ground(tx)
		if err != nil {
			return err
		}
		if here != t.ground {
			return errMoved
		}
		mark := t.mark
		if mark.JournalFrom, err = tx.JournalEnd(); err != nil {
			return err
		}
		if err := tx.Play(t.script); err != nil {
			return err
		}
		if err := tx.MarkSample(mark); err != nil {
			return err
		}
		return a.record(tx)
	})
	return files, err
}

// ground is what a story depends on of what was there before: who works here, in which departments, and under which policy.
func ground(tx *store.Tx) (string, error) {
	agents, err := tx.Agents()
	if err != nil {
		return "", err
	}
	for i := range agents {
		agents[i].IdleSince = time.Time{}
	}
	departments, err := tx.Departments()
	if err != nil {
		return "", err
	}
	brands, err := tx.Brands()
	if err != nil {
		return "", err
	}
	policy, _, err := tx.ActivePolicy()
	if err != nil {
		return "", err
	}
	text, err := json.Marshal([]any{agents, departments, brands, policy.ID})
	return string(text), err
}

// asking bounds how long it is asked whether something was committed.
const asking = 15 * time.Second

// settled asks the database when nobody knows whether a story with that generation, or none, was committed.
func (c Company) settled(ctx context.Context, generation string, err error) error {
	if !errors.Is(err, db.ErrCommitUnknown) {
		return err
	}
	ctx, cancel := context.WithTimeout(store.WithEffect(context.WithoutCancel(ctx), nil), asking)
	defer cancel()
	var mark store.Sample
	unsettled := c.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.LockSample(); err != nil { // waits for a commit that is under way
			return err
		}
		stands, _, err := tx.Sample()
		mark = stands
		return err
	})
	switch {
	case unsettled != nil:
		return errors.Join(practice.ErrUnknown, err, unsettled)
	case mark.Generation == generation:
		return nil
	}
	return err
}
