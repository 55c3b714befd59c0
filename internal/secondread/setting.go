package secondread

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/classifiers"
	"switchboard/internal/store/notices"
	"switchboard/internal/triage/classifier"
)

// secretName is the secret of the installation that the key is sealed as.
const secretName = "classifier"

// Sealer seals and opens secrets.
type Sealer interface {
	Seal(plain []byte, binding string) ([]byte, error)
	Open(sealed []byte, binding string) ([]byte, error)
}

// snapshot is what is worked by at a moment.
type snapshot struct {
	classifier.Settings
	key string
}

// Setting reads what the external classifier may do, and whether there is a key to it.
func Setting(tx *store.Tx) (s classifier.Settings, hasKey bool, err error) {
	kept, found, err := classifiers.In(tx.Tx).Setting()
	if err != nil {
		return s, false, err
	}
	s = classifier.Defaults()
	if found {
		if err := json.Unmarshal(kept.Body, &s); err != nil {
			return classifier.Defaults(), false, fmt.Errorf("secondread: read the settings: %w", err)
		}
	}
	_, hasKey, err = notices.In(tx.Tx).Secret(secretName)
	return s, hasKey, err
}

// Save writes what the external classifier may do and records that it changed. A key that is given is sealed. Without one
// the present key stays, unless the settings lead to another server: that must never see it. forget removes the key.
func (r *Reader) Save(tx *store.Tx, s classifier.Settings, key string, forget bool, by switchboard.AgentID) error {
	before, hadKey, err := Setting(tx)
	if err != nil {
		return err
	}
	elsewhere := !before.SameServer(s)
	if err := r.saveKey(tx, key, hadKey && (forget || elsewhere)); err != nil {
		return err
	}
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	tables := classifiers.In(tx.Tx)
	if err := tables.SetSetting(body, elsewhere || key != ""); err != nil {
		return err
	}
	if err := tables.Renew(tx.Now()); err != nil {
		return err
	}
	return tx.Record(switchboard.Event{Kind: switchboard.EventClassifierChanged, ActorKind: switchboard.ActorAgent, Actor: by,
		At: tx.Now(), Origin: switchboard.Live, Reason: changeOf(before.On, s.On)})
}

// changeOf names a change for the journal.
func changeOf(was, is bool) string {
	switch {
	case is && !was:
		return "on"
	case was && !is:
		return "off"
	}
	return "changed"
}

func (r *Reader) saveKey(tx *store.Tx, key string, forget bool) error {
	tables := notices.In(tx.Tx)
	if key == "" && !forget {
		return nil
	}
	if err := tables.ForgetSecret(secretName); err != nil || key == "" {
		return err
	}
	sealed, err := r.Sealer.Seal([]byte(key), r.Binding(secretName))
	if err != nil {
		return err
	}
	_, err = tables.KeepSecret(secretName, sealed)
	return err
}

// Load takes the settings into force that stand in the database. What was learned of the server before is forgotten. A key
// that cannot be opened switches it off here: nothing is sent without it.
func (r *Reader) Load(ctx context.Context) error {
	var s snapshot
	err := r.DB.View(ctx, func(tx *store.Tx) (err error) {
		s, err = r.read(tx)
		return err
	})
	if errors.Is(err, errSealed) {
		r.Log.Error("the key of the external classifier cannot be opened, so nobody is asked; enter it again")
		s.On, err = false, nil
	}
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now, r.broken, r.spent = s, breaker{}, spent{}
	return nil
}

// errSealed says that a key was sealed with a ring that is not at hand.
var errSealed = errors.New("secondread: the key cannot be opened")

func (r *Reader) read(tx *store.Tx) (s snapshot, err error) {
	settings, hasKey, err := Setting(tx)
	s.Settings = settings
	if err != nil || !hasKey {
		return s, err
	}
	sealed, _, err := notices.In(tx.Tx).Secret(secretName)
	if err != nil {
		return s, err
	}
	plain, err := r.Sealer.Open(sealed, r.Binding(secretName))
	if err != nil {
		return s, errSealed
	}
	s.key = string(plain)
	return s, nil
}
