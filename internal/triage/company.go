package triage

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"switchboard"
	"switchboard/internal/triage/layer"
	"switchboard/internal/triage/linear"
	"switchboard/internal/triage/spelling"
)

// Company reads with models and, on top of them, with what the company's own people taught, which may be exchanged while
// it reads. It may be used from several goroutines.
type Company struct {
	base   func() *learned
	taught atomic.Pointer[learned]
}

// NewCompany reads with the built-in models, which are loaded at the first message, and with no layer.
func NewCompany() *Company { return &Company{base: builtInModels} }

// CompanyOf reads with given models, which must be of one recipe and at least one, and with no layer.
func CompanyOf(models ...*linear.Model) (*Company, error) {
	base, err := withModels(models)
	if err != nil {
		return nil, err
	}
	return &Company{base: func() *learned { return base }}, nil
}

// builtInModels is made once; nil if the built-in files could not be read, which a test holds them to.
var builtInModels = sync.OnceValue(func() *learned {
	models, err := Models()
	if err != nil || len(models) == 0 {
		return nil
	}
	read, err := withModels(models)
	if err != nil {
		return nil
	}
	return read
})

// Classify reads one message.
func (c *Company) Classify(in Input) switchboard.Verdict {
	if taught := c.taught.Load(); taught != nil {
		return taught.Classify(in)
	}
	if base := c.base(); base != nil {
		return base.Classify(in)
	}
	return Baseline().Classify(in)
}

// Use reads with a layer from now on; its name is said with each verdict. Nil reads with none. A layer that was learned
// on other models is refused, with code stale, and the one before goes on.
func (c *Company) Use(taught *layer.Layer, name string) error {
	if taught == nil {
		c.taught.Store(nil)
		return nil
	}
	base := c.base()
	if base == nil || taught.Base != base.name {
		return switchboard.Refuse(switchboard.CodeStale, "What was learned stands on other models than those built in.").
			WithHint("Learn again: that takes a moment.")
	}
	with := *base
	with.layer, with.name = taught, base.name+" "+name
	c.taught.Store(&with)
	return nil
}

// Base is the name of the models. A layer learned on others means nothing to them.
func (c *Company) Base() string {
	if base := c.base(); base != nil {
		return base.name
	}
	return baseline
}

// School is what a layer is learned for: the networks are those that may have a part of their own.
func (c *Company) School(networks []string) layer.School {
	base := c.base()
	if base == nil {
		return layer.School{}
	}
	networks = slices.Clone(networks)
	slices.Sort(networks)
	return layer.School{Base: base.name, Recipe: base.recipe, Questions: base.questions, Networks: slices.Compact(networks)}
}

// Told is what people said of one finding of a message, or let stand.
type Told struct {
	Head   switchboard.Head
	Label  string
	Weight float64 // 1: somebody said so; less: they let it stand
	Wrong  bool    // somebody said that triage was wrong
}

// longest is how much of a text a layer learns from, in bytes: what a long mail is about stands at its beginning.
const longest = 2000

// Example is a message as a layer learns from it, of a long one the beginning; ok is false when there is nothing in it to read. A finding that let
// stand what some earlier layer said counts for what it says; heads no model has are passed over.
func (c *Company) Example(in Input, told []Told) (e layer.Example, ok bool) {
	base := c.base()
	if base == nil || strings.TrimSpace(in.Text) == "" {
		return layer.Example{}, false
	}
	in.Text = spelling.Cut(in.Text, longest)
	r := base.read(in)
	words := make([]layer.Word, len(base.questions))
	for _, t := range told {
		at := slices.IndexFunc(base.questions, func(q layer.Question) bool { return q.Name == string(t.Head) })
		if at < 0 {
			continue
		}
		if label := slices.Index(base.questions[at].Labels, t.Label); label >= 0 {
			words[at] = layer.Word{Label: label, Weight: t.Weight, Wrong: t.Wrong}
		}
	}
	return layer.NewExample(in.ID, in.Network, r.text, r.chances(), words), true
}
