// Package console serves the web console that is built from web/ into this binary: one page for every address that is
// nobody else's, and the files it loads. A binary built without Node serves a page that says how to get the console.
package console
