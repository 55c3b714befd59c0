package notice

import (
	"time"

	"switchboard"
	"switchboard/internal/store/notices"
)

// at is when what the row tells of was written down: then somebody was told, however late the journal is followed.
func (r *reading) at() time.Time {
	if at := r.e.RecordedAt; !at.IsZero() && at.Before(r.tx.Now()) {
		return at
	}
	return r.tx.Now()
}

func (r *reading) see(which notices.Which, why switchboard.SeenWhy) error {
	_, err := seeAt(r.tx, which, why, r.at())
	return err
}

// over: what notices of the event and subject ask for is done.
func (r *reading) over(event switchboard.NoticeEvent, subject string) error {
	if subject == "" {
		return nil
	}
	return r.see(notices.Which{Event: event, Subject: subject}, switchboard.SeenOver)
}

func (r *reading) overFor(agent switchboard.AgentID, event switchboard.NoticeEvent, subject string) error {
	return r.see(notices.Which{Agent: agent, Event: event, Subject: subject}, switchboard.SeenOver)
}

// ends: whatever notices of these events ask for in the conversation of the row is done, or cannot be done any more. Who
// leads next sends no text of whoever led before, so that nobody need approve it.
func (r *reading) ends(events ...switchboard.NoticeEvent) error {
	for _, event := range events {
		if err := r.see(notices.Which{ConversationID: r.e.ConversationID, Event: event}, switchboard.SeenOver); err != nil {
			return err
		}
	}
	return nil
}

// answered: once nobody waits any more, no answer is due or late, and what the customer wrote is answered.
func (r *reading) answered() error {
	c, err := r.talk()
	if err != nil || !c.WaitingSince.IsZero() {
		return err
	}
	return r.ends(switchboard.NoticeDueSoon, switchboard.NoticeLate, switchboard.NoticeReply)
}

// reopened tells whoever has it back that their customer wrote again.
func (r *reading) reopened() error {
	if r.e.ActorKind != switchboard.ActorCustomer || r.e.Agent.IsZero() {
		return nil
	}
	return r.tell(r.of(r.e.Agent, switchboard.NoticeReply, r.e.ConversationID.String()))
}
