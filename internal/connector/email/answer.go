package email

import (
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email/mime"
)

// answer is what of a mail may be an answer to a question that was asked outside; nil for any other mail.
func (c *conn) answer(l letter, m mime.Mail) *connector.Answer {
	if l.Sent {
		return nil
	}
	ids := slices.Clone(m.References)
	if m.Report != nil && m.Report.About != "" {
		ids = append(ids, m.Report.About)
	}
	marks := connector.Marks(m.Subject, ids)
	if len(marks) == 0 {
		return nil
	}
	a := &connector.Answer{Marks: marks, Email: strings.ToLower(m.From.Email), Name: m.From.Name, Machine: machine(m),
		Failed: m.Report.Failed(), Proof: c.proof(m.Header)}
	if m.Report != nil {
		a.Reason = m.Report.Words()
	}
	return a
}

// machine names what wrote a mail, as far as it matters to a question. Over a list people write too.
func machine(m mime.Mail) string {
	switch m.Automation {
	case "", mime.MailingList:
		return ""
	case mime.Bounce:
		return "bounce"
	case mime.AutoReply:
		return "auto_reply"
	}
	return "other"
}

// proof is what our own server wrote down of the sender; nothing as long as nobody told what that server is called.
func (c *conn) proof(h mime.Header) switchboard.SenderProof {
	if c.set.authServer == "" {
		return switchboard.SenderProof{}
	}
	said := mime.ReadResults(h.Get("Authentication-Results"))
	proof := switchboard.SenderProof{Sender: c.checked(h)}
	if strings.EqualFold(said.Server, c.set.authServer) {
		proof.Server, proof.DMARC, proof.SPF, proof.DKIM = said.Server, said.Verdict("dmarc"), said.Verdict("spf"), said.Verdict("dkim")
	}
	return proof
}
