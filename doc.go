// Package switchboard holds the nouns of social customer care that every other package speaks in: networks and
// accounts, identities and customers, messages and threads, conversations and legs, verdicts, facts and decisions,
// drafts, rulings and deliveries, and the journal. It imports only the standard library, reads no clock and does no
// input or output. The words and the closed lists are explained in docs/reference/words.md.
package switchboard
