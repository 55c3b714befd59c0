// Package guard says whether a draft may go out: as it is, only after somebody of a higher level has approved exactly
// this text, or not at all. It is one pure function, Rule, shown while writing and enforced at the send, whoever sends.
// Every finding names its rule, what is wrong, and the way out.
package guard
