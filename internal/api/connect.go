package api

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/connector"
	"switchboard/internal/seal"
	"switchboard/internal/store"
)

// SecretBinding names the place an account's secrets are sealed for; they cannot be opened anywhere else.
func SecretBinding(id switchboard.AccountID) string { return "account/" + id.String() + "/secrets" }

// SealSecrets seals an account's secrets for its row.
func SealSecrets(ring *seal.Ring, id switchboard.AccountID, secrets map[string]string) ([]byte, error) {
	text, err := json.Marshal(secrets)
	if err != nil {
		return nil, fmt.Errorf("secrets: %w", err)
	}
	return ring.Seal(text, SecretBinding(id))
}

// OpenSecrets opens what SealSecrets made; nil gives no secrets.
func OpenSecrets(ring *seal.Ring, id switchboard.AccountID, sealed []byte) (map[string]string, error) {
	secrets := map[string]string{}
	if len(sealed) == 0 {
		return secrets, nil
	}
	text, err := ring.Open(sealed, SecretBinding(id))
	if err != nil {
		return nil, fmt.Errorf("secrets of %s: %w", id, err)
	}
	if err := json.Unmarshal(text, &secrets); err != nil {
		return nil, fmt.Errorf("secrets of %s: not what was sealed", id) // the cause could quote one
	}
	return secrets, nil
}

// SettingsBody are settings of a network's form.
type SettingsBody struct {
	Network switchboard.NetworkKey `json:"network" maxLength:"64" doc:"Key of the network"`
	Config  map[string]string      `json:"config,omitempty" doc:"The fields of its form, secrets among them, as text"`
}

// Checked is who an account is on its network.
type Checked struct {
	Realm  switchboard.Realm `json:"realm" doc:"Where its ids are unique"`
	ID     string            `json:"id,omitempty" doc:"Of the account on its network"`
	Handle string            `json:"handle,omitempty" doc:"As the network writes it"`
	Name   string            `json:"name,omitempty"`
	URL    string            `json:"url,omitempty"`

	Warnings []Warning `json:"warnings,omitempty" nullable:"false" doc:"What should be looked at, though it can be connected"`
}

func (s *server) checkAccount(ctx context.Context, in *struct{ Body SettingsBody }) (*BodyOf[Checked], error) {
	p, err := s.plan(in.Body.Network, in.Body.Config)
	if err != nil {
		return nil, err
	}
	self, err := s.try(ctx, p, switchboard.AccountID{})
	if err != nil {
		return nil, err
	}
	out := Checked{Realm: p.realm, ID: self.ID, Handle: self.Handle, Name: self.Name, URL: self.URL}
	err = s.view(ctx, func(tx *store.Tx) (err error) {
		out.Warnings, err = s.toldThere(tx, switchboard.Account{Network: p.spec.Key, State: switchboard.AccountListen, Config: p.clean})
		return err
	})
	return bodyOf(out), err
}

// plan is checked settings for an account.
type plan struct {
	spec    connector.Spec
	realm   switchboard.Realm
	clean   map[string]string
	secrets map[string]string
}

func (s *server) plan(network switchboard.NetworkKey, config map[string]string) (p plan, err error) {
	if p.spec, err = s.Networks.Get(network); err != nil {
		return p, err
	}
	if p.clean, p.secrets, err = p.spec.CheckConfig(config); err != nil {
		return p, err
	}
	s.renewed.renew(p.secrets)
	p.realm = p.spec.Realm(p.clean)
	return p, nil
}

// tryFor is how long a connection may take to be tried: somebody is waiting.
const tryFor = 10 * time.Second

// try opens a connection and asks who it is. id is of the account whose settings they are already, zero for new ones.
func (s *server) try(ctx context.Context, p plan, id switchboard.AccountID) (self connector.Self, err error) {
	if s.Connect == nil {
		return self, switchboard.Refuse(switchboard.CodeUnavailable, "Connections cannot be tried right now.")
	}
	ctx, cancel := context.WithTimeout(ctx, tryFor)
	defer cancel()
	env := s.Connect(p.clean, maps.Clone(p.secrets))
	env.Replace = s.replacing(p, id)
	conn, err := p.spec.Open(ctx, env)
	if err != nil {
		return self, unconnected(err)
	}
	defer func() {
		if err := conn.Close(); err != nil {
			s.Log.WarnContext(ctx, "a tried connection did not close", "network", p.spec.Key, "error", err)
		}
	}()
	if self, err = conn.Check(ctx); err != nil {
		return self, unconnected(err)
	}
	return self, nil
}

// unconnected says what a network answered. The texts of failures are safe to show.
func unconnected(err error) error {
	if switchboard.CodeOf(err) != switchboard.CodeInternal {
		return err
	}
	text, hint := "The network cannot be reached.", "Check the address, then try again."
	switch connector.ClassOf(err) {
	case connector.ClassAuth:
		text, hint = "The network does not accept these credentials.", "Issue new ones there, and check their permissions."
	case connector.ClassRateLimited:
		text, hint = "The network asks us to wait.", "Try again later."
	case connector.ClassGone, connector.ClassRejected:
		text, hint = "The network refuses this connection, or there is nothing at this address that we may read.", "Check the address, then the other settings against the set-up steps."
	case connector.ClassRetry:
	}
	if said, next := connector.Words(err); said != "" {
		text, hint = said, next
	}
	return switchboard.Refuse(switchboard.CodeNotConnected, "%s", text).WithHint(hint).WithCause(err)
}

// AccountBody is what can be said of an account whatever its network.
type AccountBody struct {
	Name        string              `json:"name,omitempty" maxLength:"200" doc:"As people here know it; absent for the handle"`
	BrandID     switchboard.BrandID `json:"brand_id,omitempty" doc:"Whose voice it is; absent where the company has one brand"`
	Voice       switchboard.Voice   `json:"voice,omitempty" enum:"named,corporate" default:"corporate"`
	Accountable switchboard.AgentID `json:"accountable,omitempty" doc:"Who answers for it"`
}

// NewAccountBody connects an account.
type NewAccountBody struct {
	SettingsBody
	AccountBody
	Handle string                   `json:"handle,omitempty" maxLength:"1024" doc:"As the network writes it; absent to ask the network, which takes check"`
	State  switchboard.AccountState `json:"state,omitempty" enum:"listen,live" default:"listen" doc:"Read only, or read and answered"`
	Check  bool                     `json:"check,omitempty" doc:"Open a connection first, and keep nothing when that fails"`
}

func (s *server) createAccount(ctx context.Context, in *struct{ Body NewAccountBody }) (*Tagged[AccountView], error) {
	b := in.Body
	p, err := s.plan(b.Network, b.Config)
	if err != nil {
		return nil, err
	}
	if b.State == switchboard.AccountLive && !p.spec.Answers() {
		return nil, cannotAnswer(p.spec.Name)
	}
	if b.Handle = strings.TrimSpace(b.Handle); b.Handle != "" && p.spec.CheckHandle != nil {
		if err := p.spec.CheckHandle(b.Handle); err != nil {
			return nil, switchboard.Refuse(switchboard.CodeInvalid, "This is no handle of the network %s: %s.", p.spec.Name, err).
				WithField("handle").WithHint("Give it as the network writes it.")
		}
	}
	if b.Check {
		self, err := s.try(ctx, p, switchboard.AccountID{})
		if err != nil {
			return nil, err
		}
		maps.Copy(p.clean, self.Settings)
		if b.Handle == "" {
			b.Handle = self.Handle
		}
		if !sameHandle(b.Handle, self.Handle) {
			return nil, switchboard.Refuse(switchboard.CodeInvalid, "These credentials are those of %s.", self.Handle).
				WithField("handle").WithHint("Give that handle, or the credentials of the account you mean.")
		}
	}
	if b.Handle == "" {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "The account's handle is missing.").WithField("handle").
			WithHint("Give it as the network writes it, or set check to ask the network.")
	}
	return s.connect(ctx, b, p)
}

// sameHandle reports whether two spellings name one account; an unknown one may.
func sameHandle(a, b string) bool {
	plain := func(handle string) string { return strings.TrimPrefix(strings.TrimSpace(handle), "@") }
	return a == "" || b == "" || strings.EqualFold(plain(a), plain(b))
}

// connect stores a new account, or takes over one that is known from history.
func (s *server) connect(ctx context.Context, b NewAccountBody, p plan) (out *Tagged[AccountView], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		accounts, err := tx.Accounts()
		if err != nil {
			return err
		}
		if err := s.apart(b.Network, accounts); err != nil {
			return err
		}
		c, err := claim(accounts, b, p)
		if err != nil {
			return err
		}
		if err := sameRealm(tx, accounts, c); err != nil {
			return err
		}
		if c.insert {
			c.account.ID, c.account.CreatedAt = switchboard.NewID[switchboard.AccountID](tx.Now()), tx.Now()
		}
		if c.account, err = b.onto(tx, actor, c.account); err != nil {
			return err
		}
		c.account.State = b.State
		c.account.Config = p.clean
		if c.sealed, err = s.seal(c.account.ID, p.secrets); err != nil {
			return err
		}
		if err := s.save(tx, actor, c); err != nil {
			return err
		}
		v := AccountView{Account: c.account, HasSecrets: c.sealed != nil}
		v.Warnings, err = s.toldThere(tx, c.account)
		out = &Tagged[AccountView]{ETag: v.tag(), Body: v}
		return err
	})
	return out, err
}

// claim finds the account of the same network and handle that is known from history, or begins a new one.
func claim(accounts []switchboard.Account, b NewAccountBody, p plan) (change, error) {
	fresh := change{insert: true, action: "account.create", detail: string(b.Network),
		account: switchboard.Account{Network: b.Network, Realm: p.realm, Handle: b.Handle}}
	for _, a := range accounts {
		if a.Network != b.Network || !strings.EqualFold(bare(a.Handle), bare(b.Handle)) {
			continue
		}
		if unconnectedState(a.State) {
			a.Realm = p.realm
			fresh = change{action: "account.claim", detail: string(b.Network), account: a}
			continue
		}
		if a.Realm == p.realm {
			return change{}, handleTaken()
		}
	}
	return fresh, nil
}

// sameRealm refuses to claim an account whose messages are stored under other ids than its network will give them: reading
// on would store all of them, their authors and their threads once more.
func sameRealm(tx *store.Tx, accounts []switchboard.Account, c change) error {
	for _, before := range accounts {
		if c.insert || before.ID != c.account.ID || before.Realm == c.account.Realm {
			continue
		}
		seen, err := tx.SeenInRealm(before.ID, before.Realm)
		if err != nil || !seen {
			return err
		}
		return switchboard.Refuse(switchboard.CodeConflict, "What was imported for this account is kept for %s, and it lives on %s.",
			string(before.Realm), string(c.account.Realm)).WithField("handle").
			WithHint("Connect the account in an installation without that history, and import it there afterwards.")
	}
	return nil
}

// bare is a handle without the sign networks write before it.
func bare(handle string) string { return strings.TrimPrefix(handle, "@") }

// apart keeps practice and real customers from being answered in one breath.
func (s *server) apart(network switchboard.NetworkKey, accounts []switchboard.Account) error {
	if s.AllowPracticeBesideReal {
		return nil
	}
	for _, a := range accounts {
		if a.State == switchboard.AccountHistory || (a.Network == switchboard.Practice) == (network == switchboard.Practice) {
			continue
		}
		if network == switchboard.Practice {
			return switchboard.Refuse(switchboard.CodeMixed, "Real customers are heard here, and practice would count among them.").
				WithField("network").WithHint("Practise in an installation of its own, with another --data folder, or allow both with the setting practice-beside-real.")
		}
		return switchboard.Refuse(switchboard.CodeMixed, "Practice would count among your real customers.").
			WithField("network").WithHint("End practice first: delete the practice accounts, and what was practised goes with them.")
	}
	return nil
}

// onto writes what is said of an account over it, checking whom and what it names.
func (b AccountBody) onto(tx *store.Tx, actor access.Actor, a switchboard.Account) (switchboard.Account, error) {
	brands, err := tx.Brands()
	if err != nil {
		return a, err
	}
	if b.BrandID.IsZero() && len(brands) == 1 {
		b.BrandID = brands[0].ID
	}
	known := false
	for _, brand := range brands {
		known = known || brand.ID == b.BrandID
	}
	if !known {
		return a, switchboard.Refuse(switchboard.CodeInvalid, "There is no such brand.").WithField("brand_id").
			WithHint("Add the brand first.")
	}
	if !b.Accountable.IsZero() {
		if _, err := tx.Agent(b.Accountable); err != nil {
			return a, switchboard.Refuse(switchboard.CodeInvalid, "There is no such person.").WithField("accountable").WithCause(err)
		}
	}
	a.Name, a.BrandID, a.Voice, a.Accountable = strings.TrimSpace(b.Name), b.BrandID, b.Voice, b.Accountable
	if a.Name == "" {
		a.Name = a.Handle
	}
	return a, actor.May(access.AccountManage, access.AboutAccount(a))
}

// ChangedAccountBody changes an account.
type ChangedAccountBody struct {
	AccountBody
	Config map[string]string `json:"config,omitempty" doc:"All its settings; a secret that is left out stays as it is. Absent: none changes"`
	Check  bool              `json:"check,omitempty" doc:"Open a connection first, and keep nothing when that fails"`
}

type updateAccountInput struct {
	AccountInput
	MatchInput
	Body ChangedAccountBody
}

func (s *server) updateAccount(ctx context.Context, in *updateAccountInput) (out *Tagged[AccountView], err error) {
	actor := actorOf(ctx)
	var before AccountView
	var sealed []byte
	err = s.view(ctx, func(tx *store.Tx) error {
		if before, err = accountFor(tx, actor, access.AccountManage, in.ID); err != nil {
			return err
		}
		sealed, err = tx.AccountSecrets(in.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := in.check(before.tag()); err != nil {
		return nil, err
	}
	c := change{account: before.Account, action: "account.update"}
	if in.Body.Config != nil {
		if c, err = s.reconfigure(ctx, c, sealed, in.Body); err != nil {
			return nil, err
		}
	}
	err = s.update(ctx, func(tx *store.Tx) error {
		present, err := accountFor(tx, actor, access.AccountManage, in.ID)
		if err != nil {
			return err
		}
		if err := (MatchInput{IfMatch: before.tag()}).check(present.tag()); err != nil {
			return err // somebody else was faster while the connection was tried
		}
		if c.account, err = in.Body.onto(tx, actor, c.account); err != nil {
			return err
		}
		if err := s.secretsNow(tx, &c); err != nil {
			return err
		}
		if err := s.save(tx, actor, c); err != nil {
			return err
		}
		v := AccountView{Account: c.account, HasSecrets: present.HasSecrets || c.sealed != nil}
		v.Warnings, err = s.toldThere(tx, c.account)
		out = &Tagged[AccountView]{ETag: v.tag(), Body: v}
		return err
	})
	return out, err
}

// reconfigure brings new settings into a change; secrets that are left out stay.
func (s *server) reconfigure(ctx context.Context, c change, sealed []byte, b ChangedAccountBody) (change, error) {
	if unconnectedState(c.account.State) {
		return c, notConnected()
	}
	settings, err := OpenSecrets(s.Ring, c.account.ID, sealed)
	if err != nil {
		return c, err
	}
	maps.Copy(settings, b.Config)
	p, err := s.plan(c.account.Network, settings)
	if err != nil {
		return c, err
	}
	if p.realm != c.account.Realm {
		return c, switchboard.Refuse(switchboard.CodeConflict, "With these settings it would be another account.").
			WithField("config").WithHint("Pause this one and connect the other.")
	}
	if b.Check {
		self, err := s.try(ctx, p, c.account.ID)
		if err != nil {
			return c, err
		}
		maps.Copy(p.clean, self.Settings)
	}
	c.account.Config, c.detail, c.secrets, c.given = p.clean, "settings", p.secrets, map[string]bool{}
	for name, value := range b.Config {
		c.given[name] = value != ""
	}
	return c, nil
}

// seal seals secrets; nil when there are none.
func (s *server) seal(id switchboard.AccountID, secrets map[string]string) ([]byte, error) {
	if len(secrets) == 0 {
		return nil, nil
	}
	return SealSecrets(s.Ring, id, secrets)
}
