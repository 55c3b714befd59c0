// Package classifier is what an external classifier is told, what of its answer counts, and whether a message is worth
// asking it about. It is pure: internal/secondread keeps the budget and makes the calls.
//
// Three things hold whatever it answers, also when the text it read has told it what to say. Its answer is read strictly
// against the closed lists; what is not on them does not count. It may raise safety, legal, press and brand_threat and never
// takes them away, and its word that something is spam does not count. And nothing leaves but the redacted text, a language
// and the lists: no id, no name, no address.
package classifier
