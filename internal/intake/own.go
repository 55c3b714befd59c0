package intake

import (
	"time"

	"switchboard"
)

// Own puts a new text of our own post in place because we know that it stands on the network since the given time. The
// network's copy of it, which may be worded a little differently, takes its place quietly when it comes.
func (in Intake) Own(tx Tx, m switchboard.Message, since time.Time) error {
	head, found, err := tx.MessageHead(m.Realm, m.ExternalID)
	if err != nil || !found || !head.DeletedAt.IsZero() {
		return err
	}
	a := Arrival{Message: m, Digest: []byte{}, Addressed: true}
	a.EditedAt = since
	if a.Revision, err = tx.Revise(head, a); err != nil {
		return err
	}
	return tx.InsertWork(Work{Node: in.Node, Priority: PriorityReply, MessageID: m.ID, AccountID: m.AccountID, Revision: a.Revision})
}
