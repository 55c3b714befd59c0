package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/setup"
	"switchboard/internal/store"
)

func companyFoundRoutes(s *server) {
	const tag = "company"
	register(s, route{ID: "propose-company", Method: http.MethodPost, Path: "/company/proposal", Tag: tag, Needs: access.InstallationManage,
		Summary: "What would follow from some answers", Doc: "It changes nothing and can be asked any number of times."}, s.proposeSetup)
	register(s, route{ID: "found-company", Method: http.MethodPost, Path: "/company", Tag: tag, Needs: access.InstallationManage,
		Status: http.StatusCreated, Summary: "Say what the company is, where nobody has yet",
		Doc: "For an installation that was begun without: by the sample company, or on the command line. Makes departments, " +
			"people, hours, policy and objectives as proposed, all at once, and gives whoever asks the departments that fall to " +
			"them. Refused with conflict where the company has said what it is, and beside the sample company.",
		Codes: []switchboard.Code{switchboard.CodeStale}}, s.foundCompany)
}

// FoundBody is what a company says of itself.
type FoundBody struct {
	Name       string        `json:"name,omitempty" maxLength:"200" doc:"Whoever asks, as colleagues and customers are to know them; absent to keep the name they have"`
	Email      string        `json:"email,omitempty" maxLength:"254" doc:"They sign in with it from now on; absent to keep the one they have"`
	Answers    setup.Answers `json:"answers"`
	PolicyHash string        `json:"policy_hash,omitempty" maxLength:"64" doc:"Of the proposal that was read; refused as stale when the answers give another"`
}

// CompanyFounded is what was made.
type CompanyFounded struct {
	Me     Me                  `json:"me" doc:"Whoever asked, as they are now"`
	People []switchboard.Agent `json:"people" nullable:"false" doc:"Who was taken in besides; each can be invited"`
}

func (s *server) foundCompany(ctx context.Context, in *struct{ Body FoundBody }) (*BodyOf[CompanyFounded], error) {
	p, err := s.proposed(ctx, in.Body.Answers, in.Body.PolicyHash)
	if err != nil {
		return nil, err
	}
	actor := actorOf(ctx)
	f := founding{s: s, proposal: p, answers: in.Body.Answers}
	var me switchboard.Agent
	err = s.update(ctx, func(tx *store.Tx) (err error) {
		if err := unfounded(tx); err != nil {
			return err
		}
		if err := f.write(tx, actor); err != nil {
			return err
		}
		if me, err = f.hats(tx, actor.Agent); err != nil {
			return err
		}
		if me, err = s.introduce(tx, in.Body, me); err != nil {
			return err
		}
		if err := s.Desk.SetPresence(tx, me.ID, switchboard.Here); err != nil {
			return err
		}
		me.Presence = switchboard.Here
		return access.Audit(tx, actor, access.Act{Action: "company.found", Subject: p.PolicyHash})
	})
	if err != nil {
		return nil, err
	}
	return bodyOf(CompanyFounded{Me: meOf(actor, me), People: append([]switchboard.Agent{}, f.people...)}), nil
}

// unfounded refuses where a company has said what it is. Of two who say so at once one waits for the other here.
func unfounded(tx *store.Tx) error {
	if _, err := tx.LockPeople(); err != nil {
		return err
	}
	if _, there, err := tx.Sample(); err != nil || there {
		return orRefuse(err, "The sample company is still here.", "Leave it first; it can keep its people and its policy for you.")
	}
	if _, said, err := tx.Charter(); err != nil || said {
		return orRefuse(err, "This company has said what it is already.", "Change its departments, people and policy where they are.")
	}
	return nil
}

func orRefuse(err error, text, hint string) error {
	if err != nil {
		return err
	}
	return switchboard.Refuse(switchboard.CodeConflict, "%s", text).WithHint(hint)
}

// hats gives whoever founds the departments that fall to them, and the freedom of somebody nobody else has to agree with.
func (f *founding) hats(tx *store.Tx, id switchboard.AgentID) (switchboard.Agent, error) {
	me, err := tx.Agent(id)
	if err != nil {
		return me, err
	}
	me.Departments = union(me.Departments, f.proposal.You)
	me.Languages = union(me.Languages, f.answers.Languages)
	me.Freedom = crisisVoice
	return me, tx.UpdateAgent(me)
}

// union is one list and what another adds to it.
func union[T comparable](a, b []T) []T {
	for _, one := range b {
		if !slices.Contains(a, one) {
			a = append(a, one)
		}
	}
	return a
}

// introduce gives whoever founds the name and address they say: who looked around the sample company may have given none.
func (s *server) introduce(tx *store.Tx, b FoundBody, me switchboard.Agent) (switchboard.Agent, error) {
	before := me
	me.Name, me.Email = orWord(strings.TrimSpace(b.Name), me.Name), orWord(strings.TrimSpace(b.Email), me.Email)
	if me.Name == before.Name && me.Email == before.Email {
		return me, nil
	}
	if err := access.CheckAgent(me); err != nil {
		return me, err
	}
	if err := addressFree(tx, me); err != nil {
		return me, err
	}
	if !strings.EqualFold(me.Email, before.Email) {
		if err := s.notAMailbox(tx, me.Email); err != nil {
			return me, err
		}
	}
	return me, tx.UpdateAgent(me)
}
