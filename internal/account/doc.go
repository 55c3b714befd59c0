// Package account runs the company's accounts. One node at a time holds an account's lease; under it run the account's
// reader, its sender and its look-back at sends of unknown fate, and they share its rate budget. When the lease is lost
// everything under it stops, and the next holder takes what was being sent for unknown.
package account
