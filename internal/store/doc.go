// Package store holds all SQL of the product. Domain statements are written once, with `?` placeholders, and run on
// SQLite and PostgreSQL through the seam in store/db. There is one door for writing: DB.Update takes a function that
// may be run again and does no input or output; the methods of Tx read and write rows inside it. Each step of the line
// declares the few methods it needs as an interface of its own, and *Tx satisfies them all.
package store
