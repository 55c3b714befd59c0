// Package timers does what is due. It is armed on the earliest timer in the database and never polls; setting an earlier
// one wakes it. Any node may do any timer: whoever removes the row in a transaction does in that transaction what the
// timer stands for, so that it happens once, also after a restart.
package timers
