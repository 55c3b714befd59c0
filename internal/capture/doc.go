// Package capture turns what a person brings in from a network that nobody reads for them, an address and a few words,
// into a message. It asks nobody: everything it knows it reads from the address itself. It is pure.
package capture
