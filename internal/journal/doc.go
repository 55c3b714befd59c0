// Package journal learns from what is on record: what a customer's time was spent on, by cause. It is pure: the same
// events give the same answer, whenever it is asked for.
package journal
