// Package notice tells people what they should know. It follows the journal, so that nothing is told before it is
// committed and nothing twice: what an event raises is stored in the transaction that moves the cursor past it.
//
// A Notice is listed in the console at once. The other ways (browser push, email, a chat tool) go out when their time has
// come, unless the person has seen it or done something about it by then; quiet hours hold them, and what was held goes
// out together. A way is committed as sending before its first byte. It is tried again only when it certainly did not
// arrive; else nobody is told twice, at the price that after a crash somebody may not be told in that way.
//
// An Alarm is a matter of safety or a crisis. It climbs the ladder of its department (internal/oncall), step by step, by
// timers that survive restarts, until somebody accepts it.
package notice
