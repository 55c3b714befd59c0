package notice

import (
	"time"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// Channel is where it is announced that something may be due to go out.
const Channel = "notice"

// want is somebody to be told of something.
type want struct {
	agent      switchboard.AgentID
	event      switchboard.NoticeEvent
	subject    string
	talk       switchboard.ConversationID
	account    switchboard.AccountID
	department switchboard.DepartmentKey
	position   int64     // what raises it: a row of the journal, or a moment
	ring       int       // of an alarm
	at         time.Time // when it happened; zero for now
}

// when is when they are told.
func (r *raising) when(w want) time.Time {
	if w.at.IsZero() {
		return r.tx.Now()
	}
	return w.at
}

// raising is one transaction that raises notices. What it looked up it remembers.
type raising struct {
	tx     *store.Tx
	tables notices.Tables
	agents map[switchboard.AgentID]switchboard.Agent
	sorted []switchboard.Agent
	wishes map[switchboard.AgentID]Preferences
	teams  map[teamKey]bool
}

type teamKey struct {
	department switchboard.DepartmentKey
	event      switchboard.NoticeEvent
	subject    string
	position   int64
}

func newRaising(tx *store.Tx) *raising {
	return &raising{tx: tx, tables: notices.In(tx.Tx), wishes: map[switchboard.AgentID]Preferences{}, teams: map[teamKey]bool{}}
}

// people are all who work here, by id; those who are disabled are told nothing.
func (r *raising) people() (map[switchboard.AgentID]switchboard.Agent, error) {
	if r.agents != nil {
		return r.agents, nil
	}
	all, err := r.tx.Agents()
	if err != nil {
		return nil, err
	}
	r.agents = map[switchboard.AgentID]switchboard.Agent{}
	for _, a := range all {
		if !a.Disabled {
			r.agents[a.ID] = a
			r.sorted = append(r.sorted, a)
		}
	}
	return r.agents, nil
}

func (r *raising) preferences(agent switchboard.AgentID) (Preferences, error) {
	if p, known := r.wishes[agent]; known {
		return p, nil
	}
	said, err := r.tables.Preferences(agent)
	if err != nil {
		return Preferences{}, err
	}
	p, err := ParsePreferences(said[agent])
	r.wishes[agent] = p
	return p, err
}

// tell raises a notice for a person and for the team's chat hooks, and plans the ways it goes.
func (r *raising) tell(w want) error {
	people, err := r.people()
	if err != nil {
		return err
	}
	if _, here := people[w.agent]; here {
		if err := r.tellPerson(w); err != nil {
			return err
		}
	}
	return r.tellTeam(w)
}

func (r *raising) tellPerson(w want) error {
	raised, err := r.store(w, w.agent.String())
	if err != nil || !raised.Changed {
		return err
	}
	if raised.Fresh || w.ring > 0 {
		if err := r.plan(w, raised.ID); err != nil {
			return err
		}
	}
	return r.tx.Record(switchboard.Event{Kind: switchboard.EventNoticeRaised, ActorKind: switchboard.ActorSystem, Agent: w.agent,
		Reason: string(w.event), Subject: raised.ID.String(), Numbers: map[string]int64{"count": int64(raised.Count)}})
}

func (r *raising) store(w want, recipient string) (notices.Raised, error) {
	now := r.when(w)
	return r.tables.Raise(notices.Raising{Recipient: recipient, Position: w.position, Notice: switchboard.Notice{
		ID: switchboard.NewID[switchboard.NoticeID](now), AgentID: w.agent, Event: w.event, Subject: w.subject, ConversationID: w.talk,
		AccountID: w.account, Department: w.department, LastAt: now}})
}

// plan decides when a person is told of it in each way.
func (r *raising) plan(w want, id switchboard.NoticeID) error {
	p, err := r.preferences(w.agent)
	if err != nil {
		return err
	}
	begin, err := r.begin(w)
	if err != nil {
		return err
	}
	for _, way := range switchboard.Ways() {
		due, used := p.Due(w.event, way, begin)
		if !used {
			continue
		}
		targets, err := r.targets(w.agent, way)
		if err != nil {
			return err
		}
		for _, target := range targets {
			if err := r.add(w, notices.Telling{NoticeID: id, Recipient: w.agent.String(), Way: way, Target: target, DueAt: due}); err != nil {
				return err
			}
		}
	}
	return nil
}

// begin is from when on a person may be told. Where the policy has work done in rounds, new work waits for the next one,
// unless its answer is due before.
func (r *raising) begin(w want) (time.Time, error) {
	now := r.when(w)
	if w.talk.IsZero() || w.event != switchboard.NoticeReply && w.event != switchboard.NoticeOffer {
		return now, nil
	}
	c, err := r.tx.Conversation(w.talk)
	if err != nil || c.DecisionID.IsZero() {
		return now, err
	}
	row, err := r.tx.Decision(c.DecisionID)
	round := row.Decision.Round
	if err != nil || round.Before(now) || !c.DueAt.IsZero() && c.DueAt.Before(round) {
		return now, err
	}
	return round, nil
}

// targets are the places a way leads to: a person's browsers, their chat hooks, their one mailbox.
func (r *raising) targets(agent switchboard.AgentID, way switchboard.Way) (to []string, err error) {
	switch way {
	case switchboard.WayPush:
		pushes, err := r.tables.Pushes(agent)
		for _, p := range pushes {
			to = append(to, p.ID.String())
		}
		return to, err
	case switchboard.WayChat:
		hooks, err := r.tables.Hooks(agent)
		for _, h := range hooks {
			if h.State == notices.HookOn {
				to = append(to, h.ID.String())
			}
		}
		return to, err
	}
	return []string{""}, nil
}

func (r *raising) add(w want, v notices.Telling) error {
	v.ID, v.Ring, v.Loud = switchboard.NewID[switchboard.TellingID](r.tx.Now()), w.ring, w.event.Loud()
	if _, err := r.tables.AddTelling(v); err != nil {
		return err
	}
	return r.tx.Notify(Channel, "")
}

// tellTeam tells the chat hooks of the department's team, once however many people are told.
func (r *raising) tellTeam(w want) error {
	key := teamKey{w.department, w.event, w.subject, w.position}
	if w.department == "" || r.teams[key] {
		return nil
	}
	r.teams[key] = true
	hooks, err := r.tables.TeamHooks(w.department)
	if err != nil {
		return err
	}
	for _, h := range hooks {
		if h.State != notices.HookOn || !switchboard.OneOf(w.event, h.Events) {
			continue
		}
		w := w
		w.agent = switchboard.AgentID{}
		raised, err := r.store(w, h.ID.String())
		if err != nil {
			return err
		}
		if raised.Fresh || raised.Changed && w.ring > 0 {
			if err := r.add(w, notices.Telling{NoticeID: raised.ID, Recipient: h.ID.String(), Way: switchboard.WayChat,
				Target: h.ID.String(), DueAt: r.when(w)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// See marks notices as no news any more and says so to those who had them. It returns how many there were.
func See(tx *store.Tx, which notices.Which, why switchboard.SeenWhy) (int, error) {
	return seeAt(tx, which, why, tx.Now())
}

func seeAt(tx *store.Tx, which notices.Which, why switchboard.SeenWhy, at time.Time) (int, error) {
	seen, err := notices.In(tx.Tx).See(which, why, at)
	if err != nil {
		return 0, err
	}
	of := map[switchboard.AgentID][]switchboard.Notice{}
	for _, n := range seen {
		if !n.AgentID.IsZero() {
			of[n.AgentID] = append(of[n.AgentID], n)
		}
	}
	for agent, theirs := range of {
		e := switchboard.Event{Kind: switchboard.EventNoticeSeen, ActorKind: switchboard.ActorSystem, Agent: agent, Reason: string(why),
			Numbers: map[string]int64{"count": int64(len(theirs))}}
		if len(theirs) == 1 {
			e.Subject = theirs[0].ID.String()
		}
		if err := tx.Record(e); err != nil {
			return 0, err
		}
	}
	return len(seen), nil
}

// Forget removes notices that were seen before a time, at most limit, and returns how many.
func Forget(tx *store.Tx, before time.Time, limit int) (int64, error) {
	return notices.In(tx.Tx).Forget(before, limit)
}
