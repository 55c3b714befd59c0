package api

import (
	"context"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
)

func quarantineRoutes(s *server) {
	const tag = "quarantine"
	register(s, route{ID: "list-quarantine", Method: http.MethodGet, Path: "/quarantine", Tag: tag, Needs: access.QuarantineManage,
		Summary: "What came but could not be understood", Doc: "What waits, the oldest first. A page may hold fewer than asked " +
			"for: go on while there is a next."}, s.listQuarantine)
	register(s, route{ID: "read-quarantined", Method: http.MethodGet, Path: "/quarantine/{id}", Tag: tag,
		Needs: access.QuarantineManage, Summary: "One of them, as it came"}, s.readQuarantined)
	register(s, route{ID: "dismiss-quarantined", Method: http.MethodPost, Path: "/quarantine/{id}/dismiss", Tag: tag,
		Needs: access.QuarantineManage, Summary: "Decide that it is nothing", Status: http.StatusNoContent}, s.dismissQuarantined)
	register(s, route{ID: "redrive-quarantined", Method: http.MethodPost, Path: "/quarantine/{id}/redrive", Tag: tag,
		Needs: access.QuarantineManage, Summary: "Try to understand it again"}, s.redriveQuarantined)
	register(s, route{ID: "list-gaps", Method: http.MethodGet, Path: "/gaps", Tag: "gaps", Needs: access.AccountRead,
		Summary: "What was not read of an account", Doc: "The newest first, at most 200. Unfillable ones are lost for good."},
		s.listGaps)
}

// QuarantineItem is something in quarantine without its content.
type QuarantineItem struct {
	ID         switchboard.QuarantineID `json:"id"`
	AccountID  switchboard.AccountID    `json:"account_id,omitempty"`
	Network    switchboard.NetworkKey   `json:"network"`
	Lane       string                   `json:"lane" doc:"How it came"`
	Code       string                   `json:"code" doc:"What is wrong with it"`
	Field      string                   `json:"field,omitempty" doc:"Where"`
	Reason     string                   `json:"reason" doc:"What is wrong, for a person"`
	State      store.QuarantineState    `json:"state" enum:"waiting,released,dismissed"`
	Attempts   int                      `json:"attempts" doc:"How often it was tried again"`
	ReceivedAt time.Time                `json:"received_at"`
	SettledAt  *time.Time               `json:"settled_at,omitempty"`
}

// QuarantineWhole is something in quarantine as it came.
type QuarantineWhole struct {
	QuarantineItem
	Payload []byte `json:"payload" doc:"As it came, base64; treat it as hostile"`
}

func quarantineItem(q store.Quarantined) QuarantineItem {
	item := QuarantineItem{ID: q.ID, AccountID: q.AccountID, Network: q.Network, Lane: q.Lane, Code: q.Code, Field: q.Field,
		Reason: q.Reason, State: q.State, Attempts: q.Attempts, ReceivedAt: q.ReceivedAt}
	if !q.SettledAt.IsZero() {
		item.SettledAt = &q.SettledAt
	}
	return item
}

// reach knows which accounts an actor may see.
type reach struct {
	actor  access.Actor
	brands map[switchboard.AccountID]switchboard.BrandID
}

func reachOf(tx *store.Tx, actor access.Actor) (reach, error) {
	r := reach{actor: actor, brands: map[switchboard.AccountID]switchboard.BrandID{}}
	accounts, err := tx.Accounts()
	for _, a := range accounts {
		r.brands[a.ID] = a.BrandID
	}
	return r, err
}

func (r reach) may(p access.Permission, account switchboard.AccountID) error {
	return r.actor.May(p, access.Subject{Account: account, Brand: r.brands[account], Whole: false})
}

func (s *server) listQuarantine(ctx context.Context, in *PageInput) (out *PageOf[QuarantineItem], err error) {
	after, err := in.place()
	if err != nil {
		return nil, err
	}
	err = s.view(ctx, func(tx *store.Tx) error {
		reach, err := reachOf(tx, actorOf(ctx))
		if err != nil {
			return err
		}
		found, err := tx.QuarantineWaiting(after, in.Limit+1)
		page := pageOf(found, in.Limit, func(q store.Quarantined) store.Place { return store.After(q.ReceivedAt, q.ID) })
		var items []QuarantineItem
		for _, q := range page.Body.Items {
			if reach.may(access.QuarantineManage, q.AccountID) == nil {
				items = append(items, quarantineItem(q))
			}
		}
		out = allOf(items)
		out.Body.Next = page.Body.Next
		return err
	})
	return out, err
}

// QuarantineInput names something in quarantine.
type QuarantineInput struct {
	ID switchboard.QuarantineID `path:"id" doc:"The item"`
}

func quarantined(tx *store.Tx, actor access.Actor, id switchboard.QuarantineID) (store.Quarantined, error) {
	q, err := tx.Quarantined(id)
	if err != nil {
		return q, err
	}
	reach, err := reachOf(tx, actor)
	if err != nil {
		return q, err
	}
	return q, reach.may(access.QuarantineManage, q.AccountID)
}

func (s *server) readQuarantined(ctx context.Context, in *QuarantineInput) (out *BodyOf[QuarantineWhole], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		q, err := quarantined(tx, actorOf(ctx), in.ID)
		out = bodyOf(QuarantineWhole{QuarantineItem: quarantineItem(q), Payload: q.Payload})
		return err
	})
	return out, err
}

func (s *server) dismissQuarantined(ctx context.Context, in *QuarantineInput) (*struct{}, error) {
	actor := actorOf(ctx)
	return nil, s.update(ctx, func(tx *store.Tx) error {
		if _, err := quarantined(tx, actor, in.ID); err != nil {
			return err
		}
		settled, err := tx.SettleQuarantine(in.ID, store.QuarantineDismissed)
		if err != nil {
			return err
		}
		if !settled {
			return switchboard.Refuse(switchboard.CodeConflict, "This does not wait any more.")
		}
		return access.Audit(tx, actor, access.Act{Action: "quarantine.dismiss", Subject: in.ID.String()})
	})
}

func (s *server) redriveQuarantined(ctx context.Context, in *QuarantineInput) (*BodyOf[QuarantineItem], error) {
	if s.Redrive == nil {
		return nil, switchboard.Refuse(switchboard.CodeUnavailable, "Nothing can be driven again right now.")
	}
	actor := actorOf(ctx)
	err := s.update(ctx, func(tx *store.Tx) error {
		q, err := quarantined(tx, actor, in.ID)
		if err != nil {
			return err
		}
		if q.State != store.QuarantineWaiting {
			return switchboard.Refuse(switchboard.CodeConflict, "This does not wait any more.")
		}
		return access.Audit(tx, actor, access.Act{Action: "quarantine.redrive", Subject: in.ID.String()})
	})
	if err != nil {
		return nil, err
	}
	if err := s.Redrive(ctx, in.ID); err != nil {
		return nil, err
	}
	var out *BodyOf[QuarantineItem]
	err = s.view(ctx, func(tx *store.Tx) error {
		q, err := tx.Quarantined(in.ID)
		out = bodyOf(quarantineItem(q))
		return err
	})
	return out, err
}

type listGapsInput struct {
	State store.GapState `query:"state" enum:"open,filled,unfillable" default:"open" doc:"What has become of it"`
}

func (s *server) listGaps(ctx context.Context, in *listGapsInput) (out *PageOf[store.Gap], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		reach, err := reachOf(tx, actorOf(ctx))
		if err != nil {
			return err
		}
		gaps, err := tx.Gaps(in.State, 200)
		var seen []store.Gap
		for _, g := range gaps {
			if reach.may(access.AccountRead, g.AccountID) == nil {
				seen = append(seen, g)
			}
		}
		out = allOf(seen)
		return err
	})
	return out, err
}
