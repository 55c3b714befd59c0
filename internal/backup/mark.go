package backup

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/outbox"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
)

// Marked is what Mark did.
type Marked struct {
	Incarnation string `json:"incarnation"`
	Unknown     int    `json:"unknown"`    // deliveries whose fate must be settled
	Dropped     int    `json:"dropped"`    // deliveries queued behind them
	Drafts      int    `json:"drafts"`     // texts that came back for their authors
	Amendments  int    `json:"amendments"` // changes to posts that were given up
	Letters     int64  `json:"letters"`    // mails to people outside that may have left since
	Sessions    int64  `json:"sessions"`   // people signed out
}

// Mark turns a database that was brought back into a restored installation: a new incarnation, nobody signed in, no
// lease held, and no sending until store.Tx.Reconcile. backupAt is when the copy was begun. It refuses while a process lives on
// the database.
func Mark(tx *store.Tx, backupAt time.Time) (Marked, error) {
	if err := mayMark(tx, backupAt); err != nil {
		return Marked{}, err
	}
	made := Marked{Incarnation: switchboard.NewID[switchboard.RequestID](tx.Now()).String()[len("req_"):]}
	if err := tx.MarkRestored(made.Incarnation, backupAt); err != nil {
		return made, err
	}
	var err error
	if made.Sessions, err = tx.EndAllSessions(); err != nil {
		return made, err
	}
	if err := tx.FreeLeases(); err != nil {
		return made, err
	}
	if made.Letters, err = consults.In(tx.Tx).Restored(tx.Now()); err != nil {
		return made, err
	}
	m := marker{tx: tx, at: backupAt, made: &made, drafts: map[switchboard.DraftID]bool{}}
	if err := m.amendments(); err != nil {
		return made, err
	}
	unfinished, err := tx.UnfinishedDeliveries()
	if err != nil {
		return made, err
	}
	for legs := unfinished; len(legs) > 0; {
		n := 1
		for n < len(legs) && legs[n].LegID == legs[0].LegID {
			n++
		}
		if err := m.leg(legs[:n]); err != nil {
			return made, err
		}
		legs = legs[n:]
	}
	return made, m.record()
}

// mayMark: a living process would go on sending under what it remembers. Time stands still in a dump, so a node that
// was alive when it was made counts until its time is over.
func mayMark(tx *store.Tx, backupAt time.Time) error {
	if backupAt.After(tx.Now()) {
		return switchboard.Refuse(switchboard.CodeInvalid, "The backup cannot have been taken in the future.").WithField("mark")
	}
	nodes, err := tx.Nodes()
	if err != nil {
		return err
	}
	for _, n := range nodes {
		if n.AliveUntil.After(tx.Now()) && n.AliveUntil.Sub(backupAt) > time.Minute {
			return switchboard.Refuse(switchboard.CodeConflict, "A process is running on this database.").
				WithHint("Stop every `switchboard serve` on it and try again in a minute.")
		}
	}
	return nil
}

type marker struct {
	tx     *store.Tx
	at     time.Time // of the backup
	made   *Marked
	drafts map[switchboard.DraftID]bool // that lost a delivery
}

// leg settles what is unfinished on one leg.
func (m *marker) leg(deliveries []switchboard.Delivery) error {
	heads := slices.DeleteFunc(slices.Clone(deliveries), func(d switchboard.Delivery) bool { return !mayBeNext(d, deliveries) })
	first := slices.MinFunc(heads, sooner)
	for _, d := range deliveries {
		if d.ID != first.ID {
			if err := m.apply(d, outbox.Dropped{Reason: outbox.ReasonRestored}); err != nil {
				return err
			}
			m.drafts[d.DraftID] = true
			m.made.Dropped++
		}
	}
	m.made.Unknown++
	return m.apply(first, outbox.Restored{BackupAt: m.at})
}

// amendments gives up what was to be changed: since the backup it may have been changed, and changed again.
func (m *marker) amendments() error {
	waiting, err := m.tx.WaitingAmendments()
	for _, a := range waiting {
		if err != nil {
			break
		}
		m.made.Amendments++
		err = m.giveUp(a)
	}
	return err
}

func (m *marker) giveUp(a switchboard.Amendment) error {
	a, events := outbox.Amend(a, outbox.Amended{Refused: true, Code: outbox.ReasonRestored,
		Answer: "The installation was restored from a backup; look at the post, then ask again."}, m.tx.Now())
	if _, err := m.tx.SettleAmendment(a); err != nil {
		return err
	}
	return m.tell(a.ConversationID, events)
}

// mayBeNext reports whether a delivery is the earliest unfinished part of its draft: later ones wait for it.
func mayBeNext(d switchboard.Delivery, all []switchboard.Delivery) bool {
	return !slices.ContainsFunc(all, func(o switchboard.Delivery) bool { return o.DraftID == d.DraftID && o.Part < d.Part })
}

// sooner orders the heads of drafts as they would have gone out: what is on its way, then by time.
func sooner(a, b switchboard.Delivery) int {
	waits := func(d switchboard.Delivery) int {
		if d.State == switchboard.DeliveryWaiting {
			return 1
		}
		return 0
	}
	return cmp.Or(waits(a)-waits(b), a.NotBefore.Compare(b.NotBefore), slices.Compare(a.ID[:], b.ID[:]))
}

func (m *marker) apply(d switchboard.Delivery, what outbox.What) error {
	d, events, err := outbox.Step(d, what, m.tx.Now())
	if err != nil {
		return fmt.Errorf("backup: delivery %s: %w", d.ID, err)
	}
	if d.State == switchboard.DeliveryDropped {
		d.Code = outbox.ReasonRestored
	}
	if err := m.tx.UpdateDelivery(d); err != nil {
		return err
	}
	return m.tell(d.ConversationID, events)
}

// tell records events with the dimensions of their conversation.
func (m *marker) tell(id switchboard.ConversationID, events []switchboard.Event) error {
	c, err := m.tx.Conversation(id)
	if err != nil {
		return err
	}
	for i := range events {
		events[i].BrandID, events[i].Department, events[i].Network = c.BrandID, c.Department, c.Network
		events[i].Visibility, events[i].Epoch = c.Visibility, c.Epoch
	}
	return m.tx.Record(events...)
}

// record restates the drafts and writes down that the installation was restored.
func (m *marker) record() error {
	for id := range m.drafts {
		if err := m.giveBack(id); err != nil {
			return err
		}
	}
	err := m.tx.InsertAudit(store.AuditEntry{ID: switchboard.NewID[switchboard.RequestID](m.tx.Now()), At: m.tx.Now(),
		ActorKind: switchboard.ActorSystem, Action: string(switchboard.EventRestored), Subject: m.made.Incarnation,
		Detail: m.at.UTC().Format(time.RFC3339)})
	if err != nil {
		return err
	}
	return m.tx.Record(switchboard.Event{Kind: switchboard.EventRestored, ActorKind: switchboard.ActorSystem, At: m.tx.Now(),
		RecordedAt: m.tx.Now(), Origin: switchboard.Live, Subject: m.made.Incarnation,
		Numbers: map[string]int64{"unknown": int64(m.made.Unknown), "dropped": int64(m.made.Dropped)}})
}

// giveBack restates a draft. What was dropped of it comes back as a draft of its own.
func (m *marker) giveBack(id switchboard.DraftID) error {
	draft, err := m.tx.LockDraft(id)
	if err != nil {
		return err
	}
	deliveries, err := m.tx.DraftDeliveries(id)
	if err != nil {
		return err
	}
	if state := outbox.DraftState(deliveries); state != draft.State {
		draft.State = state
		draft.Version++
		draft.UpdatedAt = m.tx.Now()
		if err := m.tx.SaveDraft(draft); err != nil {
			return err
		}
	}
	rest, found := outbox.Rest(draft, deliveries, m.tx.Now())
	if !found {
		return nil
	}
	rest.ID = switchboard.NewID[switchboard.DraftID](m.tx.Now())
	m.made.Drafts++
	return m.tx.SaveDraft(rest)
}
