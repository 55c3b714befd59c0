package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/learning"
	"switchboard/internal/store"
	kept "switchboard/internal/store/learning"
)

func learningRoutes(s *server) {
	const tag = "learning"
	register(s, route{ID: "read-learning", Method: http.MethodGet, Path: "/learning", Tag: tag, Needs: access.PolicyRead,
		Summary: "What triage learned from corrections, and when it learns next"}, s.readLearning)
	register(s, route{ID: "list-layers", Method: http.MethodGet, Path: "/learning/layers", Tag: tag, Needs: access.PolicyRead,
		Summary: "The versions of what was learned", Doc: "The newest first, also those that were refused, each with how it " +
			"reads messages that were held back from learning, before and after."}, s.listLayers)
	register(s, route{ID: "use-layer", Method: http.MethodPost, Path: "/learning/use", Tag: tag, Needs: access.PolicyActivate,
		Summary: "Put a version of what was learned into force, or take the present one back", Doc: "Messages are read by it " +
			"from then on, on every node; those that were read stay as they were read.",
		Codes: []switchboard.Code{switchboard.CodeStale, switchboard.CodeConflict}}, s.useLayer)
	register(s, route{ID: "learn-now", Method: http.MethodPost, Path: "/learning/run", Tag: tag, Needs: access.PolicyActivate,
		Summary: "Learn from the corrections now", Doc: "It is done in the background; the journal says when it is done.",
		Codes: []switchboard.Code{switchboard.CodeConflict}}, s.learnNow)
	register(s, route{ID: "switch-learning", Method: http.MethodPut, Path: "/learning/enabled", Tag: tag, Needs: access.PolicyActivate,
		Summary: "Switch learning on or off", Doc: "What is in force stays in force."}, s.switchLearning)
}

// LearningView is where learning stands.
type LearningView struct {
	Enabled  bool         `json:"enabled" doc:"It learns when enough was corrected, and at night"`
	InForce  *kept.Layer  `json:"in_force,omitempty" doc:"The version messages are read with; absent: the built-in models alone"`
	Previous int          `json:"previous" doc:"What is in force when the present version is taken back; 0: the built-in models alone"`
	Base     string       `json:"base" doc:"The built-in models. A version learned on others is not read with, and is learned anew"`
	Idle     bool         `json:"idle" doc:"The version in force was learned on other models: the built-in ones read alone until it is learned anew"`
	Waiting  int          `json:"waiting" doc:"Corrections since it last learned, as far as soon: then it learns at once"`
	Again    int          `json:"again" doc:"Corrections it looked at before that count once more when it next learns, as far as soon"`
	Soon     int          `json:"soon" doc:"How many corrections are learned from at once"`
	Learning bool         `json:"learning" doc:"It learns just now, or is about to"`
	NextAt   *time.Time   `json:"next_at,omitempty" doc:"When it learns next; absent: nothing waits to be learned"`
	TriedAt  *time.Time   `json:"tried_at,omitempty"`
	Outcome  kept.Outcome `json:"outcome,omitempty" enum:"taken,refused,too_few,failed" doc:"Of the last try"`
}

func (s *server) readLearning(ctx context.Context, _ *struct{}) (out *BodyOf[LearningView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		v, err := s.learning(tx)
		out = bodyOf(v)
		return err
	})
	return out, err
}

func (s *server) learning(tx *store.Tx) (v LearningView, err error) {
	tables := kept.In(tx.Tx)
	state, err := tables.State()
	if err != nil {
		return v, err
	}
	v = LearningView{Enabled: state.Enabled, Soon: learning.Soon, Learning: !state.AskedAt.IsZero(), Outcome: state.Outcome}
	v.Base = s.models()
	if !state.TriedAt.IsZero() {
		v.TriedAt = &state.TriedAt
	}
	if v.Waiting, err = learning.Waiting(tx, state); err != nil {
		return v, err
	}
	if v.Again, err = learning.Again(tx, state); err != nil {
		return v, err
	}
	if next, err := tx.TimerAt(learning.Timer, [16]byte{}); err != nil {
		return v, err
	} else if !next.IsZero() && !v.Learning {
		v.NextAt = &next
	}
	if state.InForce == 0 {
		return v, nil
	}
	present, err := tables.Layer(state.InForce)
	if err != nil {
		return v, err
	}
	v.InForce, v.Idle = &present, present.Base != v.Base
	v.Previous, err = tables.Before(state.InForce, v.Base)
	return v, err
}

// models are the name of the built-in ones; empty where nothing reads.
func (s *server) models() string {
	if s.Models == nil {
		return ""
	}
	return s.Models()
}

func (s *server) listLayers(ctx context.Context, in *PageInput) (out *PageOf[kept.Layer], err error) {
	after, err := in.place()
	if err != nil {
		return nil, err
	}
	err = s.view(ctx, func(tx *store.Tx) error {
		found, err := kept.In(tx.Tx).Layers(int(after.Sort), in.Limit+1)
		out = pageOf(found, in.Limit, func(l kept.Layer) store.Place { return store.Place{Sort: int64(l.Number)} })
		return err
	})
	return out, err
}

// UseLayerIn says which version is to be in force.
type UseLayerIn struct {
	Body struct {
		Number    int `json:"number" minimum:"0" doc:"The version to read with from now on; 0: the built-in models alone"`
		InsteadOf int `json:"instead_of" minimum:"0" doc:"The version you saw in force; refused as stale when another one is"`
	}
}

func (s *server) useLayer(ctx context.Context, in *UseLayerIn) (*BodyOf[LearningView], error) {
	act := access.Act{Action: "learning.use", Subject: learning.Name(in.Body.Number),
		Detail: fmt.Sprintf("instead of %s", learning.Name(in.Body.InsteadOf))}
	return s.changeLearning(ctx, act, func(tx *store.Tx, by access.Actor) error {
		return learning.Use(tx, learning.Choice{Number: in.Body.Number, Instead: in.Body.InsteadOf, Base: s.models(), By: by.Agent})
	})
}

func (s *server) learnNow(ctx context.Context, _ *struct{}) (*BodyOf[LearningView], error) {
	return s.changeLearning(ctx, access.Act{Action: "learning.run"}, func(tx *store.Tx, by access.Actor) error {
		return learning.Ask(tx, by.Agent)
	})
}

// SwitchLearningIn says whether to learn.
type SwitchLearningIn struct {
	Body struct {
		Enabled bool `json:"enabled"`
	}
}

func (s *server) switchLearning(ctx context.Context, in *SwitchLearningIn) (*BodyOf[LearningView], error) {
	act := access.Act{Action: "learning.switch", Detail: map[bool]string{true: "on", false: "off"}[in.Body.Enabled]}
	return s.changeLearning(ctx, act, func(tx *store.Tx, by access.Actor) error {
		return learning.Switch(tx, in.Body.Enabled, by.Agent)
	})
}

// changeLearning changes where learning stands and shows it.
func (s *server) changeLearning(ctx context.Context, act access.Act, change func(*store.Tx, access.Actor) error) (out *BodyOf[LearningView], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		if err := change(tx, actor); err != nil {
			return err
		}
		if err := access.Audit(tx, actor, act); err != nil {
			return err
		}
		v, err := s.learning(tx)
		out = bodyOf(v)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
