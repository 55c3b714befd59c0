// Package e2e holds the tests that run whole processes of the product against whole networks.
package e2e
