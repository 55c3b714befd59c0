package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/app"
	"switchboard/internal/password"
	"switchboard/internal/store"
)

// userCommand holds what can be done with the people who work here.
type userCommand struct {
	Add      userAdd      `cmd:"" help:"Take somebody in."`
	List     userList     `cmd:"" help:"List everybody."`
	Disable  userDisable  `cmd:"" help:"Lock somebody out: they can no longer sign in, nor can their tokens."`
	Enable   userEnable   `cmd:"" help:"Let somebody in again."`
	Password userPassword `cmd:"" help:"Set somebody's password and sign them out everywhere."`
	Link     userLink     `cmd:"" help:"Make a one-time link: to set the installation up, or for somebody to choose their own password."`
}

type userAdd struct {
	passwordFlags
	Email       string   `arg:"" help:"Address; it is what they sign in with."`
	Name        string   `required:"" help:"Name, as customers and colleagues see it."`
	Role        string   `default:"agent" enum:"admin,manager,agent,viewer" help:"What they may do: admin, manager, agent or viewer."`
	Departments []string `help:"Departments they work for, by key." placeholder:"KEY,…"`
	Freedom     int      `default:"${freedom}" help:"What they may say without approval, from 0 (drafts only) to 5 (crisis voice)."`
	Cap         int      `default:"${cap}" help:"How many conversations they lead or are offered at once."`
	NoPassword  bool     `help:"Set none yet: they cannot sign in with one."`

	NewDepartments bool `help:"Make those of the departments that do not exist yet."`
}

// gate is the door through which people and tokens are changed.
func gate(r *run, a *app.App) *access.Gate {
	return access.NewGate(access.Options{DB: a.DB, Hasher: password.NewHasher(runtime.GOMAXPROCS(0)), Time: r.time,
		Departments: a.In.Policy().Departments})
}

// Run takes them in.
func (c *userAdd) Run(r *run) error {
	agent := switchboard.Agent{Name: c.Name, Email: c.Email, Role: switchboard.Role(c.Role), Freedom: c.Freedom, Cap: c.Cap}
	for _, key := range c.Departments {
		agent.Departments = append(agent.Departments, switchboard.DepartmentKey(key))
	}
	if err := access.CheckAgent(access.Tidy(agent)); err != nil {
		return err
	}
	secret := ""
	if !c.NoPassword {
		var err error
		if secret, err = c.read(r); err != nil {
			return err
		}
	}
	return r.change(func(a *app.App) error {
		g := gate(r, a)
		if c.NewDepartments {
			if err := c.tellNew(r, a, g, agent.Departments); err != nil {
				return err
			}
		}
		made, err := g.CreateAgent(r.ctx, access.System(), access.NewAgent{Agent: agent, Password: secret, NewDepartments: c.NewDepartments})
		if err == nil {
			err = app.ForgetSetupLink(r.settings.Data) // set-up is over
		}
		if err != nil {
			return err
		}
		if r.json {
			return json.NewEncoder(r.out).Encode(made)
		}
		_, err = fmt.Fprintf(r.out, "%s  %s <%s>, %s\n", made.ID, made.Name, made.Email, made.Role)
		return err
	})
}

// tellNew says which departments are made with somebody.
func (c *userAdd) tellNew(r *run, a *app.App, g *access.Gate, keys []switchboard.DepartmentKey) error {
	return a.DB.View(r.ctx, func(tx *store.Tx) error {
		known, err := g.KnownDepartments(tx)
		for _, key := range keys {
			if err == nil && !slices.Contains(known, key) {
				_, err = fmt.Fprintf(r.err, "The department %s is new.\n", key)
			}
		}
		return err
	})
}

type userList struct{}

// Run lists them, also beside a running server.
func (c *userList) Run(r *run) error {
	var agents []switchboard.Agent
	err := r.view(func(tx *store.Tx) (err error) {
		agents, err = tx.Agents()
		return err
	})
	if err != nil {
		return err
	}
	if r.json {
		return json.NewEncoder(r.out).Encode(append([]switchboard.Agent{}, agents...))
	}
	table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	for _, a := range agents {
		hats := make([]string, len(a.Departments))
		for i, d := range a.Departments {
			hats[i] = string(d)
		}
		state := ""
		if a.Disabled {
			state = "disabled"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\tfreedom %d\tcap %d\t%s\n", a.Email, a.Name, a.Role, strings.Join(hats, ","), a.Freedom, a.Cap, state)
	}
	return table.Flush()
}

// who finds somebody by address.
func who(tx *store.Tx, email string) (switchboard.Agent, error) {
	agent, found, err := tx.AgentByEmail(strings.TrimSpace(email))
	if err == nil && !found {
		err = switchboard.Refuse(switchboard.CodeNotFound, "Nobody with the address %s works here.", email).WithField("email").
			WithHint("`switchboard user list` shows everybody.")
	}
	return agent, err
}

type userDisable struct {
	Email string `arg:"" help:"Whom."`
}

// Run locks them out, but never the last administrator.
func (c *userDisable) Run(r *run) error { return switchUser(r, c.Email, true) }

type userEnable struct {
	Email string `arg:"" help:"Whom."`
}

// Run lets them in again.
func (c *userEnable) Run(r *run) error { return switchUser(r, c.Email, false) }

func switchUser(r *run, email string, disabled bool) error {
	return r.change(func(a *app.App) error {
		return a.DB.Update(r.ctx, func(tx *store.Tx) error {
			agent, err := who(tx, email)
			if err != nil {
				return err
			}
			if disabled {
				if err := mayLock(tx, agent); err != nil {
					return err
				}
				if err := a.Desk.Leave(tx, agent.ID); err != nil {
					return err
				}
				if err := a.Desk.LookSoon(tx, agent.ID); err != nil {
					return err
				}
				if _, err := tx.DeleteSessions(agent.ID, switchboard.SessionID{}); err != nil {
					return err
				}
			}
			agent.Disabled = disabled
			if err := tx.UpdateAgent(agent); err != nil {
				return err
			}
			return access.Audit(tx, access.System(), access.Act{Action: "agent.change", Subject: agent.ID.String(), Detail: state(disabled)})
		})
	})
}

func state(disabled bool) string {
	if disabled {
		return "disabled"
	}
	return "enabled"
}

// mayLock keeps at least one administrator who can let others in.
func mayLock(tx *store.Tx, agent switchboard.Agent) error {
	agents, err := tx.Agents()
	if err != nil || agent.Role != switchboard.RoleAdmin {
		return err
	}
	for _, other := range agents {
		if other.ID != agent.ID && other.Role == switchboard.RoleAdmin && !other.Disabled {
			return nil
		}
	}
	return switchboard.Refuse(switchboard.CodeConflict, "This is the last administrator.").
		WithHint("Take another one in first: `switchboard user add --role admin`.").WithField("email")
}

type userPassword struct {
	passwordFlags
	Email string `arg:"" help:"Whose."`
}

// Run sets it.
func (c *userPassword) Run(r *run) error {
	secret, err := c.read(r)
	if err != nil {
		return err
	}
	return r.change(func(a *app.App) error {
		var agent switchboard.Agent
		err := a.DB.View(r.ctx, func(tx *store.Tx) (err error) {
			agent, err = who(tx, c.Email)
			return err
		})
		if err != nil {
			return err
		}
		return gate(r, a).SetPassword(r.ctx, access.System(), agent, secret)
	})
}
