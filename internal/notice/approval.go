package notice

import (
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/approval"
	"switchboard/internal/store"
)

// held tells whom the policy names, while they can be asked and nobody else is; else everybody who may let the draft out.
func (r *reading) held() error {
	draft, asked, err := r.askedAlone()
	if err != nil {
		return err
	}
	if len(asked) == 0 {
		return r.tellAble(r.e.Actor, nil)
	}
	if _, err := r.people(); err != nil {
		return err
	}
	for _, agent := range asked {
		if _, here := r.agents[agent]; !here {
			continue
		}
		if err := r.tellPerson(r.of(agent, switchboard.NoticeApproval, r.e.Subject)); err != nil {
			return err
		}
	}
	return setTimer(r.tx, store.Timer{Kind: TimerUnheard, Subject: draft.ID, DueAt: draft.Ruling.AskedUntil})
}

// askedAlone is the draft of the row and who alone is asked for a yes to it now.
func (r *reading) askedAlone() (draft switchboard.Draft, asked []switchboard.AgentID, err error) {
	var id switchboard.DraftID
	if err := id.UnmarshalText([]byte(r.e.Subject)); err != nil {
		return draft, nil, err
	}
	draft, err = r.tx.Draft(id)
	if switchboard.IsCode(err, switchboard.CodeNotFound) {
		return draft, nil, nil
	}
	if err != nil || draft.Ruling == nil || !draft.Ruling.AskedUntil.After(r.tx.Now()) {
		return draft, nil, err
	}
	return draft, draft.Ruling.Asked, nil
}

// tellAble tells everybody who may let the draft out, but for its author and those who were told before.
func (r *reading) tellAble(author switchboard.AgentID, told []switchboard.AgentID) error {
	c, err := r.talk()
	if err != nil {
		return err
	}
	able, err := approval.Held{Conversation: c, Author: author, Level: int(r.e.Numbers["level"])}.Able(r.tx)
	if err != nil {
		return err
	}
	for _, agent := range able {
		if slices.Contains(told, agent) {
			continue
		}
		if err := r.tell(r.of(agent, switchboard.NoticeApproval, r.e.Subject)); err != nil {
			return err
		}
	}
	return nil
}

// unheard tells the others who may let a draft out that those whom the policy names have not said anything.
func (r *reading) unheard() error {
	var id switchboard.DraftID
	if err := id.UnmarshalText([]byte(r.e.Subject)); err != nil {
		return err
	}
	draft, err := r.tx.Draft(id)
	if err != nil || draft.State != switchboard.DraftHeld || draft.Ruling == nil {
		return err
	}
	return r.tellAble(draft.AuthorID, draft.Ruling.Asked)
}

// askAll says, by the journal, that those who were asked first have let their time pass, if a draft still waits for them.
func askAll(tx *store.Tx, t store.Timer) error {
	draft, err := tx.LockDraft(switchboard.DraftID(t.Subject))
	if err != nil || draft.State != switchboard.DraftHeld || draft.Ruling == nil || len(draft.Ruling.Asked) == 0 {
		return err
	}
	if until := draft.Ruling.AskedUntil; until.After(tx.Now()) { // it was given back meanwhile, and waits again
		return setTimer(tx, store.Timer{Kind: TimerUnheard, Subject: draft.ID, DueAt: until})
	}
	c, err := tx.Conversation(draft.ConversationID)
	if err != nil || !c.Open() || c.Epoch != draft.Epoch { // a text of whoever leads no more goes nowhere
		return err
	}
	return tx.Record(switchboard.Event{Kind: switchboard.EventDraftUnheard, ActorKind: switchboard.ActorSystem, ConversationID: c.ID,
		AccountID: c.AccountID, BrandID: c.BrandID, Department: c.Department, Network: c.Network, Visibility: c.Visibility,
		Epoch: c.Epoch, Agent: draft.AuthorID, Subject: draft.ID.String(),
		Numbers: map[string]int64{"level": int64(draft.Ruling.Level), "asked": int64(tx.Now().Sub(draft.UpdatedAt) / time.Second)}})
}

func (r *reading) approved() error {
	if err := r.over(switchboard.NoticeApproval, r.e.Subject); err != nil {
		return err
	}
	return r.about(switchboard.NoticeApproved, r.e.Subject)
}

// returned tells the author that a colleague gave their text back.
func (r *reading) returned() error {
	if err := r.over(switchboard.NoticeApproval, r.e.Subject); err != nil {
		return err
	}
	return r.about(switchboard.NoticeReturned, r.e.Subject)
}
