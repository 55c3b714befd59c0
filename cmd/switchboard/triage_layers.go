package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/learning"
	"switchboard/internal/store"
	kept "switchboard/internal/store/learning"
)

// layersShown is how many versions are listed.
const layersShown = 100

type triageLayers struct{}

// listedLayer is a version and whether messages are read with it.
type listedLayer struct {
	kept.Layer
	InForce bool `json:"in_force"`
}

// Run lists the versions, also beside a running server.
func (c *triageLayers) Run(r *run) error {
	all := []listedLayer{}
	err := r.view(func(tx *store.Tx) error {
		tables := kept.In(tx.Tx)
		state, err := tables.State()
		if err != nil {
			return err
		}
		found, err := tables.Layers(0, layersShown)
		for _, l := range found {
			all = append(all, listedLayer{l, l.Number == state.InForce})
		}
		return err
	})
	if err != nil {
		return err
	}
	if r.json {
		return json.NewEncoder(r.out).Encode(all)
	}
	table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	for _, l := range all {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", learning.Name(l.Number), l.MadeAt.Format(time.RFC3339), l.standing(), l.figures())
	}
	return table.Flush()
}

func (l listedLayer) standing() string {
	switch {
	case l.InForce:
		return "in force"
	case !l.Usable:
		return strings.ReplaceAll(string(l.Ruling), "_", " ")
	case l.TakenBack:
		return "taken back"
	}
	return "replaced"
}

// figures is how the findings it answers are read on messages held back, before and after.
func (l listedLayer) figures() string {
	var out []string
	for _, m := range l.Measures {
		if m.Taught || m.Before != m.After {
			out = append(out, fmt.Sprintf("%s %d → %d of %d", m.Head, m.Before, m.After, m.Held))
		}
	}
	return strings.Join(out, ", ")
}

type triageUse struct {
	Number int `arg:"" help:"The version, as triage layers lists it; 0 for the built-in models alone."`
}

// Run puts a version into force, or the built-in models alone.
func (c *triageUse) Run(r *run) error {
	if err := r.founded(); err != nil {
		return err
	}
	return r.alone("POST /api/v1/learning/use", func(a *app.App) error {
		return a.DB.Update(r.ctx, func(tx *store.Tx) error {
			state, err := kept.In(tx.Tx).State()
			if err != nil {
				return err
			}
			return learning.Use(tx, learning.Choice{Number: c.Number, Instead: state.InForce, Base: a.Reader.Base()})
		})
	})
}

type triageLearn struct{}

// Run learns from the corrections at once, and says what came of it.
func (c *triageLearn) Run(r *run) error {
	if err := r.founded(); err != nil {
		return err
	}
	return r.alone("POST /api/v1/learning/run", func(a *app.App) error {
		err := a.DB.Update(r.ctx, func(tx *store.Tx) error { return learning.Ask(tx, switchboard.AgentID{}) })
		if err != nil {
			return err
		}
		outcome, err := a.Learner.Learn(r.ctx)
		if err != nil {
			return fmt.Errorf("nothing could be learned, it is tried again: %w", err)
		}
		var state kept.State
		if err := a.DB.View(r.ctx, func(tx *store.Tx) (err error) {
			state, err = kept.In(tx.Tx).State()
			return err
		}); err != nil {
			return err
		}
		if r.json {
			return json.NewEncoder(r.out).Encode(map[string]any{"outcome": outcome, "in_force": state.InForce})
		}
		_, err = fmt.Fprintln(r.out, learnedSentence(outcome))
		return err
	})
}

func learnedSentence(outcome kept.Outcome) string {
	switch outcome {
	case kept.Taken:
		return "It learned a version that reads messages held back better, and uses it."
	case kept.Refused:
		return "What it learned reads messages held back no better, and is not used."
	case kept.TooFew:
		return "There are too few corrections of any one finding to learn from."
	}
	return "Nothing was learned here: another node is learning, or something else was put into force meanwhile. See triage layers."
}
