// Package ownership decides which department leads, and says why.
//
// A Policy is a short YAML document that people can read. Decide applies it to Facts and gives a Decision with the path
// of rules that led to it. It is pure and deterministic: the same policy and the same facts give the same decision in
// live work, in tests, in a replay of history and in simulation.
//
// Deciding runs in stages, each with a declared way of settling several hits:
//
//	guard           any hit    puts the message into quarantine; a department is still decided
//	continuity      first      an open conversation stays with its department, unless a rule breaks continuity
//	carve_out       first      safety, press, legal and the like, before everything that follows
//	topic           first      a rule below its minimum confidence is skipped, and the path says so
//	channel         unique     at most one row per network and purpose; a row with a purpose beats one without
//	default         always     matches everything, so that every message has an owner
//	lead, cover     —          choose a person; decided by package roster, not here
//	helpers         collect    of every rule that matched; also those to inform
//	required_level  maximum    of every rule that matched and sets one
//	deadlines       minimum    of every rule that matched and sets one
//
// The default's level and deadline hold where no rule that matched sets one. How many followers somebody has is not a
// fact and cannot be written into a policy.
package ownership
