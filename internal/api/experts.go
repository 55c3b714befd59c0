package api

import (
	"context"
	"net/http"
	"strings"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/consult"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
)

func expertRoutes(s *server) {
	of := func(method, path, id, summary string, needs access.Permission) route {
		return route{ID: id, Method: method, Path: "/experts" + path, Tag: "experts", Needs: needs, Summary: summary}
	}
	register(s, of("GET", "", "list-experts", "Who outside can be asked by mail", access.ConversationWork), s.listExperts)
	register(s, of("POST", "", "create-expert", "Note somebody outside who can be asked", access.DepartmentManage).withStatus(http.StatusCreated), s.createExpert)
	register(s, of("PUT", "/{id}", "update-expert", "Change what is noted of somebody outside", access.DepartmentManage), s.updateExpert)
	register(s, of("DELETE", "/{id}", "delete-expert", "Forget somebody outside; what they were asked stays", access.DepartmentManage), s.deleteExpert)
}

// ExpertBody is what is noted of somebody outside.
type ExpertBody struct {
	Name    string `json:"name" minLength:"1" maxLength:"100"`
	Email   string `json:"email" minLength:"3" maxLength:"320" doc:"In small letters; one person for each"`
	Answers string `json:"answers,omitempty" maxLength:"500" doc:"What they can be asked about"`
}

// ExpertIn names somebody outside.
type ExpertIn struct {
	ID switchboard.ExpertID `path:"id" doc:"The expert."`
}

type updateExpertInput struct {
	ExpertIn
	Body ExpertBody
}

// maxExperts bounds the address book.
const maxExperts = 1000

func (s *server) listExperts(ctx context.Context, _ *struct{}) (out *PageOf[switchboard.Expert], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		all, err := consults.In(tx.Tx).Experts(maxExperts)
		out = allOf(all)
		return err
	})
	return out, err
}

func (s *server) createExpert(ctx context.Context, in *struct{ Body ExpertBody }) (out *BodyOf[switchboard.Expert], err error) {
	return s.saveExpert(ctx, "expert.create", in.Body, func(tx *store.Tx) (switchboard.Expert, error) {
		all, err := consults.In(tx.Tx).Experts(maxExperts)
		if err == nil && len(all) >= maxExperts {
			err = switchboard.Refuse(switchboard.CodeTooLarge, "%d people are noted already.", maxExperts).WithHint("Forget some first.")
		}
		return switchboard.Expert{ID: switchboard.NewID[switchboard.ExpertID](tx.Now()), CreatedAt: tx.Now()}, err
	})
}

func (s *server) updateExpert(ctx context.Context, in *updateExpertInput) (*BodyOf[switchboard.Expert], error) {
	return s.saveExpert(ctx, "expert.update", in.Body, func(tx *store.Tx) (switchboard.Expert, error) { return expertOf(tx, in.ID) })
}

// saveExpert writes what is noted of somebody whom read gives.
func (s *server) saveExpert(ctx context.Context, action string, b ExpertBody, read func(*store.Tx) (switchboard.Expert, error)) (out *BodyOf[switchboard.Expert], err error) {
	err = s.update(ctx, func(tx *store.Tx) error {
		e, err := read(tx)
		if err != nil {
			return err
		}
		e.Name, e.Answers, e.ChangedAt = strings.TrimSpace(b.Name), strings.TrimSpace(b.Answers), tx.Now()
		if e.Email, err = consult.Address(b.Email); err != nil {
			return err
		}
		if e.Name == "" {
			return switchboard.Refuse(switchboard.CodeInvalid, "There is no name.").WithField("name")
		}
		other, taken, err := consults.In(tx.Tx).ExpertByEmail(e.Email)
		if err == nil && taken && other.ID != e.ID {
			err = switchboard.Refuse(switchboard.CodeConflict, "%s is noted with this address already.", other.Name).WithField("email")
		}
		if err != nil {
			return err
		}
		if err := consults.In(tx.Tx).SaveExpert(e); err != nil {
			return err
		}
		out = bodyOf(e)
		return access.Audit(tx, actorOf(ctx), access.Act{Action: action, Subject: e.ID.String()})
	})
	return out, err
}

func expertOf(tx *store.Tx, id switchboard.ExpertID) (switchboard.Expert, error) {
	e, found, err := consults.In(tx.Tx).Expert(id)
	if err == nil && !found {
		err = switchboard.Refuse(switchboard.CodeNotFound, "Nobody outside is noted under that.")
	}
	return e, err
}

func (s *server) deleteExpert(ctx context.Context, in *ExpertIn) (*struct{}, error) {
	return nil, s.update(ctx, func(tx *store.Tx) error {
		if _, err := expertOf(tx, in.ID); err != nil {
			return err
		}
		if err := consults.In(tx.Tx).DeleteExpert(in.ID); err != nil {
			return err
		}
		return access.Audit(tx, actorOf(ctx), access.Act{Action: "expert.delete", Subject: in.ID.String()})
	})
}
