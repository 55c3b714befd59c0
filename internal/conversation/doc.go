// Package conversation is the state machine of one customer's matter: who is asked, who leads, whose turn it is, what is
// due, and how it ends. It is pure: Apply takes a conversation and one thing that happened and returns what it becomes,
// the journal rows that say so and the timers to set. Live work, replay and simulation run the same code.
//
// The table of stances and happenings is docs/reference/conversation-states.md; a test keeps it true.
//
// Choices that are not obvious:
//   - The epoch rises by one at every acceptance, also when the same person takes it again after a release, a closing or
//     a take-over: what was written in an earlier spell of leading is stale and must be looked at again.
//   - The customer's clock starts when the first unanswered message was published. Nothing we do among ourselves stops
//     or loosens it; within one waiting turn the earliest deadline stands.
//   - A message that was not there when we answered is not answered by it, however late it reaches us.
//   - A declined, expired or withdrawn offer and a change of queue keep the place in the queue; a release starts anew.
//   - History is counted and ends closed as imported. A live message of the customer, or a person reopening it, makes it
//     work.
package conversation
