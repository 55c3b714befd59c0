// Package conform is the suite every connector passes. A connector's test supplies a World: a stand-in for its network,
// or the real one, in which customers speak and things go wrong on demand. The suite then proves what the rest of the
// product builds on: nothing is lost or doubled between cursor and hand-over, every failure has its class, no attempt
// posts twice, and nothing that may stand on the network is called rejected.
package conform
