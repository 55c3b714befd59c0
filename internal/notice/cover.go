package notice

import (
	"switchboard"
	"switchboard/internal/conversation"
)

// accepted: nobody is asked any more. Who came to lead without being asked is told that there is something.
func (r *reading) accepted() error {
	if err := r.over(switchboard.NoticeOffer, r.e.Subject); err != nil {
		return err
	}
	if err := r.ends(switchboard.NoticeUncovered); err != nil || r.e.Reason != conversation.AtOnce {
		return err
	}
	return r.about(switchboard.NoticeReply, r.e.ConversationID.String())
}

// covered tells whoever leads in the place of somebody absent.
func (r *reading) covered() error {
	err := r.ends(switchboard.NoticeTransfer, switchboard.NoticeApproval, switchboard.NoticeUncovered, switchboard.NoticeCover)
	if err != nil {
		return err
	}
	return r.about(switchboard.NoticeCover, r.e.ConversationID.String())
}

// uncovered tells the managers, and the team.
func (r *reading) uncovered() error {
	return r.tellLead(switchboard.AgentID{}, r.of(switchboard.AgentID{}, switchboard.NoticeUncovered, r.e.ConversationID.String()))
}

// unstaffed tells the managers and the team that somebody waits where nobody is. Whoever works alone knows where they are.
func (r *reading) unstaffed() error {
	if _, err := r.people(); err != nil || len(r.sorted) < 2 {
		return err
	}
	return r.tellLead(switchboard.AgentID{}, r.of(switchboard.AgentID{}, switchboard.NoticeUnstaffed, string(r.e.Department)))
}

// staffed: somebody is there again.
func (r *reading) staffed() error {
	if r.e.Reason == string(switchboard.StaffedNobody) {
		return nil
	}
	return r.over(switchboard.NoticeUnstaffed, string(r.e.Department))
}
