package notice

import (
	"fmt"
	"strings"

	"switchboard"
)

// Line is one notice as it is worded for those who are told outside the console.
type Line struct {
	Notice  switchboard.Notice
	Title   string // what happened
	About   string // of whom, as far as that may leave the installation; may be empty
	Preview string // what they said, if the person wants that
	URL     string // of the conversation; empty when this installation has no address outside
}

// Text is the line as one sentence.
func (l Line) Text() string {
	text := l.Title
	if l.About != "" {
		text += ": " + l.About
	}
	if l.Notice.Count > 1 {
		text += fmt.Sprintf(" (%d times)", l.Notice.Count)
	}
	if l.Preview != "" {
		text += " — " + l.Preview
	}
	return text
}

// Title says in a few words what an event is.
func Title(event switchboard.NoticeEvent) string {
	switch event {
	case switchboard.NoticeOffer:
		return "A conversation is offered to you"
	case switchboard.NoticeReply:
		return "Your customer wrote"
	case switchboard.NoticeDueSoon:
		return "An answer is due soon"
	case switchboard.NoticeLate:
		return "An answer is late"
	case switchboard.NoticeTransfer:
		return "You are asked to take over"
	case switchboard.NoticeHelper:
		return "You are asked to help"
	case switchboard.NoticeApproval:
		return "A draft waits for your approval"
	case switchboard.NoticeApproved:
		return "Your draft was approved"
	case switchboard.NoticeReturned:
		return "Your answer came back"
	case switchboard.NoticeMention:
		return "A colleague mentioned you in a note"
	}
	return graveTitle(event)
}

func graveTitle(event switchboard.NoticeEvent) string {
	switch event {
	case switchboard.NoticeAdvice:
		return "Advice has come from outside"
	case switchboard.NoticeDoubtful:
		return "An answer from outside waits for you to decide"
	case switchboard.NoticeConsult:
		return "What you asked outside has no answer yet"
	case switchboard.NoticeSignature:
		return "Your department is asked to agree to a policy"
	case switchboard.NoticeUndecided:
		return "Nobody knows whether an answer stands: please decide"
	case switchboard.NoticeBroken:
		return "An account is in trouble"
	case switchboard.NoticeHook:
		return "Your chat hook was paused"
	case switchboard.NoticeCover:
		return "You lead a conversation for an absent colleague"
	case switchboard.NoticeUncovered:
		return "A customer waits for somebody who is absent"
	case switchboard.NoticeUnstaffed:
		return "Somebody waits, and nobody of the department is there"
	case switchboard.NoticeNotes:
		return "Your shift ends soon: leave a note on what you lead"
	case switchboard.NoticeUnheard:
		return "An alarm has nobody it can call"
	case switchboard.NoticeSafety:
		return "Safety: somebody may be hurt"
	case switchboard.NoticeCrisis:
		return "Crisis: the company's voice is needed"
	}
	return "Something happened"
}

// maxAbout and maxPreview bound what leaves the installation, in characters.
const maxAbout, maxPreview = 80, 160

// oneLine makes a text of strangers harmless: one line, no control characters, not long.
func oneLine(text string, most int) string {
	var b strings.Builder
	n := 0
	for _, field := range strings.Fields(strings.Map(printable, text)) {
		for _, r := range " " + field {
			if n == 0 && r == ' ' {
				continue
			}
			if n == most {
				return b.String() + "…"
			}
			b.WriteRune(r)
			n++
		}
	}
	return b.String()
}

// printable turns what could end a line or change the direction of a text into a space.
func printable(r rune) rune {
	switch {
	case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0, r == '\u2028' || r == '\u2029':
		return ' '
	case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f' || r == '\ufffd':
		return ' '
	}
	return r
}
