package conversation

import (
	"strings"
	"unicode/utf8"

	"switchboard"
)

// MinBriefing is the least number of characters that count as a briefing.
const MinBriefing = 20

// Reasons for which work moves from one person to another: transfers, take-overs, releases and changes of queue.
const (
	ReasonSkill      = "skill"       // somebody else can do it better
	ReasonWrongOwner = "wrong_owner" // it never belonged here
	ReasonCover      = "cover"       // the lead is absent
	ReasonShift      = "shift"       // the lead's day ends
	ReasonEscalation = "escalation"  // it needs more authority
)

// MoveReasons lists all of them.
func MoveReasons() []string {
	return []string{ReasonSkill, ReasonWrongOwner, ReasonCover, ReasonShift, ReasonEscalation}
}

// Reasons to say no to an offer or a transfer, beside ReasonSkill and ReasonWrongOwner.
const (
	ReasonBusy     = "busy"
	ReasonLanguage = "language"
	ReasonLeaving  = "leaving" // about to go off shift or on a break
)

// DeclineReasons lists those a person may give.
func DeclineReasons() []string {
	return []string{ReasonBusy, ReasonSkill, ReasonLanguage, ReasonWrongOwner, ReasonLeaving}
}

// oneOf refuses a reason that is missing or in no list.
func oneOf[T ~string](reason T, list []T) error {
	if switchboard.OneOf(reason, list) {
		return nil
	}
	names := make([]string, len(list))
	for i, each := range list {
		names[i] = string(each)
	}
	code, text := switchboard.CodeInvalid, "That reason is not on the list."
	if reason == "" {
		code, text = switchboard.CodeMustExplain, "A reason is missing."
	}
	return switchboard.Refuse(code, text).WithField("reason").
		WithHint("Choose one of: " + strings.Join(names, ", ") + ".")
}

func briefed(text string) error {
	if utf8.RuneCountInString(strings.TrimSpace(text)) >= MinBriefing {
		return nil
	}
	return switchboard.Refuse(switchboard.CodeMustExplain, "The briefing is too short to go on from.").
		WithField("briefing").WithHint("Say in a sentence what the customer wants and what was done so far.")
}
