package email

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/emersion/go-imap/v2"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email/mime"
)

// letter is a mail and what the mailbox tells of it.
type letter struct {
	envelope
	raw  []byte // the mail itself, or its beginning
	head mime.Header
	body []byte
	id   string // of the mail, without brackets; empty when it has none
	// Where it was read; not known of one that is mapped again.
	folder string
	uid    imap.UID
}

// envelope is what of a mail is not in the mail. It goes with the payload, so that a mail can be mapped again later.
type envelope struct {
	Sent        bool     `json:"sent,omitempty"`    // it lay in the folder of sent mail
	History     bool     `json:"history,omitempty"` // it is from before the mailbox was connected
	Arrived     int64    `json:"arrived"`           // Unix time
	Size        int64    `json:"size"`              // bytes of the whole
	Fingerprint string   `json:"fingerprint"`       // of its body, SHA-256
	Continues   []string `json:"continues,omitempty"`
}

// unreadLetter is what is known of a mail before it is read: its head.
func unreadLetter(folder string, sent bool, h head) letter {
	return letter{folder: folder, uid: h.uid, id: h.id, raw: h.fields, envelope: envelope{Sent: sent, Arrived: h.arrived.Unix(),
		Size: max(h.size, int64(len(h.fields))), Fingerprint: fingerprint(nil)}}
}

// take takes a mail as it came. Its bytes are kept before anything is made of them.
func (l *letter) take(raw []byte) {
	l.raw, l.Size, l.Fingerprint = raw, max(l.Size, int64(len(raw))), fingerprint(raw)
	l.part()
	l.Fingerprint = fingerprint(l.body)
}

// part parts the header from the body, once for everybody who reads them.
func (l *letter) part() {
	l.head, l.body = split(l.raw)
	l.id = mime.MessageID(l.head)
}

func fingerprint(body []byte) string {
	sum := sha256.Sum256(bytes.TrimSpace(bytes.ReplaceAll(body, []byte("\r"), nil)))
	return hex.EncodeToString(sum[:])
}

// What is made of the bytes of a mail; tests let them stumble.
var (
	split = mime.SplitHeader
	parse = mime.Read
)

func (l *letter) arrived() time.Time { return time.Unix(l.Arrived, 0).UTC() }

// whole reports whether all of the mail was read.
func (l *letter) whole() bool { return int64(len(l.raw)) >= l.Size }

// keptRaw is how much of a mail is kept as it came: header and texts nearly always. What it brings along is kept as
// files.
const keptRaw = 1 << 20

// envelopeMark begins a payload. Bytes of a mail never stand before it.
var envelopeMark = []byte("Switchboard-Envelope: ")

// payload writes a letter down, at most so many bytes of it.
func (l *letter) payload(most int) []byte {
	line, err := json.Marshal(l.envelope)
	if err != nil {
		panic(err) // numbers and texts can be written
	}
	out := append(append(append([]byte{}, envelopeMark...), line...), '\n')
	room := max(most-len(out), 0)
	return append(out, l.raw[:min(len(l.raw), room)]...)
}

// readPayload reads what payload wrote.
func readPayload(raw []byte) (letter, error) {
	first, rest, found := bytes.Cut(raw, []byte("\n"))
	line, marked := bytes.CutPrefix(first, envelopeMark)
	var l letter
	if !found || !marked || json.Unmarshal(line, &l.envelope) != nil {
		return l, switchboard.Refuse(switchboard.CodeInvalid, "The payload is no mail that was read here.").
			WithHint("It cannot be run through again.")
	}
	l.raw = rest
	l.part()
	return l, nil
}

// Map turns a payload from quarantine into an item.
func (c *conn) Map(raw []byte) (connector.Item, error) {
	l, err := readPayload(raw)
	if err != nil {
		return connector.Item{}, err
	}
	return c.item(l)
}
