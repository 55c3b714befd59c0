package language

import (
	_ "embed"
	"sync"
)

//go:embed model.bin
var packed []byte

// embedded is the model that the package carries, unpacked at its first use. A test holds it to being readable; a broken
// one would tell languages by script alone.
var embedded = sync.OnceValue(func() *Model {
	m, err := Decode(packed)
	if err != nil {
		return New()
	}
	return m
})
