package triage

import (
	"embed"
	"io/fs"
	"sync"

	"switchboard"
	"switchboard/internal/triage/linear"
)

//go:embed models/*.model
var modelFiles embed.FS

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
	names, err := fs.Glob(modelFiles, "models/*.model")
	if err != nil {
		return nil, err
	}
	var out []*linear.Model
	for _, name := range names {
		file, err := modelFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		m, err := linear.Decode(file)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}
