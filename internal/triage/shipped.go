package triage

import (
	_ "embed" // for the models
	"sync"

	"switchboard"
	"switchboard/internal/triage/linear"
)

// The files stay where they are in the program: a model reads its weights there.
var (
	//go:embed models/care.model
	careFile []byte
	//go:embed models/matter.model
	matterFile []byte
	//go:embed models/tone.model
	toneFile []byte
)

// Shipped is the triager of the product: the built-in models, and the word lists beside them. They are read at the first
// message, which takes some hundredths of a second; every Shipped is the same one.
func Shipped() Triager { return shipped{} }

type shipped struct{}

// Classify reads one message.
func (shipped) Classify(in Input) switchboard.Verdict { return builtIn().Classify(in) }

// builtIn is made once. A test holds the built-in files to being readable; were they not, the lists would read alone.
var builtIn = sync.OnceValue(func() Triager {
	if read := builtInModels(); read != nil {
		return read
	}
	return Baseline()
})

// Models are the built-in models, in order of their names.
func Models() ([]*linear.Model, error) {
	var out []*linear.Model
	for _, file := range [][]byte{careFile, matterFile, toneFile} {
		m, err := linear.Decode(file)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}
