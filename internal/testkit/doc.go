// Package testkit opens installations for tests: on SQLite in a folder of the test or on a PostgreSQL of its own, with a
// clock that is moved by hand, and with an invented company in it.
package testkit
