// Package play lets the story of the sample company happen: its messages go through the line, its people act through the
// desk and the outbox, at the times of the story, so that every verdict, decision, offer, delivery and journal row is what
// the product really made of it. All of it is one transaction; the practice network stands behind it with the same posts.
package play
