package email

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email/mime"
)

// idle says why a mail asks nobody for anything. One in the name of ours that wants its answer sent elsewhere, as the
// form on a company's pages does, speaks for a customer however it was sent; so do one of a service that wants it sent to
// somebody at another domain than its own, and one that answers us.
func (c *conn) idle(l letter, m mime.Mail, about extra) switchboard.Idle {
	switch {
	case c.tellsUs(l, m):
		return switchboard.IdleNotice
	case l.Sent:
		return ""
	case m.Automation == mime.Loop:
		return switchboard.IdleLoop
	case m.Automation != mime.Bulk, speaksForAnother(m), about.Unproven && !c.set.isOurs(c.author(m, false, &about).ID),
		slices.ContainsFunc(m.References, func(id string) bool { return c.set.clientKeyOf(id) != "" }):
		return ""
	}
	return switchboard.IdleBulk
}

// speaksForAnother reports whether a mail wants its answer to go to one address, at another organisation's domain than the
// one it is from, as services do that pass on what somebody wrote in a form or a shop.
func speaksForAnother(m mime.Mail) bool {
	return len(m.ReplyTo) == 1 && organisation(m.ReplyTo[0].Email) != organisation(m.From.Email)
}

// organisation is the domain that somebody registered, of which an address' may be a part; empty for what is no address.
func organisation(address string) string {
	_, domain, _ := strings.Cut(strings.ToLower(address), "@")
	if registered, err := publicsuffix.EffectiveTLDPlusOne(domain); err == nil {
		return registered
	}
	return domain
}

// tellsUs reports whether a mail is one by which this installation tells its own people something, or what a machine
// makes of one: that it came back, or that its reader is away.
func (c *conn) tellsUs(l letter, m mime.Mail) bool {
	ours := c.env.OwnNotice
	switch {
	case ours == nil:
		return false
	case ours(l.id):
		return true
	case m.Report != nil && m.Report.About != "":
		return ours(m.Report.About)
	}
	return m.Automation != "" && slices.ContainsFunc(m.References, ours)
}

// setAside leaves of a notice or a question of our own that it came, and nothing of what it says: whom it was for has
// read it, and what was asked stands in its conversation.
func setAside(item connector.Item) connector.Item {
	item.Addressed, item.Automated, item.ThreadKey, item.ParentKey, item.ClientKey = false, true, item.ExternalID, "", ""
	item.Raw, item.Files, item.Extra, item.Notification = nil, nil, nil, nil
	item.Content = switchboard.Content{Text: "A notice of this installation to one of its people.", Idle: switchboard.IdleNotice}
	return item
}
