package mime

import (
	"slices"
	"strings"
)

// Report is what a mail server says became of an earlier mail (RFC 3464).
type Report struct {
	About      string `json:"about,omitempty"` // message id of that mail
	Recipient  string `json:"recipient,omitempty"`
	Action     string `json:"action,omitempty"` // failed, delayed, delivered, relayed, expanded
	Status     string `json:"status,omitempty"` // as 5.1.1, RFC 3463
	Diagnostic string `json:"diagnostic,omitempty"`
	// FailedTo are all whom it did not reach for good, as we wrote to them and where that led.
	FailedTo []string `json:"failed_to,omitempty"`
}

// Failed reports whether the mail did not arrive and never will.
func (r *Report) Failed() bool { return r != nil && r.Action == "failed" }

// Words say it to people.
func (r *Report) Words() string {
	what := map[string]string{"failed": "Not delivered", "delayed": "Not delivered yet", "delivered": "Delivered",
		"relayed": "Passed on", "expanded": "Passed on to several"}[r.Action]
	if what == "" {
		what = "A mail server reports on a mail of ours"
	}
	if r.Recipient != "" {
		what += " to " + r.Recipient
	}
	if why := r.Why(); why != "" {
		what += ": " + why
	}
	return what
}

// Why is what the server gives as the reason.
func (r *Report) Why() string { return strings.TrimSpace(r.Status + " " + r.Diagnostic) }

// reportOf reads a delivery status. Of several recipients the first that failed counts.
func reportOf(raw []byte, before *Report) *Report {
	var worst Report
	if before != nil {
		worst = *before
	}
	for rest := raw[:min(len(raw), maxHeader)]; len(rest) > 0; {
		group, after := SplitHeader(rest)
		if len(after) >= len(rest) {
			break
		}
		rest = after
		addresses := recipientsOf(group)
		one := Report{About: worst.About, Recipient: append(addresses, "")[0], Action: strings.ToLower(line(group.Get("Action"), 20)),
			Status: line(group.Get("Status"), 20), Diagnostic: diagnostic(group)}
		failed := worst.FailedTo
		if one.Failed() && len(failed) < maxAddresses {
			failed = append(failed, addresses...)
		}
		if one.Action != "" && (worst.Action == "" || one.Failed() && !worst.Failed()) {
			worst = one
		}
		worst.FailedTo = failed
	}
	return &worst
}

// recipientsOf are whom we wrote to and, if it led elsewhere, where.
func recipientsOf(group Header) (list []string) {
	for _, name := range []string{"Original-Recipient", "Final-Recipient"} {
		_, address, found := strings.Cut(group.Get(name), ";")
		if one, ok := addressOf("", address); found && ok && !slices.Contains(list, one.Email) {
			list = append(list, one.Email)
		}
	}
	return list
}

func diagnostic(group Header) string {
	text := group.Text("Diagnostic-Code")
	if _, rest, found := strings.Cut(text, ";"); found {
		text = rest
	}
	return line(text, 400)
}

// about notes which mail is reported on, from its header that came back.
func (r *Report) about(returned []byte) *Report {
	if r == nil {
		r = &Report{}
	}
	header, _ := SplitHeader(returned[:min(len(returned), maxHeader)])
	if id := idOf(header.Get("Message-Id")); id != "" {
		r.About = id
	}
	return r
}
