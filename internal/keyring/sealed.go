package keyring

import (
	"switchboard"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// Bindings say where sealed secrets belong: what they are sealed for and opened with.
type Bindings struct {
	Account      func(switchboard.AccountID) string
	Subscription func(switchboard.SubscriptionID) string
	Push         func(switchboard.PushID) string     // of a browser that is told
	Hook         func(switchboard.ChatHookID) string // of a chat tool that is told
	Installation func(name string) string            // of a secret that the installation has one of
}

// Secret is something sealed for one row.
type Secret struct {
	Of      string // whose it is, such as "account acc_…"
	sealed  []byte
	binding string
}

// Open returns nil when the ring opens the secret, which it does not show, and an error of seal otherwise.
func (s Secret) Open(ring *seal.Ring) error {
	_, err := ring.Open(s.sealed, s.binding)
	return err
}

// Secrets lists what is sealed for good. Answers that are remembered for a day are not in it: they run out by themselves.
func Secrets(tx *store.Tx, where Bindings) (all []Secret, err error) {
	accounts, err := tx.Accounts()
	if err != nil {
		return nil, err
	}
	for _, a := range accounts {
		sealed, err := tx.AccountSecrets(a.ID)
		if err != nil {
			return nil, err
		}
		if len(sealed) > 0 {
			all = append(all, Secret{Of: "account " + a.ID.String(), sealed: sealed, binding: where.Account(a.ID)})
		}
	}
	subscriptions, err := tx.Subscriptions()
	for _, s := range subscriptions {
		if len(s.Secret) > 0 {
			all = append(all, Secret{Of: "subscription " + s.ID.String(), sealed: s.Secret, binding: where.Subscription(s.ID)})
		}
	}
	if err != nil {
		return nil, err
	}
	ways, err := waySecrets(notices.In(tx.Tx), where)
	return append(all, ways...), err
}

// waySecrets are what people are told with: browsers, chat tools, and the key that web push is signed with.
func waySecrets(tables notices.Tables, where Bindings) (all []Secret, err error) {
	pushes, err := tables.Pushes(switchboard.AgentID{})
	if err != nil {
		return nil, err
	}
	for _, p := range pushes {
		all = append(all, Secret{Of: "browser " + p.ID.String(), sealed: p.Sealed, binding: where.Push(p.ID)})
	}
	hooks, err := tables.Hooks(switchboard.AgentID{})
	if err != nil {
		return nil, err
	}
	for _, h := range hooks {
		all = append(all, Secret{Of: "chat hook " + h.ID.String(), sealed: h.Sealed, binding: where.Hook(h.ID)})
	}
	names, err := tables.SecretNames()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		sealed, _, err := tables.Secret(name)
		if err != nil {
			return nil, err
		}
		all = append(all, Secret{Of: "installation " + name, sealed: sealed, binding: where.Installation(name)})
	}
	return all, nil
}

// Closed lists those of the secrets that the ring does not open.
func Closed(ring *seal.Ring, secrets []Secret) (closed []Secret) {
	for _, s := range secrets {
		if s.Open(ring) != nil {
			closed = append(closed, s)
		}
	}
	return closed
}
