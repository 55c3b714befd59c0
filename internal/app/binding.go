package app

import (
	"switchboard"
	"switchboard/internal/api"
)

// SecretsBinding is where an account's sealed secrets belong: what they are sealed for and opened with.
func SecretsBinding(id switchboard.AccountID) string { return api.SecretBinding(id) }
