// Package intake takes in what networks hand over. It works in two steps: Accept stores a batch with its cursor, drops
// what is known, keeps revisions and deletions, and leaves a work row for the line; Place later finds out whose thread,
// leg and conversation a stored message belongs to. Both give the same state however often and in whatever order the
// same messages come.
package intake
