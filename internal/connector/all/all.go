// Package all links the connectors into the binary.
package all
