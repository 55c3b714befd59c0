package store

import (
	"crypto/sha256"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/outbox"
	"switchboard/internal/store/db"
)

// KeepUnread puts what could not be understood into quarantine, unless just that is there.
func (t *Tx) KeepUnread(u intake.Unread) (inserted bool, err error) {
	sum := sha256.New()
	sum.Write(u.Account.ID[:])
	sum.Write(u.Payload)
	return t.InsertQuarantine(Quarantined{ID: u.ID, AccountID: u.Account.ID, Network: u.Account.Network, Lane: string(u.Lane),
		Code: string(u.Code), Field: u.Field, Reason: u.Reason, Payload: u.Payload, Digest: sum.Sum(nil), ReceivedAt: t.Now()})
}

// OpenLaneGap notes what a Reader jumped over. What the network no longer has is shown as such at once.
func (t *Tx) OpenLaneGap(account switchboard.AccountID, g connector.Gap) error {
	gap := laneGap(account, g)
	if _, err := t.OpenGap(gap); err != nil || !g.Unfillable {
		return err
	}
	_, err := t.CloseGap(gap, GapUnfillable)
	return err
}

// FillLaneGap says that a Reader has read what it had jumped over.
func (t *Tx) FillLaneGap(account switchboard.AccountID, g connector.Gap) error {
	_, err := t.CloseGap(laneGap(account, g), GapFilled)
	return err
}

func laneGap(account switchboard.AccountID, g connector.Gap) Gap {
	return Gap{AccountID: account, Lane: string(g.Lane), From: string(g.From), To: string(g.To), Reason: g.Reason}
}

// CheckFence refuses whoever does not hold an account's lease any more. Fence 0 is a door that needs no lease.
func (t *Tx) CheckFence(account switchboard.AccountID, fence int64) error {
	if fence == 0 {
		return nil
	}
	held, err := t.LeaseHeld(account, fence)
	if err == nil && !held {
		return switchboard.Refuse(switchboard.CodeStale, "Another process holds this account by now.")
	}
	return err
}

// Reconciling reports whether sending waits because the installation was restored from a backup.
func (t *Tx) Reconciling() (bool, error) {
	i, found, err := db.One(t.Tx, scanInstallation, `SELECT incarnation, created_at, restored_at, backup_at FROM installation WHERE id = 1`)
	return found && !i.Reconciled(), err
}

// LegIsHeld reports whether the fate of a send on a leg is open.
func (t *Tx) LegIsHeld(id switchboard.LegID) (held bool, err error) {
	err = t.QueryRow(`SELECT EXISTS (SELECT 1 FROM delivery WHERE leg_id = ? AND state = 'unknown')`, id).Scan(&held)
	return held, err
}

// echoWindow is how far back an echo's delivery is looked for; it is wider than outbox.EchoWindow, since unknown ones
// may be old.
const echoWindow = 7 * 24 * time.Hour

// EchoCandidates lists the deliveries that a message of an account's own may be the echo of.
func (t *Tx) EchoCandidates(account switchboard.AccountID) ([]outbox.Candidate, error) {
	deliveries, err := t.echoDeliveries(account)
	if err != nil {
		return nil, err
	}
	candidates := make([]outbox.Candidate, 0, len(deliveries))
	drafts := map[switchboard.DraftID]switchboard.Draft{}
	for _, d := range deliveries {
		draft, known := drafts[d.DraftID]
		if !known {
			if draft, err = t.Draft(d.DraftID); err != nil {
				return nil, err
			}
			drafts[d.DraftID] = draft
		}
		candidates = append(candidates, outbox.Candidate{Delivery: d, ClientKey: d.ID.String(),
			ReplyTo: answered(d, draft, deliveries), Text: wordsOf(d, draft)})
	}
	return candidates, nil
}

// wordsOf is what was posted, or is to be.
func wordsOf(d switchboard.Delivery, draft switchboard.Draft) string {
	if d.Said != "" {
		return d.Said
	}
	return draft.Parts[d.Part].Text
}

// answered is what a delivery answers: a later part answers the one before it.
func answered(d switchboard.Delivery, draft switchboard.Draft, among []switchboard.Delivery) string {
	for _, before := range among {
		if before.DraftID == d.DraftID && before.Part == d.Part-1 && before.ExternalID != "" {
			return before.ExternalID
		}
	}
	return draft.ReplyTo
}

// AccountGaps lists an account's gaps in one state, oldest first.
func (t *Tx) AccountGaps(account switchboard.AccountID, state GapState, limit int) ([]Gap, error) {
	return db.List(t.Tx, func(row db.Scanner) (g Gap, err error) {
		err = row.Scan(&g.AccountID, &g.Lane, &g.From, &g.To, &g.Reason, &g.State, db.ScanTime(&g.OpenedAt), db.ScanTime(&g.ClosedAt))
		return g, err
	}, `SELECT account_id, lane, from_position, to_position, reason, state, opened_at, closed_at FROM gap
		WHERE account_id = ? AND state = ? ORDER BY opened_at, lane, from_position LIMIT ?`, account, state, limit)
}
