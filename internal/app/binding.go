package app

import (
	"switchboard/internal/api"
	"switchboard/internal/callback"
	"switchboard/internal/keyring"
)

// Bindings are where everything that is sealed for good belongs: what it is sealed for and opened with.
func Bindings() keyring.Bindings {
	return keyring.Bindings{Account: api.SecretBinding, Subscription: callback.SecretBinding}
}
