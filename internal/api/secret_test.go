package api

import (
	"fmt"
	"testing"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/store"
)

// changer is a network that gives a new token for each it is shown, as fickle says: from old to new.
type changer struct {
	w      *world
	fickle map[string]string
	before func() // is called once, while a connection is tried
}

func (c *changer) check(env connector.Env) (connector.Self, error) {
	if before := c.before; before != nil {
		c.before = nil
		before()
	}
	was := env.Secrets["token"]
	is, changes := c.fickle[was]
	if !changes {
		return connector.Self{Handle: "@desk"}, nil
	}
	delete(c.fickle, was)
	return connector.Self{Handle: "@desk"}, env.Replace(c.w.t.Context(), connector.Replaced{Name: "token", Was: was, Is: is})
}

func (c *changer) stored(id switchboard.AccountID) (token string) {
	c.w.t.Helper()
	c.w.update(func(tx *store.Tx) error {
		sealed, err := tx.AccountSecrets(id)
		if err != nil {
			return err
		}
		opened, err := OpenSecrets(c.w.api.Ring, id, sealed)
		token = opened["token"]
		return err
	})
	return token
}

// A network may give a new secret in the place of one that is only tried, or while somebody changes the account.
func TestASecretThatTheNetworkReplaces(t *testing.T) {
	t.Parallel()
	c := &changer{fickle: map[string]string{"t0": "t1", "t1": "t2"}}
	c.w = newWorld(t, withNetworks, func(o *Options) { o.Networks = shelf{"notes": notes("notes", c.check)} })
	brand := c.w.account("x", "@old", switchboard.AccountHistory).BrandID.String()
	settings := `"config":{"server":"https://notes.example","token":%q}`
	c.w.want(scenario{Name: "only tried", request: ask(admin, "POST", "/accounts/check", `{"network":"notes",`+fmt.Sprintf(settings, "t0")+`}`), Status: 200})
	made := read[AccountView](t, c.w.want(scenario{Name: "connected with the old one", request: ask(admin, "POST", "/accounts",
		`{"network":"notes","brand_id":"`+brand+`",`+fmt.Sprintf(settings, "t0")+`,"check":true}`), Status: 201}))
	if got := c.stored(made.ID); got != "t2" {
		t.Errorf("stored is %q: it was replaced when it was tried, and again when it was connected", got)
	}
	path := "/accounts/" + made.ID.String()
	put := func(name, rest string, status int) {
		t.Helper()
		c.w.want(scenario{Name: name, request: ask(admin, "PUT", path, `{"name":"`+name+`","brand_id":"`+brand+`"`+rest+`}`), Status: status})
	}
	swap := func(was, is string) func() {
		return func() {
			c.w.update(func(tx *store.Tx) error {
				return tx.ChangeAccountSecrets(made.ID, func(sealed []byte) ([]byte, error) {
					secrets, err := OpenSecrets(c.w.api.Ring, made.ID, sealed)
					if err != nil || !(connector.Replaced{Name: "token", Was: was, Is: is}).In(secrets) {
						return nil, err
					}
					return SealSecrets(c.w.api.Ring, made.ID, secrets)
				})
			})
		}
	}
	c.before = swap("t2", "t3")
	put("replaced while it is changed", `,"config":{"server":"https://notes.example"},"check":true`, 200)
	if got := c.stored(made.ID); got != "t3" {
		t.Errorf("a change of other settings left %q", got)
	}
	c.before = swap("t3", "t4")
	put("another put in meanwhile", `,`+fmt.Sprintf(settings, "u0")+`,"check":true`, 200)
	if got := c.stored(made.ID); got != "u0" {
		t.Errorf("after a new one was put in, stored is %q", got)
	}
	swap("t4", "t5")()
	if got := c.stored(made.ID); got != "u0" {
		t.Errorf("a late replacement of the old one left %q", got)
	}
	c.fickle["u0"] = "u1"
	c.before = func() {
		c.w.update(func(tx *store.Tx) error {
			a, err := tx.Account(made.ID)
			if err != nil {
				return err
			}
			a.Name = "Changed by somebody else"
			return tx.UpdateAccount(a)
		})
	}
	put("refused, and replaced all the same", `,"config":{"server":"https://notes.example"},"check":true`, 409)
	if got := c.stored(made.ID); got != "u1" {
		t.Errorf("after a change that came too late, stored is %q", got)
	}
}
