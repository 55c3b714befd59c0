// Package app is the one place where all parts meet. Open puts them together, Run runs them, Close lets go; the binary
// and the end-to-end tests use the same three.
package app
