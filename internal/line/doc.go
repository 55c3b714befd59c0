// Package line keeps the way in moving: it feeds every message that intake has acknowledged to flow.Inbound, several at
// a time, replies and private words first. What fails is put off and never holds up what comes behind it; what a dead
// node left is adopted.
package line
