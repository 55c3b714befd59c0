// Package consult asks people outside by mail, without a login, and brings their answers back as advice.
//
// Whoever leads a conversation, or helps, chooses what is sent: messages of it, with personal data left out unless they let
// a piece through knowingly, and a question in their own words (Plan). The mail is a switchboard.Letter: committed before
// its first byte and sent at most once, through a connected mailbox under its lease, or by the installation's own mail.
//
// An answer is known by a token in the ids and the subject of its mail (Token). It stands in the conversation as advice,
// for colleagues alone: it moves no lead, starts and stops no clock and is put into no draft. Where its sender is not whom
// was asked, or is not proven, or it comes too late, it waits for the lead (Doubts). Timers remind, say when time is up, and
// end the question.
package consult
