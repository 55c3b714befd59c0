package mime

import (
	"strings"
)

// Automation is the kind of machine that wrote a mail.
type Automation string

// Automations. None of them is ever answered by a machine.
const (
	Bounce       Automation = "bounce"       // a mail server speaks of a mail of ours
	AutoReply    Automation = "auto_reply"   // an answer nobody wrote: out of office, ticket received
	MailingList  Automation = "mailing_list" // passed on by a list
	Bulk         Automation = "bulk"         // sent to many, of whom none is to answer
	Notification Automation = "notification" // sent by a program
	Loop         Automation = "loop"         // it has been here before, or goes round
)

const mostHops = 50 // Received fields of a mail that does not go round

// automationOf looks for the marks that RFC 3834, RFC 2919, RFC 2369 and older custom put into a header.
func automationOf(h Header, from Address, report *Report) Automation {
	submitted := strings.ToLower(h.Get("Auto-Submitted"))
	precedence := strings.ToLower(h.Get("Precedence"))
	replied := strings.HasPrefix(submitted, "auto-replied") || precedence == "auto_reply" || repliesByItself(h)
	nobodys := strings.TrimSpace(h.Get("Return-Path")) == "<>" // also of answers that nobody wrote (RFC 3834 section 3.3)
	switch {
	case report != nil || isPostmaster(from) || nobodys && !replied && submitted != "auto-generated":
		return Bounce
	case len(h.All("Received")) > mostHops:
		return Loop
	case replied:
		return AutoReply
	case passedOn(h, precedence):
		return MailingList
	case precedence == "bulk", precedence == "junk", h.Has("List-Unsubscribe") && h.Has("List-Id"):
		return Bulk
	case h.Has("List-Unsubscribe"), submitted != "" && !strings.HasPrefix(submitted, "no"), isNobody(from), h.Has("Feedback-Id"):
		return Notification
	}
	return ""
}

// passedOn reports whether people write to the list that a mail came over. To one that says NO only its owner writes
// (RFC 2369 section 3.4), and a newsletter has a name for its list and a way out of it, but nowhere to write to.
func passedOn(h Header, precedence string) bool {
	if post := h.Get("List-Post"); post != "" {
		return !strings.EqualFold(strings.TrimSpace(post), "no")
	}
	return precedence == "list" || h.Has("List-Id") && precedence != "bulk" && !h.Has("List-Unsubscribe")
}

func repliesByItself(h Header) bool {
	for _, name := range []string{"X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From"} {
		if value := strings.ToLower(h.Get(name)); value != "" && value != "no" {
			return true
		}
	}
	return h.Has("X-Vacation")
}

func localPart(a Address) string {
	local, _, _ := strings.Cut(a.Email, "@")
	return strings.ToLower(local)
}

func isPostmaster(a Address) bool {
	local := localPart(a)
	return local == "mailer-daemon" || local == "mail-daemon" || local == "postmaster"
}

// isNobody reports whether an address says itself that nobody reads it.
func isNobody(a Address) bool {
	local := strings.NewReplacer("-", "", "_", "", ".", "").Replace(localPart(a))
	return strings.HasPrefix(local, "noreply") || strings.HasPrefix(local, "donotreply")
}
