// Package sending holds the tests that kill and stop whole processes while they send, and count what stands afterwards
// on a network that outlives them.
package sending
