package connector

import (
	"slices"
	"strings"

	"switchboard"
)

// Receiving finds the connected account that a mail to an address leads into. What we mail there we would read as if a
// customer had written it.
func Receiving(accounts []switchboard.Account, specs func(switchboard.NetworkKey) (Spec, error), address string) (switchboard.Account, bool) {
	for _, a := range accounts {
		if slices.Contains(Addresses(a, specs), strings.ToLower(strings.TrimSpace(address))) {
			return a, true
		}
	}
	return switchboard.Account{}, false
}

// Addresses are those from which mail leads into an account, in small letters; none for most.
func Addresses(a switchboard.Account, specs func(switchboard.NetworkKey) (Spec, error)) []string {
	if !switchboard.OneOf(a.State, []switchboard.AccountState{switchboard.AccountListen, switchboard.AccountLive, switchboard.AccountPaused}) {
		return nil
	}
	spec, err := specs(a.Network)
	if err != nil || spec.Addresses == nil {
		return nil
	}
	return spec.Addresses(a.Config)
}
