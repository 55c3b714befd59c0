package play

import (
	"slices"
	"time"

	"switchboard"
	connected "switchboard/internal/connector/practice"
	"switchboard/internal/curate"
	"switchboard/internal/govern"
	"switchboard/internal/oncall"
	"switchboard/internal/practice"
	"switchboard/internal/roster"
	"switchboard/internal/sample"
	"switchboard/internal/seal"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// found makes the company as it stood when the story begins, and marks the installation.
func (t *teller) found(generation string) error {
	mark := store.Sample{Seed: t.Seed, Generation: generation, ToldAt: t.Now, Newcomer: t.newcomer,
		SampleBody: store.SampleBody{Network: connected.Key}}
	for _, step := range []func(*store.Sample) error{t.remember, t.ruled, t.listed, t.departed, t.peopled, t.watched, t.known, t.connected} {
		if err := step(&mark); err != nil {
			return err
		}
	}
	t.mark = mark
	return nil
}

// remember notes what stands, to be put back, and gives the brand its name.
func (t *teller) remember(mark *store.Sample) error {
	brands, err := t.tx.Brands()
	if err != nil {
		return err
	}
	mark.Brand, mark.BrandName = brands[0].ID, brands[0].Name
	newcomer, err := t.tx.Agent(t.newcomer)
	if err != nil {
		return err
	}
	mark.Hats, mark.Presence = newcomer.Departments, newcomer.Presence
	before, _, err := t.tx.ActivePolicy()
	if err != nil {
		return err
	}
	mark.PolicyBefore = before.ID
	if mark.JournalFrom, err = t.tx.JournalEnd(); err != nil {
		return err
	}
	return t.tx.RenameBrand(brands[0].ID, sample.Brand)
}

// ruled puts the policy into force, from the present on: it is later than what stood before.
func (t *teller) ruled(*store.Sample) error {
	before, _, err := t.tx.ActivePolicy()
	if err != nil {
		return err
	}
	now := t.tx.Now()
	if !now.After(before.ActivatedAt) {
		now = before.ActivatedAt.Add(time.Microsecond)
	}
	version := govern.Version(t.policy, now)
	version.Why, version.Objective = "the policy of the sample company", "Riders in danger first; everybody else within the hour."
	if err := t.tx.InsertPolicy(version); err != nil {
		return err
	}
	t.ruledAt = now
	t.tx.At(t.Opened.Add(-time.Hour))
	return nil
}

// listed puts the company's topics on the list; one of that key that was there before stays as it is.
func (t *teller) listed(mark *store.Sample) error {
	for _, about := range t.Topics {
		_, err := curate.Create(t.tx, about, curate.By{Kind: switchboard.ActorSystem})
		switch {
		case err == nil:
			mark.Topics = append(mark.Topics, about.Key)
		case !switchboard.IsCode(err, switchboard.CodeConflict):
			return err
		}
	}
	return nil
}

func (t *teller) departed(mark *store.Sample) error {
	there, err := t.tx.Departments()
	if err != nil {
		return err
	}
	known := map[switchboard.DepartmentKey]bool{}
	for _, d := range there {
		known[d.Key] = true
	}
	for _, d := range t.Departments {
		if known[d.Key] {
			continue
		}
		if err := t.tx.SaveDepartment(d); err != nil {
			return err
		}
		mark.Departments = append(mark.Departments, d.Key)
	}
	return nil
}

// peopled takes everybody in, each a moment after the other, so that their ids are in order, and sets the mark.
func (t *teller) peopled(mark *store.Sample) error {
	for _, p := range t.People {
		t.tx.At(t.tx.Now().Add(time.Second))
		a := switchboard.Agent{ID: switchboard.NewID[switchboard.AgentID](t.tx.Now()), Name: p.Name, Email: p.Email(), Role: p.Role,
			Departments: p.Departments, Skills: p.Skills, Languages: p.Languages, Freedom: p.Freedom, Cap: p.Cap,
			Presence: switchboard.Away}
		if err := t.tx.InsertAgent(a, ""); err != nil {
			return err
		}
		if err := t.desk.SetShift(t.tx, a.ID, p.Shift(t.Opened)); err != nil {
			return err
		}
		t.agents[p.Key] = a
		mark.Agents = append(mark.Agents, a.ID)
	}
	for _, p := range t.People {
		a := t.agents[p.Key]
		a.Deputy = t.agents[p.Deputy].ID
		if err := t.tx.UpdateAgent(a); err != nil {
			return err
		}
		t.agents[p.Key] = a
		if err := t.leaves(p); err != nil {
			return err
		}
	}
	return t.tx.MarkSample(*mark)
}

// leaves enters the leave somebody has within the story. Who comes back from it is let in step by step.
func (t *teller) leaves(p sample.Person) error {
	if p.Leave[0] == 0 {
		return nil
	}
	from, _ := p.At(t.Day(p.Leave[0]))
	until, _ := p.At(t.Day(p.Leave[1] + 1))
	return t.desk.SetAbsence(t.tx, store.Absence{AgentID: t.agents[p.Key].ID, StartsAt: from, EndsAt: until, Reason: "holiday", Policy: roster.Cover})
}

// safetyDesk is the department whose alarms call people by name.
const safetyDesk switchboard.DepartmentKey = "safety"

// watched says whom alarms of the safety desk call: who knows batteries, each at their hours, then whoever is here, then
// managers. A desk that was there before keeps its own ladder.
func (t *teller) watched(mark *store.Sample) error {
	if !slices.Contains(mark.Departments, safetyDesk) {
		return nil
	}
	plan := oncall.Plan{Repeat: 300, Steps: []oncall.Step{{Who: oncall.OnCall, Wait: 120}, {Who: oncall.Lead, Wait: 120},
		{Who: oncall.Department, Wait: 180}, {Who: oncall.Managers, Wait: 300}, {Who: oncall.Admins, Wait: 300}}}
	for _, p := range t.People {
		if slices.Contains(p.Departments, safetyDesk) {
			plan.Shifts = append(plan.Shifts, oncall.Shift{Agent: t.agents[p.Key].ID, Calendar: *p.Shift(t.Opened)})
		}
	}
	return notices.In(t.tx.Tx).SaveOnCall(safetyDesk, plan)
}

// connected opens the two accounts.
func (t *teller) connected(mark *store.Sample) error {
	config := map[string]string{"url": t.made.Address()}
	spec, _ := t.out.Spec(connected.Key)
	for _, a := range t.Accounts {
		t.tx.At(t.tx.Now().Add(time.Second))
		account := switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](t.tx.Now()), Network: connected.Key,
			Realm: spec.Realm(config), Handle: a.Handle, Name: a.Name, BrandID: mark.Brand, Voice: switchboard.VoiceCorporate,
			Accountable: t.agents[a.Accountable].ID, State: switchboard.AccountLive, Config: config, CreatedAt: t.tx.Now()}
		if _, err := t.tx.InsertAccount(account); err != nil {
			return err
		}
		t.tokens[a.Key] = seal.NewToken()
		sealed, err := t.made.Seal(account.ID, map[string]string{"token": t.tokens[a.Key]})
		if err != nil {
			return err
		}
		if err := t.tx.SetAccountSecrets(account.ID, sealed); err != nil {
			return err
		}
		t.accounts[a.Key] = account
	}
	return nil
}

// granted are the accounts as the practice network has them.
func (t *teller) granted() []practice.Account {
	var list []practice.Account
	for _, a := range t.Accounts {
		list = append(list, practice.Granted(a.Handle, a.Name, t.tokens[a.Key]))
	}
	return list
}

// rota lets everybody come and go by their hours, on each of the days.
func (t *teller) rota() {
	for day := range sample.Days {
		for _, p := range t.People {
			if p.OnLeave(day + 1) {
				continue
			}
			from, to := p.At(t.Day(day + 1))
			t.at(from, t.presence(p.Key, switchboard.Here))
			t.at(to, t.presence(p.Key, switchboard.Away))
		}
	}
}

func (t *teller) presence(key string, p switchboard.Presence) func() error {
	return func() error { return t.desk.SetPresence(t.tx, t.agents[key].ID, p) }
}
