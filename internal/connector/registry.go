package connector

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"

	"switchboard"
)

// Registry knows the networks of a process. The zero Registry is empty and ready; tests make their own.
type Registry struct {
	mu    sync.RWMutex
	specs map[switchboard.NetworkKey]Spec
}

var registered Registry

// Default is the registry that connector packages fill in their init.
func Default() *Registry { return &registered }

// Register adds a Spec to Default. It is called from init alone and panics when the Spec is incomplete or its key is
// taken, so that such a binary does not start.
func Register(spec Spec) {
	if err := registered.Add(spec); err != nil {
		panic(err)
	}
}

// Add takes a Spec in, or says why not.
func (r *Registry) Add(spec Spec) error {
	if err := spec.Validate(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, taken := r.specs[spec.Key]; taken {
		return fmt.Errorf("connector %q is registered twice", spec.Key)
	}
	if r.specs == nil {
		r.specs = map[switchboard.NetworkKey]Spec{}
	}
	r.specs[spec.Key] = spec
	return nil
}

// Get returns the Spec of a network. An unknown one is refused with code unsupported and the names that are known.
func (r *Registry) Get(key switchboard.NetworkKey) (Spec, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if spec, ok := r.specs[key]; ok {
		return spec, nil
	}
	return Spec{}, switchboard.Refuse(switchboard.CodeUnsupported, "There is no connector for the network %q.",
		clip(string(key))).WithField("network").WithHint("Known networks are listed by `switchboard networks`.")
}

// All lists the Specs by name.
func (r *Registry) All() []Spec {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.SortedFunc(maps.Values(r.specs), func(a, b Spec) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key))
	})
}
