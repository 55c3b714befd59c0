package api

import (
	"context"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// DepartmentTerms is what a department says for itself, and what comes of it.
type DepartmentTerms struct {
	roster.Terms

	Policy  roster.Terms `json:"policy" doc:"What the policy in force says for every department, as long as it leads"`
	InForce roster.Terms `json:"in_force" doc:"How its work is handed out: what it says for itself, and over it what the policy says"`
}

func (s *server) readTerms(ctx context.Context, in *DepartmentInput) (out *BodyOf[DepartmentTerms], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		out, err = termsOf(tx, in.Key)
		return err
	})
	return out, err
}

func termsOf(tx *store.Tx, key switchboard.DepartmentKey) (*BodyOf[DepartmentTerms], error) {
	if err := thereIs(tx, key); err != nil {
		return nil, err
	}
	own, policy, err := tx.TermsSaid(key)
	return bodyOf(DepartmentTerms{Terms: own, Policy: policy, InForce: own.Under(policy)}), err
}

type saveTermsInput struct {
	DepartmentInput

	Body roster.Terms
}

func (s *server) saveTerms(ctx context.Context, in *saveTermsInput) (out *BodyOf[DepartmentTerms], err error) {
	if err := in.Body.Check(); err != nil {
		return nil, err
	}
	err = s.update(ctx, func(tx *store.Tx) error {
		if err := thereIs(tx, in.Key); err != nil {
			return err
		}
		if err := tx.SetTerms(in.Key, in.Body); err != nil {
			return err
		}
		if out, err = termsOf(tx, in.Key); err != nil {
			return err
		}
		return access.Audit(tx, actorOf(ctx), access.Act{Action: "department.terms", Subject: string(in.Key)})
	})
	return out, err
}
