package email

import (
	"bytes"

	"switchboard/internal/connector/email/mime"
)

// Words in a mail over which the parsers of these tests stumble, as if it had found a fault of theirs.
const (
	StumblesAtHead = "stumble-at-the-head"
	StumblesAtBody = "stumble-at-the-body"
)

func init() {
	read, parted := parse, split
	parse = func(h mime.Header, body []byte) mime.Mail {
		if bytes.Contains(body, []byte(StumblesAtBody)) {
			panic("found a fault")
		}
		return read(h, body)
	}
	split = func(raw []byte) (mime.Header, []byte) {
		if bytes.Contains(raw, []byte(StumblesAtHead)) {
			var none mime.Header
			return none[1:], nil
		}
		return parted(raw)
	}
}
