// Package document reads the ownership policy a company writes: a YAML document that people can read, checked strictly,
// with the line and column of everything that is wrong and, where there is one, what was probably meant.
//
// A Document is what the policy says, as data. Package ownership makes decisions of it, package lint looks for what it
// would do wrong, package exam runs the tests that stand in it.
package document
