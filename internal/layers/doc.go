// Package layers holds the rules of the source tree that a compiler does not check: who may import whom
// (docs/layers.txt), which package may touch the clock, the environment, the network or SQL, and how large and how well
// described code has to be.
//
// A rule is a function from the parsed tree to a list of findings. The tests run every rule over this repository, and
// prove on small invented trees that every rule can fail. Nothing in the product imports this package.
package layers
