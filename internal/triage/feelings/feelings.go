// Package feelings holds a model that tells how somebody feels in a text: ten emotions, and the sentiment. It answers no
// head of triage; questions of one's own that have two labels look at what it says beside the words, because the few
// thousand texts somebody can label do not show what anger looks like.
//
// internal/triage/train/ship makes it.
package feelings

import (
	_ "embed" // for the model
	"fmt"
	"sync"

	"switchboard"
	"switchboard/internal/triage/linear"
)

//go:embed feelings.model
var file []byte

// Recipe is how the model takes texts apart: as questions of one's own do, so that it is done once, and with a look at words
// that show feelings.
func Recipe() linear.Recipe {
	r := linear.Default()
	r.Bits, r.Polarity = 18, 0.8
	return r
}

// Model is the built-in model. It is read once, in some hundredths of a second.
var Model = sync.OnceValues(func() (*linear.Model, error) {
	m, err := linear.Decode(file)
	if err != nil {
		return nil, fmt.Errorf("the built-in model of feelings: %w", err)
	}
	return m, nil
})

// For is the model that a recipe stands on, nil when it stands on none. One that is not built in is refused.
func For(r linear.Recipe) (*linear.Model, error) {
	if r.On == "" {
		return nil, nil
	}
	m, err := Model()
	if err != nil {
		return nil, err
	}
	if r.On != m.Name || !m.Recipe.ReadsAs(r) {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "The model was learned beside %s, and %s is built in.", r.On, m.Name).
			WithHint("Learn it again with triage train.")
	}
	return m, nil
}
