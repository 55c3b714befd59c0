package api

import (
	"context"

	"switchboard"
	"switchboard/internal/govern"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/store"
)

// Activation is a policy that leads or has led, without its text.
type Activation struct {
	store.PolicyVersion

	Source  string        `json:"source,omitempty" doc:"Left out here: read the one policy"`
	Working []exam.Change `json:"working" nullable:"false" doc:"What it changed in how people work"`
}

func (s *server) listPolicies(ctx context.Context, in *PageInput) (out *PageOf[Activation], err error) {
	after, err := in.place()
	if err != nil {
		return nil, err
	}
	err = s.view(ctx, func(tx *store.Tx) error {
		found, err := tx.Policies(int(after.Sort), in.Limit+1)
		out = pageOf(activations(found), in.Limit, func(a Activation) store.Place { return store.Place{Sort: int64(a.Number)} })
		return err
	})
	return out, err
}

// activations come newest first: each follows the one behind it, and the first of all follows nothing.
func activations(found []store.PolicyVersion) []Activation {
	out := make([]Activation, len(found))
	for i, v := range found {
		var before store.PolicyVersion
		if i+1 < len(found) {
			before = found[i+1]
		}
		out[i] = Activation{PolicyVersion: v, Working: govern.Working(before.Terms, v.Terms)}
	}
	return out
}

func (s *server) readPolicy(ctx context.Context, in *struct {
	ID switchboard.PolicyID `path:"id" doc:"The activation."`
}) (out *BodyOf[store.PolicyVersion], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		version, err := tx.Policy(in.ID)
		out = bodyOf(version)
		return err
	})
	return out, err
}
