package email

import (
	"strings"

	"switchboard/internal/connector"
	"switchboard/internal/connector/email/mime"
)

// notification is what a mail to the address for captures, or to the one for colleagues' reports, tells; nil for any other
// mail. Whether it is believed is not decided here.
func (c *conn) notification(l letter, m mime.Mail) *connector.Notification {
	report := c.set.report != "" && reaches(m, c.set.report)
	if l.Sent || !report && (c.set.capture == "" || !reaches(m, c.set.capture)) {
		return nil
	}
	verdict := mime.Authentic(m.Header, c.set.authServer)
	n := &connector.Notification{By: strings.ToLower(m.From.Email), Name: m.From.Name, Report: report,
		Genuine: verdict == mime.Genuine || verdict == mime.Untold && c.set.authServer == "",
		Vouched: verdict == mime.Genuine && c.set.authServer != "" && m.Automation == ""}
	told := m
	if inner, forwarded := mime.Forwarded(m); forwarded {
		told, n.Forwarded = inner, true
	}
	n.Subject, _ = connector.PlainSubject(told.Subject)
	n.Text, n.Links = told.Whole(), mime.Links(told.HTML)
	return n
}

// reaches reports whether a mail was sent to an address, or passed on to it by a server.
func reaches(m mime.Mail, address string) bool {
	for _, name := range []string{"To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To", "Resent-To"} {
		for _, one := range m.Header.Addresses(name) {
			if strings.EqualFold(one.Email, address) {
				return true
			}
		}
	}
	return false
}
