package api

import (
	"context"
	"sync"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/flow"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
)

// floor is where conversations are worked: what the handlers of conversations, drafts and deliveries share.
type floor struct {
	db         *store.DB
	desk       *desk.Desk
	out        flow.Outbound
	amending   flow.Amending
	correcting flow.Correcting
	policies   *policyCache
	blobs      Blobs // nil when no files are kept
}

// policyCache reads and remembers the policy versions that decisions were made under. A company has few of them.
type policyCache struct {
	current func() *ownership.Policy
	mu      sync.Mutex
	parsed  map[string]*ownership.Policy
}

func newPolicies(current func() *ownership.Policy) *policyCache {
	return &policyCache{current: current, parsed: map[string]*ownership.Policy{}}
}

// byHash finds a version; it refuses with code not_found when it was never activated here.
func (p *policyCache) byHash(tx *store.Tx, hash string) (*ownership.Policy, error) {
	if now := p.current(); now != nil && now.Hash() == hash {
		return now, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if known := p.parsed[hash]; known != nil {
		return known, nil
	}
	version, err := tx.PolicyByHash(hash)
	if err != nil {
		return nil, err
	}
	parsed, err := ownership.Parse([]byte(version.Source))
	if err == nil {
		p.parsed[hash] = parsed
	}
	return parsed, err
}

// explain is the sentence that says why a decision is as it is; without its policy, the last line of its path.
func (p *policyCache) explain(tx *store.Tx, d switchboard.Decision) (string, error) {
	policy, err := p.byHash(tx, d.PolicyHash)
	if switchboard.IsCode(err, switchboard.CodeNotFound) || switchboard.IsCode(err, switchboard.CodeBadPolicy) {
		lines := ownership.ExplainPath(d)
		return lines[len(lines)-1] + ".", nil
	}
	if err != nil {
		return "", err
	}
	return policy.Explain(d), nil
}

// mayOf reads a conversation the actor holds the permission for.
func mayOf(tx *store.Tx, a access.Actor, p access.Permission, id switchboard.ConversationID) (switchboard.Conversation, error) {
	c, err := tx.Conversation(id)
	if err != nil {
		return c, err
	}
	if err := a.May(p, access.About(c)); err != nil {
		return switchboard.Conversation{}, err
	}
	return c, nil
}

// by is how the actor appears to the state machine.
func by(a access.Actor) conversation.By {
	return conversation.By{Agent: a.Agent, Kind: a.Kind, Manager: a.Has(access.ConversationManage)}
}

// view runs fn on a snapshot for the actor of the request.
func (f floor) view(ctx context.Context, fn func(tx *store.Tx, a access.Actor) error) error {
	return f.db.View(ctx, func(tx *store.Tx) error { return fn(tx, actorOf(ctx)) })
}

// update runs fn in a transaction for the actor of the request.
func (f floor) update(ctx context.Context, fn func(tx *store.Tx, a access.Actor) error) error {
	return f.db.Update(ctx, func(tx *store.Tx) error { return fn(tx, actorOf(ctx)) })
}
