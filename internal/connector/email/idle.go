package email

import (
	"slices"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email/mime"
)

// idle says why a mail asks nobody for anything. One in the name of ours that wants its answer sent elsewhere, as the
// form on a company's pages does, speaks for a customer however it was sent, and so does one that answers us.
func (c *conn) idle(l letter, m mime.Mail, about extra) switchboard.Idle {
	switch {
	case c.tellsUs(l, m):
		return switchboard.IdleNotice
	case l.Sent:
		return ""
	case m.Automation == mime.Loop:
		return switchboard.IdleLoop
	case m.Automation != mime.Bulk, about.Unproven && !c.set.isOurs(c.author(m, false, &about).ID),
		slices.ContainsFunc(m.References, func(id string) bool { return c.set.clientKeyOf(id) != "" }):
		return ""
	}
	return switchboard.IdleBulk
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

// setAside leaves of a notice of our own that it came, and nothing of what it says: whom it was for has read it.
func setAside(item connector.Item) connector.Item {
	item.Addressed, item.Automated, item.ThreadKey, item.ParentKey, item.ClientKey = false, true, item.ExternalID, "", ""
	item.Raw, item.Files, item.Extra, item.Notification = nil, nil, nil, nil
	item.Content = switchboard.Content{Text: "A notice of this installation to one of its people.", Idle: switchboard.IdleNotice}
	return item
}
