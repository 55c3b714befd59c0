// Package flow is where a reader starts. inbound.go puts the steps of the way in in order, from what a network hands
// over to a conversation somebody leads; outbound.go those of the way out, from a draft to a post that stands on the
// network; amend.go those of a change to such a post. The steps themselves live in their own packages and do not know each other.
package flow
