package store

import (
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/roster"
	"switchboard/internal/store/db"
)

const agentColumns = `a.id, a.name, a.email, a.role, a.skills, a.languages, a.freedom, a.cap, a.weight, a.presence, a.idle_since,
	a.deputy, a.disabled`

func scanAgent(row db.Scanner) (a switchboard.Agent, err error) {
	err = row.Scan(&a.ID, &a.Name, &a.Email, &a.Role, db.IntoJSON(&a.Skills), db.IntoJSON(&a.Languages), &a.Freedom, &a.Cap,
		&a.Weight, &a.Presence, db.ScanTime(&a.IdleSince), &a.Deputy, &a.Disabled)
	a.Load = roster.Places(a.Weight)
	return a, err
}

// Agent reads one agent with departments.
func (t *Tx) Agent(id switchboard.AgentID) (switchboard.Agent, error) {
	a, err := must(t, "agent", scanAgent, `SELECT `+agentColumns+` FROM agent a WHERE a.id = ?`, id)
	if err != nil {
		return a, err
	}
	a.Departments, err = t.agentDepartments(id)
	return a, err
}

// AgentByEmail finds an agent; addresses are compared in lower case.
func (t *Tx) AgentByEmail(email string) (switchboard.Agent, bool, error) {
	a, found, err := db.One(t.Tx, scanAgent, `SELECT `+agentColumns+` FROM agent a WHERE a.email = ?`, strings.ToLower(email))
	if err == nil && found {
		a.Departments, err = t.agentDepartments(a.ID)
	}
	return a, found, err
}

func (t *Tx) agentDepartments(id switchboard.AgentID) ([]switchboard.DepartmentKey, error) {
	return db.List(t.Tx, scanKey[switchboard.DepartmentKey],
		`SELECT department FROM agent_department WHERE agent_id = ? ORDER BY department`, id)
}

func scanKey[K ~string](row db.Scanner) (k K, err error) {
	err = row.Scan(&k)
	return k, err
}

// Agents reads everybody, oldest first, with departments.
func (t *Tx) Agents() ([]switchboard.Agent, error) {
	agents, err := db.List(t.Tx, scanAgent, `SELECT `+agentColumns+` FROM agent a ORDER BY a.id`)
	if err != nil {
		return nil, err
	}
	type hat struct {
		agent      switchboard.AgentID
		department switchboard.DepartmentKey
	}
	hats, err := db.List(t.Tx, func(row db.Scanner) (h hat, err error) {
		err = row.Scan(&h.agent, &h.department)
		return h, err
	}, `SELECT agent_id, department FROM agent_department ORDER BY agent_id, department`)
	if err != nil {
		return nil, err
	}
	worn := map[switchboard.AgentID][]switchboard.DepartmentKey{}
	for _, h := range hats {
		worn[h.agent] = append(worn[h.agent], h.department)
	}
	for i := range agents {
		agents[i].Departments = worn[agents[i].ID]
	}
	return agents, nil
}

// Candidate is somebody who might take work, with the shift they have, if any.
type Candidate struct {
	switchboard.Agent
	Shift *calendar.Spec
}

// LockCandidates reads the agents of a department who are here and may work, locked in the order of their ids.
func (t *Tx) LockCandidates(department switchboard.DepartmentKey) ([]Candidate, error) {
	return t.candidates(department, t.Dialect().ForUpdate())
}

// Candidates is LockCandidates for whoever only looks.
func (t *Tx) Candidates(department switchboard.DepartmentKey) ([]Candidate, error) {
	return t.candidates(department, "")
}

func (t *Tx) candidates(department switchboard.DepartmentKey, lock string) ([]Candidate, error) {
	candidates, err := db.List(t.Tx, func(row db.Scanner) (c Candidate, err error) {
		c.Agent, err = scanAgent(tail{row, []any{db.IntoJSON(&c.Shift)}})
		return c, err
	}, `SELECT `+agentColumns+`, a.shift FROM agent a
		WHERE a.presence = 'here' AND a.disabled = 0 AND a.role <> 'viewer'
		AND a.id IN (SELECT agent_id FROM agent_department WHERE department = ?)
		ORDER BY a.id`+lock, department)
	for i := range candidates {
		candidates[i].Departments = []switchboard.DepartmentKey{department}
	}
	return candidates, err
}

// Shift reads when an agent works; nil when their presence alone decides.
func (t *Tx) Shift(id switchboard.AgentID) (shift *calendar.Spec, err error) {
	err = t.QueryRow(`SELECT shift FROM agent WHERE id = ?`, id).Scan(db.IntoJSON(&shift))
	if isNoRows(err) {
		return nil, nil
	}
	return shift, err
}

// SetShift says when an agent works; nil: whenever they are here.
func (t *Tx) SetShift(id switchboard.AgentID, shift *calendar.Spec) error {
	body, err := optionalJSON(shift)
	if err != nil {
		return err
	}
	_, err = t.Exec(`UPDATE agent SET shift = ? WHERE id = ?`, body, id)
	return err
}

// LockPeople keeps others from taking somebody in until the transaction ends, and reports whether anybody works here.
func (t *Tx) LockPeople() (anybody bool, err error) {
	if _, _, err = db.One(t.Tx, scanKey[string], `SELECT incarnation FROM installation WHERE id = 1`+t.Dialect().ForUpdate()); err != nil {
		return false, err
	}
	return t.Anybody()
}

// Anybody reports whether anybody works here, disabled or not.
func (t *Tx) Anybody() (anybody bool, err error) {
	err = t.QueryRow(`SELECT EXISTS (SELECT 1 FROM agent)`).Scan(&anybody)
	return anybody, err
}

// InsertAgent adds an agent; an address that is taken is a conflict.
func (t *Tx) InsertAgent(a switchboard.Agent, password string) error {
	skills, languages, err := agentLists(a)
	if err != nil {
		return err
	}
	n, err := t.Exec(`INSERT INTO agent (id, name, email, role, password, skills, languages, freedom, cap, presence, idle_since,
		deputy, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		a.ID, a.Name, strings.ToLower(a.Email), a.Role, password, skills, languages, a.Freedom, a.Cap, a.Presence,
		db.Micros(t.Now()), a.Deputy, db.Micros(t.Now()))
	if err == nil && n == 0 {
		return switchboard.Refuse(switchboard.CodeConflict, "Somebody with this address works here already.").
			WithField("email")
	}
	if err != nil {
		return err
	}
	return t.setDepartments(a)
}

// UpdateAgent writes everything of an agent but password, presence and load.
func (t *Tx) UpdateAgent(a switchboard.Agent) error {
	skills, languages, err := agentLists(a)
	if err != nil {
		return err
	}
	_, err = t.Exec(`UPDATE agent SET name = ?, email = ?, role = ?, skills = ?, languages = ?, freedom = ?, cap = ?,
		deputy = ?, disabled = ? WHERE id = ?`, a.Name, strings.ToLower(a.Email), a.Role, skills, languages, a.Freedom,
		a.Cap, a.Deputy, db.Bit(a.Disabled), a.ID)
	if err != nil {
		return err
	}
	return t.setDepartments(a)
}

func agentLists(a switchboard.Agent) (skills, languages string, err error) {
	if skills, err = db.AsJSON(a.Skills); err != nil {
		return "", "", err
	}
	languages, err = db.AsJSON(a.Languages)
	return skills, languages, err
}

func (t *Tx) setDepartments(a switchboard.Agent) error {
	if _, err := t.Exec(`DELETE FROM agent_department WHERE agent_id = ?`, a.ID); err != nil {
		return err
	}
	departments := slices.Clone(a.Departments)
	slices.Sort(departments)
	for _, d := range slices.Compact(departments) {
		if _, err := t.LockDepartment(d); err != nil {
			return err
		}
		if _, err := t.Exec(`INSERT INTO agent_department (agent_id, department) VALUES (?, ?)`, a.ID, d); err != nil {
			return err
		}
	}
	return nil
}

// SetPresence says whether an agent takes work now. The moment counts as the start of being idle.
func (t *Tx) SetPresence(id switchboard.AgentID, p switchboard.Presence) error {
	_, err := t.Exec(`UPDATE agent SET presence = ?, idle_since = ? WHERE id = ?`, p, db.Micros(t.Now()), id)
	return err
}

// NeverArrived reports whether an agent has neither said whether they are here nor been given anything since they were
// taken in.
func (t *Tx) NeverArrived(id switchboard.AgentID) (never bool, err error) {
	err = t.QueryRow(`SELECT EXISTS (SELECT 1 FROM agent WHERE id = ? AND presence = ? AND idle_since = created_at)`, id,
		switchboard.Away).Scan(&never)
	return never, err
}

// AddLoad changes how many conversations an agent leads or is offered, and what they weigh.
func (t *Tx) AddLoad(id switchboard.AgentID, by, weight int) error {
	_, err := t.Exec(`UPDATE agent SET load = load + ?, weight = weight + ?, idle_since = ? WHERE id = ?`, by, weight,
		db.Micros(t.Now()), id)
	return err
}

// AddWeight changes what the conversations of an agent weigh. They are as many as before, and the agent as idle.
func (t *Tx) AddWeight(id switchboard.AgentID, weight int) error {
	_, err := t.Exec(`UPDATE agent SET weight = weight + ? WHERE id = ?`, weight, id)
	return err
}

// Password reads the stored hash, empty when the agent has none.
func (t *Tx) Password(id switchboard.AgentID) (hash string, err error) {
	err = t.QueryRow(`SELECT password FROM agent WHERE id = ?`, id).Scan(&hash)
	if isNoRows(err) {
		return "", nil
	}
	return hash, err
}

// SetPassword stores a hash.
func (t *Tx) SetPassword(id switchboard.AgentID, hash string) error {
	_, err := t.Exec(`UPDATE agent SET password = ? WHERE id = ?`, hash, id)
	return err
}

// DepartmentsOf lists the departments any of these agents belongs to.
func (t *Tx) DepartmentsOf(agents []switchboard.AgentID) ([]switchboard.DepartmentKey, error) {
	var args []any
	where := inList("agent_id", agents, &args)
	return db.List(t.Tx, scanKey[switchboard.DepartmentKey],
		`SELECT DISTINCT department FROM agent_department WHERE `+where+` ORDER BY department`, args...)
}
