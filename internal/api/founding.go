package api

import (
	"encoding/json"
	"strings"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/calendar"
	"switchboard/internal/govern"
	"switchboard/internal/ownership"
	"switchboard/internal/setup"
	"switchboard/internal/store"
)

// founding is what is made with the first person of an installation. Without a proposal nothing is.
type founding struct {
	s        *server
	proposal setup.Proposal
	answers  setup.Answers
	people   []switchboard.Agent
}

// write makes the company as it was proposed.
func (f *founding) write(tx *store.Tx, first access.Actor) error {
	f.people = nil
	if f.proposal.Policy == "" {
		return nil
	}
	for _, part := range []func(*store.Tx, access.Actor) error{f.departments, f.charter, f.objectives, f.policy, f.takeIn} {
		if err := part(tx, first); err != nil {
			return err
		}
	}
	return nil
}

func (f *founding) departments(tx *store.Tx, _ access.Actor) error {
	for _, d := range f.proposal.Departments {
		if err := tx.SaveDepartment(d); err != nil {
			return err
		}
	}
	return nil
}

// mainBrand is the key of the brand every installation is founded with.
const mainBrand = "main"

func (f *founding) charter(tx *store.Tx, first access.Actor) error {
	answers, err := json.Marshal(f.answers)
	if err != nil {
		return err
	}
	company := strings.TrimSpace(f.answers.Company)
	c := store.Charter{Company: company, Answers: answers, SetUpAt: tx.Now(), SetUpBy: first.Agent}
	for _, wish := range f.proposal.Wishes {
		c.Wishes = append(c.Wishes, string(wish))
	}
	if err := tx.SaveCharter(c); err != nil {
		return err
	}
	brand, _, err := tx.BrandByKey(mainBrand)
	if err != nil {
		return err
	}
	return tx.RenameBrand(brand.ID, company)
}

func (f *founding) objectives(tx *store.Tx, _ access.Actor) error {
	if err := tx.SaveHours(store.Hours{Key: calendar.Company, Name: strings.TrimSpace(f.answers.Company), Hours: f.proposal.Hours}); err != nil {
		return err
	}
	for _, o := range f.proposal.Objectives {
		o.ID, o.CreatedAt = switchboard.NewID[switchboard.ObjectiveID](tx.Now()), tx.Now()
		if err := tx.InsertObjective(o); err != nil {
			return err
		}
	}
	return nil
}

func (f *founding) policy(tx *store.Tx, first access.Actor) error {
	p, err := ownership.Parse([]byte(f.proposal.Policy))
	if err != nil {
		return err
	}
	version := govern.Version(p, tx.Now())
	version.ActivatedBy, version.Why, version.Objective = first.Agent, "proposed when this company was set up", f.proposal.Aim()
	if f.s.PolicyChanged != nil {
		tx.AfterCommit(func() { f.s.PolicyChanged(p) })
	}
	return activate(tx, first, version, p)
}

// takeIn takes those who were named in. Who works here already, as whoever sets up may, gets what they do besides.
func (f *founding) takeIn(tx *store.Tx, first access.Actor) error {
	for _, m := range f.proposal.People {
		known, found, err := tx.AgentByEmail(m.Email)
		if err != nil {
			return err
		}
		if found {
			known.Departments = union(known.Departments, m.Departments)
			if err := tx.UpdateAgent(known); err != nil {
				return err
			}
			continue
		}
		if err := f.s.notAMailbox(tx, m.Email); err != nil {
			return err
		}
		agent, err := access.TakeIn(tx, first, switchboard.Agent{Name: m.Name, Email: m.Email, Role: switchboard.RoleAgent,
			Departments: m.Departments, Freedom: m.Freedom})
		if err != nil {
			return err
		}
		f.people = append(f.people, agent)
	}
	return nil
}
