// Package scripts holds the scripts that build, test and measure the product; what make runs. There is no Go in it but the
// tests of those scripts.
package scripts
