package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/app"
	"switchboard/internal/store"
)

// tokenCommand holds what can be done with API tokens.
type tokenCommand struct {
	Create tokenCreate `cmd:"" help:"Make a token for a program that acts for somebody, and print it this once."`
	List   tokenList   `cmd:"" help:"List tokens; the tokens themselves are stored nowhere."`
	Revoke tokenRevoke `cmd:"" help:"End a token at once."`
}

type tokenCreate struct {
	Email       string        `arg:"" help:"For whom the program acts."`
	Name        string        `required:"" help:"What the token is for."`
	Permissions []string      `help:"All it may do; without this, all its owner may." placeholder:"NAME,…"`
	Lasts       time.Duration `help:"After how long it ends, such as 720h; without this, never." placeholder:"DURATION"`
}

// Run makes it.
func (c *tokenCreate) Run(r *run) error {
	ask := access.NewToken{Name: c.Name}
	for _, p := range c.Permissions {
		ask.Permissions = append(ask.Permissions, access.Permission(p))
	}
	if c.Lasts < 0 {
		return switchboard.Refuse(switchboard.CodeInvalid, "A token cannot last less than no time.").WithField("lasts")
	}
	if c.Lasts > 0 {
		ask.Expires = r.time.Now().Add(c.Lasts)
	}
	return r.change(func(a *app.App) error {
		actor, err := c.owner(r, a)
		if err != nil {
			return err
		}
		secret, token, err := gate(r, a).IssueToken(r.ctx, actor, ask)
		if err != nil {
			return err
		}
		if r.json {
			return json.NewEncoder(r.out).Encode(struct {
				store.Token
				Secret string `json:"secret"`
			}{token, secret})
		}
		fmt.Fprintf(r.err, "%s, shown this once:\n", token.ID)
		_, err = fmt.Fprintln(r.out, secret)
		return err
	})
}

func (c *tokenCreate) owner(r *run, a *app.App) (actor access.Actor, err error) {
	err = a.DB.View(r.ctx, func(tx *store.Tx) error {
		agent, err := who(tx, c.Email)
		if err != nil {
			return err
		}
		limits, err := tx.AgentScope(agent.ID)
		actor = access.For(agent, limits)
		return err
	})
	return actor, err
}

type tokenList struct {
	Email string `arg:"" optional:"" help:"Only of this person."`
}

// owned is a token and whose it is.
type owned struct {
	store.Token
	Owner string `json:"owner"`
}

// Run lists them, also beside a running server.
func (c *tokenList) Run(r *run) error {
	all := []owned{}
	err := r.view(func(tx *store.Tx) error {
		agents, err := c.owners(tx)
		if err != nil {
			return err
		}
		for _, agent := range agents {
			tokens, err := tx.Tokens(agent.ID)
			if err != nil {
				return err
			}
			for _, t := range tokens {
				all = append(all, owned{t, agent.Email})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if r.json {
		return json.NewEncoder(r.out).Encode(all)
	}
	table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	for _, t := range all {
		may := strings.Join(t.Permissions, ",")
		if may == "" {
			may = "all of its owner's"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", t.ID, t.Owner, t.Name, may, standing(t.Token, r.time.Now()))
	}
	return table.Flush()
}

func (c *tokenList) owners(tx *store.Tx) ([]switchboard.Agent, error) {
	if c.Email == "" {
		return tx.Agents()
	}
	agent, err := who(tx, c.Email)
	return []switchboard.Agent{agent}, err
}

func standing(t store.Token, now time.Time) string {
	switch {
	case !t.RevokedAt.IsZero():
		return "revoked"
	case !t.ExpiresAt.IsZero() && !t.ExpiresAt.After(now):
		return "expired"
	case !t.ExpiresAt.IsZero():
		return "until " + t.ExpiresAt.Format(time.RFC3339)
	}
	return "good"
}

type tokenRevoke struct {
	ID string `arg:"" help:"Id, as token list shows it."`
}

// Run ends it.
func (c *tokenRevoke) Run(r *run) error {
	var id switchboard.TokenID
	if err := id.UnmarshalText([]byte(c.ID)); err != nil {
		return err
	}
	return r.change(func(a *app.App) error {
		return a.DB.Update(r.ctx, func(tx *store.Tx) error {
			ended, err := tx.RevokeToken(id)
			if err == nil && !ended {
				err = switchboard.Refuse(switchboard.CodeNotFound, "There is no such token that could be ended.").
					WithHint("`switchboard token list` shows them.").WithField("id")
			}
			if err != nil {
				return err
			}
			return access.Audit(tx, access.System(), access.Act{Action: "token.revoke", Subject: id.String()})
		})
	})
}
