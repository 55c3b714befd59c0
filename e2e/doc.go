// Package e2e tests the built binary from outside: it is started, killed and started again like an operator's.
package e2e
