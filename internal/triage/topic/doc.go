// Package topic finds what a message is about among the topics a company has listed itself. It never reads a closed list:
// topics stand beside those.
//
// A Reader is made of a list and of what was learned. It takes a text apart once (text.go), finds every word and phrase of
// every topic in one pass (automaton.go), puts together what has to stand in order (term.go), and says which topics those
// mean, with the words it rests on (reader.go). The matching language is described in docs/reference/topics.md.
//
// Learn looks at the messages that people put into topics and took out of them (learn.go), and keeps what it found only
// where a part held back agrees. Suggest looks for what customers talk about that no topic covers (suggest.go).
//
// All of it is pure, gives the same answer for the same input, and does a bounded amount of work whatever list and texts
// it is given.
package topic
