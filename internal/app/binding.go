package app

import "switchboard"

// SecretsBinding is where an account's sealed secrets belong: what they are sealed for and opened with.
func SecretsBinding(id switchboard.AccountID) string { return binding(id) }
