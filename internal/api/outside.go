package api

import (
	"switchboard/internal/callback"
	"switchboard/internal/connector"

	"switchboard"
)

// Outside is what the API needs to hear programs outside and to tell them. A part that is nil is switched off: asked
// for, it is refused as unavailable.
type Outside struct {
	Keys    Keys                             // of webhooks that push records in
	Reserve func() error                     // refuses, with code disk_reserve, while the disk is too full to take in more
	Pushed  func(result string, records int) // counts pushed records by outcome, and refused requests by code
	Teller  *callback.Teller                 // sends test events to subscribers
}

// spec is what the built-in connectors say of a network.
func (s *server) spec(key switchboard.NetworkKey) (connector.Spec, bool) {
	spec, err := s.Networks.Get(key)
	return spec, err == nil
}

func switchedOff(what string) error {
	return switchboard.Refuse(switchboard.CodeUnavailable, "%s is switched off here.", what).
		WithHint("Ask whoever runs this installation.")
}
