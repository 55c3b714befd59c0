package app

import (
	"switchboard/internal/api"
	"switchboard/internal/callback"
	"switchboard/internal/keyring"
	"switchboard/internal/notice"
)

// Bindings are where everything that is sealed for good belongs: what it is sealed for and opened with.
func Bindings() keyring.Bindings {
	return keyring.Bindings{Account: api.SecretBinding, Subscription: callback.SecretBinding, Push: notice.PushBinding,
		Hook: notice.HookBinding, Installation: notice.SecretBinding}
}
