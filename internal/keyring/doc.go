// Package keyring keeps an installation and its key ring together.
//
// Sealed secrets open with one ring only, and what was erased is recognised by one digest key only, so an installation
// that quietly went on under other keys would have lost both. The database therefore knows the fingerprint of its ring:
// every node that opens it brings the same one, or is refused before it has changed anything. A ring is made in one
// place and time only, by whoever founds an installation; a second node and a restored copy are given a copy of it.
//
// An installation founded by a version that knew no fingerprints has none. The first ring that opens anything of what is
// sealed in it is its own; where nothing is sealed, the ring found beside it is.
package keyring
