package intake

import (
	"time"

	"switchboard"
)

// Own puts new words of our own post in place because we know that they stand on the network since the given time, unless
// the network has shown this edit or a later one. Its copy, which may be worded a little differently, takes their place
// when it comes: see firstCopy.
func (in Intake) Own(tx Tx, m switchboard.Message, words switchboard.Content, since time.Time) error {
	head, found, err := tx.MessageHead(m.Realm, m.ExternalID)
	if err != nil || !found || !head.DeletedAt.IsZero() {
		return err
	}
	if len(head.Digest) > 0 && !head.EditedAt.IsZero() && !head.EditedAt.Before(since.Truncate(time.Microsecond)) {
		return nil
	}
	// A late copy of what we had said is known then, and not taken for something new.
	if err := tx.SetDigest(m.ID, Digest(m.Content)); err != nil {
		return err
	}
	a := Arrival{Message: m, Digest: []byte{}, Addressed: true}
	a.Content, a.EditedAt = words, since
	if a.Revision, err = tx.Revise(head, a); err != nil {
		return err
	}
	return tx.InsertWork(Work{Node: in.Node, Priority: PriorityReply, MessageID: m.ID, AccountID: m.AccountID, Revision: a.Revision})
}
