package rota

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/desk"
	"switchboard/internal/roster"
	"switchboard/internal/roster/schedule"
	"switchboard/internal/store"
)

// horizon is how far recurring shifts of a file are written out.
const horizon = 400 * 24 * time.Hour

// maxShown is how many changes are told one by one.
const maxShown = 1000

// Imported is what a file changes, or would change.
type Imported struct {
	DryRun    bool           `json:"dry_run" doc:"Nothing was changed"`
	Added     int            `json:"added"`
	Changed   int            `json:"changed"`
	Removed   int            `json:"removed"`
	Unchanged int            `json:"unchanged"`
	Changes   []Difference   `json:"changes" nullable:"false" doc:"At most 1000 of them"`
	Kept      []Kept         `json:"kept" nullable:"false" doc:"Times it says otherwise that people entered, or another file says: those stay. At most 1000 of them"`
	Unknown   []Unknown      `json:"unknown" nullable:"false" doc:"People the file names who do not work here; their times are left out"`
	Bad       []schedule.Bad `json:"bad" nullable:"false" doc:"Lines that cannot be read; they are left out"`
	Warnings  []Undone       `json:"warnings" nullable:"false" doc:"What it leaves undone that is done now"`
}

// Difference is one time that is added, changed or removed.
type Difference struct {
	Agent   switchboard.AgentID `json:"agent"`
	Name    string              `json:"name"`
	What    string              `json:"what" enum:"add,change,remove"`
	Absence string              `json:"absence,omitempty" doc:"The reason, when it is no shift"`
	From    time.Time           `json:"from"`
	Until   time.Time           `json:"until"`
	Line    int                 `json:"line,omitempty" doc:"Where the file says so"`
	source  string
}

// Unknown is somebody a file names who does not work here.
type Unknown struct {
	Line       int                 `json:"line"`
	Who        string              `json:"who"`
	Suggestion string              `json:"suggestion,omitempty" doc:"Whose name is nearest"`
	Agent      switchboard.AgentID `json:"agent,omitzero" doc:"Theirs"`
}

// Import is a file and how it is taken.
type Import struct {
	Data []byte
	Name string         // of the file, if it has one
	Zone *time.Location // of times that name none; nil for the company's
	By   switchboard.AgentID
}

// Preview says what a file would change.
func (i Import) Preview(tx *store.Tx) (Imported, error) {
	p, err := i.compare(tx)
	p.result.DryRun = true
	return p.result, err
}

// Apply changes what the file says. Importing it again changes nothing. Times that are over stay as they are.
func (i Import) Apply(tx *store.Tx, d *desk.Desk) (Imported, error) {
	p, err := i.compare(tx)
	if err != nil {
		return p.result, err
	}
	for _, change := range p.all {
		if err := p.write(tx, d, change); err != nil {
			return p.result, err
		}
	}
	for _, id := range p.touched() {
		if err := d.ShiftsChanged(tx, id); err != nil {
			return p.result, err
		}
	}
	return p.result, nil
}

// comparing is a file held against what is stored.
type comparing struct {
	by     switchboard.AgentID
	people []switchboard.Agent
	spoken map[string]bool // the entries that the file speaks of
	result Imported
	all    []Difference
}

func (i Import) compare(tx *store.Tx) (*comparing, error) {
	p := &comparing{by: i.By, result: Imported{Changes: []Difference{}, Kept: []Kept{}, Unknown: []Unknown{}, Bad: []schedule.Bad{}, Warnings: []Undone{}}}
	now := tx.Now()
	staff, err := Read(tx, now, now.Add(horizon))
	if err != nil {
		return p, err
	}
	if i.Zone == nil {
		i.Zone = staff.Zone
	}
	plan, err := schedule.Read(i.Data, schedule.Options{Zone: i.Zone, From: now, Until: now.Add(horizon), Name: i.Name})
	if err != nil {
		return p, err
	}
	if p.people, err = tx.Agents(); err != nil {
		return p, err
	}
	p.result.Bad = append(p.result.Bad, plan.Bad...)
	p.diff(staff, plan, now)
	changes := make([]Change, len(p.all))
	for n, d := range p.all {
		changes[n] = d.change()
	}
	warnings, err := Compare(staff, staff.With(changes...), now, now.Add(lookAhead))
	p.result.Warnings = append(p.result.Warnings, warnings...)
	p.result.Changes = append(p.result.Changes, p.all[:min(len(p.all), maxShown)]...)
	return p, err
}

// key is one time of one person.
type key struct {
	agent   switchboard.AgentID
	start   int64
	absence bool
}

// diff finds what is to be added, changed and removed.
func (p *comparing) diff(staff Staff, plan schedule.Plan, now time.Time) {
	stand, mine := p.standing(staff, plan.Sources, now)
	wanted := map[key]bool{}
	for _, e := range plan.Entries {
		agent, known := p.who(e)
		if !known {
			continue
		}
		for _, s := range e.Spans {
			k := key{agent.ID, s.From.UnixMicro(), e.Absence != ""}
			if wanted[k] {
				continue
			}
			wanted[k] = true
			if old, there := stand[k]; there {
				p.meets(old, e, s)
				continue
			}
			p.note(Difference{Agent: agent.ID, Name: agent.Name, What: "add", Absence: e.Absence, From: s.From, Until: s.Until, Line: e.Line, source: e.Source})
		}
	}
	for _, k := range mine {
		if !wanted[k] {
			d := stand[k]
			d.What = "remove"
			p.note(d)
		}
	}
	slices.SortStableFunc(p.all, func(a, b Difference) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), a.From.Compare(b.From))
	})
}

func (p *comparing) note(d Difference) {
	switch d.What {
	case "add":
		p.result.Added++
	case "change":
		p.result.Changed++
	default:
		p.result.Removed++
	}
	p.all = append(p.all, d)
}

// standing is what is stored and not over, and which of it came from entries that the file speaks of.
func (p *comparing) standing(staff Staff, sources []string, now time.Time) (stand map[key]Difference, mine []key) {
	names := map[switchboard.AgentID]string{}
	for _, a := range p.people {
		names[a.ID] = a.Name
	}
	p.spoken = map[string]bool{}
	for _, s := range sources {
		p.spoken[s] = true
	}
	stand = map[key]Difference{}
	add := func(d Difference) {
		if !d.Until.After(now) {
			return
		}
		k := key{d.Agent, d.From.UnixMicro(), d.Absence != ""}
		d.Name = names[d.Agent]
		stand[k] = d
		if p.spoken[d.source] {
			mine = append(mine, k)
		}
	}
	for _, s := range staff.Dated {
		add(Difference{Agent: s.AgentID, From: s.StartsAt, Until: s.EndsAt, source: s.Source})
	}
	for _, a := range staff.Absences {
		add(Difference{Agent: a.AgentID, From: a.StartsAt, Until: a.EndsAt, Absence: a.Reason, source: a.Source})
	}
	return stand, mine
}

// who finds whom an entry is about, by address or by name.
func (p *comparing) who(e schedule.Entry) (found switchboard.Agent, known bool) {
	n := 0
	for _, a := range p.people {
		if strings.EqualFold(a.Email, e.Who) {
			return a, true
		}
		if strings.EqualFold(a.Name, e.Who) {
			found, n = a, n+1
		}
	}
	if n == 1 {
		return found, true
	}
	if !slices.ContainsFunc(p.result.Unknown, func(u Unknown) bool { return strings.EqualFold(u.Who, e.Who) }) {
		p.result.Unknown = append(p.result.Unknown, p.suggest(e))
	}
	return found, false
}

func (p *comparing) suggest(e schedule.Entry) Unknown {
	u := Unknown{Line: e.Line, Who: e.Who}
	words := map[string]switchboard.Agent{}
	var list []string
	for _, a := range p.people {
		for _, text := range []string{a.Name, a.Email} {
			word := strings.ToLower(strings.ReplaceAll(text, " ", "_"))
			words[word] = a
			list = append(list, word)
		}
	}
	if near := switchboard.Nearest(e.Who, list); near != "" {
		u.Suggestion, u.Agent = words[near].Name, words[near].ID
	}
	return u
}

func (d Difference) change() Change {
	c := Change{Agent: d.Agent}
	switch {
	case d.Absence != "" && d.What != "remove":
		c.Absence = &store.Absence{AgentID: d.Agent, StartsAt: d.From, EndsAt: d.Until, Reason: d.Absence}
	case d.Absence != "":
	case d.What == "remove":
		c.DateDropped = &d.From
	default:
		c.DateAdded = &store.DatedShift{AgentID: d.Agent, StartsAt: d.From, EndsAt: d.Until}
	}
	return c
}

func (p *comparing) write(tx *store.Tx, d *desk.Desk, change Difference) error {
	var err error
	switch {
	case change.Absence != "" && change.What == "remove":
		_, err = d.DropAbsence(tx, change.Agent, change.From)
	case change.Absence != "":
		err = d.SetAbsence(tx, store.Absence{AgentID: change.Agent, StartsAt: change.From, EndsAt: change.Until, Reason: change.Absence,
			Policy: roster.Cover, Source: change.source, MadeBy: p.by})
	case change.What == "remove":
		_, err = tx.DropDatedShift(change.Agent, change.From)
	default:
		err = tx.SaveDatedShift(store.DatedShift{AgentID: change.Agent, StartsAt: change.From, EndsAt: change.Until, Source: change.source})
	}
	return err
}

// touched lists everybody whose shifts change, each once.
func (p *comparing) touched() (ids []switchboard.AgentID) {
	for _, d := range p.all {
		if d.Absence == "" && !slices.Contains(ids, d.Agent) {
			ids = append(ids, d.Agent)
		}
	}
	return ids
}
