// Package storetest holds the one suite that the store passes on every engine. It is plain code, so that other packages
// can use its invented company to fill a database of their own.
package storetest
