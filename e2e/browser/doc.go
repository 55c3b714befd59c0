// Package browser runs the stories of web/e2e: a real browser, the real binary with the console built in, and what a person
// would see and press.
package browser
