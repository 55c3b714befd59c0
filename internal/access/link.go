package access

import (
	"context"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/seal"
	"switchboard/internal/store"
)

// Purposes of one-time links.
const (
	PurposeSetup      = "setup"      // become the first administrator
	PurposeInvitation = "invitation" // choose one's own password
)

// How long one-time links are good, and how long a browser that has used a set-up link may take.
const (
	SetupLasts      = 15 * time.Minute
	VisitLasts      = 30 * time.Minute
	InvitationLasts = 7 * 24 * time.Hour
)

// Link is a one-time link that was just made. Its token belongs behind the # of an address, where no log sees it, and is
// stored nowhere.
type Link struct {
	Token string
	Until time.Time
}

// NewSetupLink makes the link with which somebody becomes the first administrator. Earlier ones end, and with them what
// they opened. It refuses with conflict where anybody works already.
func NewSetupLink(ctx context.Context, db *store.DB) (link Link, err error) {
	link.Token = seal.NewToken()
	digest := seal.HashToken(link.Token)
	err = db.Update(ctx, func(tx *store.Tx) error {
		anybody, err := tx.LockPeople()
		if err != nil {
			return err
		}
		if anybody {
			return alreadySetUp()
		}
		l := store.Link{ID: switchboard.NewID[switchboard.LinkID](tx.Now()), Purpose: PurposeSetup, CreatedAt: tx.Now(),
			ExpiresAt: tx.Now().Add(SetupLasts)}
		link.Until = l.ExpiresAt
		return tx.InsertLink(l, digest[:])
	})
	return link, err
}

func alreadySetUp() error {
	return switchboard.Refuse(switchboard.CodeConflict, "This installation is set up already.").
		WithHint("Sign in; whoever administers it can take you in.")
}

// linkRefused is the one answer to a link that ran out, was used, was guessed or is none: nobody learns which.
func linkRefused() error {
	return switchboard.Refuse(switchboard.CodeUnauthorized, "This link is not good any more.").WithField("token").
		WithHint("A link works once and for a limited time. For setting up, `switchboard user link` on the machine of the " +
			"installation makes a new one; for an invitation, ask whoever sent it.")
}

// Visit is what a browser that has used a set-up link shows from then on. Token goes into its cookie and is stored
// nowhere.
type Visit struct {
	Token string
	Until time.Time
}

// OpenSetup spends a set-up link. From is where the request came from, which limits guessing. It refuses with
// unauthorized whatever is wrong with the token, and with conflict where anybody works already.
func (g *Gate) OpenSetup(ctx context.Context, token, from string) (visit Visit, err error) {
	tried, err := g.mayTry(from)
	if err != nil {
		return visit, err
	}
	visit.Token = seal.NewToken()
	seen, shown := seal.HashToken(strings.TrimSpace(token)), seal.HashToken(visit.Token)
	err = g.DB.Update(ctx, func(tx *store.Tx) error {
		if anybody, err := tx.Anybody(); err != nil || anybody {
			return orElse(err, alreadySetUp)
		}
		link, found, err := tx.LinkByDigest(PurposeSetup, seen[:])
		if err != nil || !found {
			return orElse(err, linkRefused)
		}
		visit.Until = tx.Now().Add(VisitLasts)
		used, err := tx.UseLink(link.ID, shown[:], visit.Until)
		if err != nil || !used {
			return orElse(err, linkRefused)
		}
		return Audit(tx, System(), Act{Action: "setup.open", Subject: link.ID.String()})
	})
	if err == nil {
		g.byOrigin.undo(tried)
	}
	return visit, err
}

// orElse is an error that came from below, or the refusal.
func orElse(err error, refusal func() error) error {
	if err != nil {
		return err
	}
	return refusal()
}

// mayTry counts a try with a one-time link, or refuses it when there were too many from one place.
func (g *Gate) mayTry(from string) (try, error) {
	one, wait := g.byOrigin.begin(from, g.Time.Elapsed())
	if wait == 0 {
		return one, nil
	}
	return one, switchboard.Refuse(switchboard.CodeRateLimited, "There were too many attempts.").
		WithHint("Wait a moment, then try again.").WithCause(TooSoon{Wait: wait})
}

// CheckVisit says until when a browser that has used a set-up link may set up. It refuses one that has not, or did so too
// long ago, with unauthorized; and, with conflict, one that comes after somebody was taken in.
func (g *Gate) CheckVisit(ctx context.Context, token string) (until time.Time, err error) {
	err = g.DB.View(ctx, func(tx *store.Tx) error {
		if anybody, err := tx.Anybody(); err != nil || anybody {
			return orElse(err, alreadySetUp)
		}
		until, err = visits(tx, token)
		return err
	})
	return until, err
}

func visits(tx *store.Tx, token string) (until time.Time, err error) {
	digest := seal.HashToken(token)
	link, found, err := tx.LinkByVisit(PurposeSetup, digest[:])
	if err != nil || !found {
		return until, orElse(err, linkRefused)
	}
	return link.VisitUntil, nil
}
