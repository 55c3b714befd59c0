package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/callback"
	"switchboard/internal/seal"
	"switchboard/internal/store"
)

func subscriptionRoutes(s *server) {
	declare := func(method, path, id, summary string) route {
		return route{ID: id, Method: method, Path: "/subscriptions" + path, Tag: "subscription", Needs: access.WebhookManage, Summary: summary}
	}
	register(s, declare("GET", "", "list-subscriptions", "Programs that are told events"), s.listSubscriptions)
	register(s, declare("POST", "", "create-subscription", "Have a program told events").withStatus(http.StatusCreated).
		about("From now on it is sent signed JSON batches of what its owner may see. The secret is shown this once."), s.createSubscription)
	register(s, declare("GET", "/{id}", "get-subscription", "A subscription"), s.getSubscription)
	register(s, declare("PATCH", "/{id}", "change-subscription", "Change a subscription"), s.changeSubscription)
	register(s, declare("DELETE", "/{id}", "delete-subscription", "End a subscription and forget its log"), s.deleteSubscription)
	register(s, declare("POST", "/{id}/pause", "pause-subscription", "Tell it nothing for now").
		about("What happens meanwhile is told when it is resumed."), s.pauseSubscription)
	register(s, declare("POST", "/{id}/resume", "resume-subscription", "Go on, or try again at once"), s.resumeSubscription)
	register(s, declare("POST", "/{id}/secret", "change-subscription-secret", "Sign with a new secret from now on").
		about("The new secret is shown this once."), s.changeSecret)
	register(s, declare("POST", "/{id}/test", "test-subscription", "Send a test event and say how it went"), s.testSubscription)
	register(s, declare("GET", "/{id}/log", "list-callbacks", "Every attempt to tell it, newest first"), s.listCallbacks)
}

// SubscriptionIn names a subscription.
type SubscriptionIn struct {
	ID switchboard.SubscriptionID `path:"id" doc:"The subscription."`
}

// SubscriptionOut is a subscription as it is now.
type SubscriptionOut = BodyOf[store.Subscription]

// CreateSubscriptionIn asks for a subscription.
type CreateSubscriptionIn struct {
	Body struct {
		Name  string                  `json:"name" minLength:"1" maxLength:"200" doc:"What it is for."`
		URL   string                  `json:"url" maxLength:"2000" doc:"Where to send; http or https."`
		Kinds []switchboard.EventKind `json:"kinds,omitempty" maxItems:"100" doc:"Which events; left out, all."`
	}
}

// SecretShown is a subscription with its secret, which is shown once.
type SecretShown struct {
	Subscription store.Subscription `json:"subscription"`
	Secret       string             `json:"secret" doc:"Key of the Switchboard-Signature header; shown this once"`
}

// checkTarget refuses what cannot be sent to. Whether the address is allowed is judged when it is dialled.
func checkTarget(text string) error {
	target, err := url.Parse(text)
	if err != nil || target.Scheme != "https" && target.Scheme != "http" || target.Host == "" || target.User != nil ||
		target.Fragment != "" {
		return switchboard.Refuse(switchboard.CodeInvalid, "This is not an address that events can be sent to.").
			WithField("url").WithHint("Use a complete http or https address without a password in it.")
	}
	return nil
}

// checkKinds refuses words that cannot be kinds; kinds of later versions are let through.
func checkKinds(kinds []switchboard.EventKind) error {
	bad := func(k switchboard.EventKind) bool {
		return len(k) > 64 || strings.Trim(string(k), "abcdefghijklmnopqrstuvwxyz_.") != "" || !strings.Contains(string(k), ".")
	}
	if slices.ContainsFunc(kinds, bad) {
		return switchboard.Refuse(switchboard.CodeInvalid, "That is not the name of an event.").WithField("kinds").
			WithHint("Names look like conversation.closed.")
	}
	return nil
}

// newSecret makes a secret for a subscription and seals it there.
func (s *server) newSecret(sub *store.Subscription) (secret string, err error) {
	secret = seal.NewToken()
	sub.Secret, err = s.Ring.Seal([]byte(secret), callback.SecretBinding(sub.ID))
	return secret, err
}

func (s *server) createSubscription(ctx context.Context, in *CreateSubscriptionIn) (out *BodyOf[SecretShown], err error) {
	if err := checkTarget(in.Body.URL); err != nil {
		return nil, err
	}
	if err := checkKinds(in.Body.Kinds); err != nil {
		return nil, err
	}
	a := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		head, err := tx.LastPosition()
		if err != nil {
			return err
		}
		sub := store.Subscription{ID: switchboard.NewID[switchboard.SubscriptionID](tx.Now()), Name: in.Body.Name, URL: in.Body.URL,
			Kinds: in.Body.Kinds, Owner: a.Agent, Position: head, State: store.SubscriptionOn, CreatedAt: tx.Now()}
		secret, err := s.newSecret(&sub)
		if err != nil {
			return err
		}
		if err := tx.InsertSubscription(sub); err != nil {
			return err
		}
		out = bodyOf(SecretShown{sub, secret})
		return s.subscriptionChanged(tx, a, "subscription.create", sub)
	})
	return out, err
}

// subscriptionChanged leaves a trail and wakes whoever tells.
func (s *server) subscriptionChanged(tx *store.Tx, a access.Actor, action string, sub store.Subscription) error {
	if err := access.Audit(tx, a, access.Act{Action: action, Subject: sub.ID.String(), Detail: string(sub.State)}); err != nil {
		return err
	}
	return callback.Changed(tx)
}

func (s *server) listSubscriptions(ctx context.Context, _ *struct{}) (out *PageOf[store.Subscription], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		all, err := tx.Subscriptions()
		out = allOf(all)
		return err
	})
	return out, err
}

func (s *server) getSubscription(ctx context.Context, in *SubscriptionIn) (out *SubscriptionOut, err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		sub, err := tx.Subscription(in.ID)
		out = bodyOf(sub)
		return err
	})
	return out, err
}

// change alters a subscription of the actor's own. It sees what its owner sees, so only an administrator touches
// somebody else's.
func (s *server) change(ctx context.Context, id switchboard.SubscriptionID, action string, fn func(*store.Subscription) error) (out *SubscriptionOut, err error) {
	a := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		sub, err := ownSubscription(tx, a, id)
		if err != nil {
			return err
		}
		if err := fn(&sub); err != nil {
			return err
		}
		if err := tx.UpdateSubscription(sub); err != nil {
			return err
		}
		out = bodyOf(sub)
		return s.subscriptionChanged(tx, a, action, sub)
	})
	return out, err
}

func ownSubscription(tx *store.Tx, a access.Actor, id switchboard.SubscriptionID) (store.Subscription, error) {
	sub, err := tx.LockSubscription(id)
	if err == nil && sub.Owner != a.Agent && a.Role != switchboard.RoleAdmin {
		err = switchboard.Refuse(switchboard.CodeForbidden, "Somebody else owns this subscription.").
			WithHint("Ask them, or an administrator.")
	}
	return sub, err
}

// ChangeSubscriptionIn changes what is given and leaves the rest.
type ChangeSubscriptionIn struct {
	SubscriptionIn
	Body struct {
		Name  *string                  `json:"name,omitempty" minLength:"1" maxLength:"200" doc:"What it is for."`
		URL   *string                  `json:"url,omitempty" maxLength:"2000" doc:"Where to send."`
		Kinds *[]switchboard.EventKind `json:"kinds,omitempty" maxItems:"100" doc:"Which events; empty, all."`
	}
}

func (s *server) changeSubscription(ctx context.Context, in *ChangeSubscriptionIn) (*SubscriptionOut, error) {
	return s.change(ctx, in.ID, "subscription.change", func(sub *store.Subscription) error {
		if in.Body.Name != nil {
			sub.Name = *in.Body.Name
		}
		if in.Body.Kinds != nil {
			sub.Kinds = *in.Body.Kinds
		}
		if in.Body.URL != nil {
			sub.URL = *in.Body.URL
		}
		if err := checkTarget(sub.URL); err != nil {
			return err
		}
		return checkKinds(sub.Kinds)
	})
}

func (s *server) deleteSubscription(ctx context.Context, in *SubscriptionIn) (*struct{}, error) {
	a := actorOf(ctx)
	return nil, s.update(ctx, func(tx *store.Tx) error {
		sub, err := ownSubscription(tx, a, in.ID)
		if err != nil {
			return err
		}
		if err := tx.DeleteSubscription(in.ID); err != nil {
			return err
		}
		return s.subscriptionChanged(tx, a, "subscription.delete", sub)
	})
}

func (s *server) pauseSubscription(ctx context.Context, in *SubscriptionIn) (*SubscriptionOut, error) {
	return s.change(ctx, in.ID, "subscription.pause", func(sub *store.Subscription) error {
		sub.State = store.SubscriptionPaused
		return nil
	})
}

func (s *server) resumeSubscription(ctx context.Context, in *SubscriptionIn) (*SubscriptionOut, error) {
	return s.change(ctx, in.ID, "subscription.resume", func(sub *store.Subscription) error {
		sub.State, sub.Failures, sub.NextAt = store.SubscriptionOn, 0, time.Time{}
		return nil
	})
}

func (s *server) changeSecret(ctx context.Context, in *SubscriptionIn) (*BodyOf[SecretShown], error) {
	secret := ""
	out, err := s.change(ctx, in.ID, "subscription.secret", func(sub *store.Subscription) (err error) {
		secret, err = s.newSecret(sub)
		return err
	})
	if err != nil {
		return nil, err
	}
	return bodyOf(SecretShown{out.Body, secret}), nil
}

func (s *server) testSubscription(ctx context.Context, in *SubscriptionIn) (*BodyOf[store.Callback], error) {
	if s.Outside.Teller == nil {
		return nil, switchedOff("Telling programs outside")
	}
	sub, err := s.getSubscription(ctx, in)
	if err != nil {
		return nil, err
	}
	attempt := s.Outside.Teller.Test(ctx, sub.Body)
	return bodyOf(attempt), s.update(context.WithoutCancel(ctx), func(tx *store.Tx) error { return tx.InsertCallback(attempt) })
}

// CallbacksIn asks for a page of a subscription's log.
type CallbacksIn struct {
	SubscriptionIn
	PageInput
}

func (s *server) listCallbacks(ctx context.Context, in *CallbacksIn) (out *PageOf[store.Callback], err error) {
	after, err := in.place()
	if err != nil {
		return nil, err
	}
	err = s.view(ctx, func(tx *store.Tx) error {
		if _, err := tx.Subscription(in.ID); err != nil {
			return err
		}
		all, err := tx.Callbacks(in.ID, after, in.Limit+1)
		out = pageOf(all, in.Limit, func(c store.Callback) store.Place { return store.After(c.At, c.ID) })
		return err
	})
	return out, err
}
