// Package redact leaves personal data out of texts that leave the installation: what somebody outside is asked by mail, and
// what an external classifier reads. It is pure. It finds what has a form of its own and the names it is told; a name that
// nobody told it stays.
package redact
