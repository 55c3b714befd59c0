// Package email connects mailboxes: it reads them over IMAP and answers over SMTP.
package email

import (
	"context"
	"strconv"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

func init() { connector.Register(Spec()) }

// Key of the network.
const Key switchboard.NetworkKey = "email"

// people is the realm of everybody's address: one person, whichever of our mailboxes they write to.
const people switchboard.Realm = "email"

// limits bound what one connection reads at a time.
type limits struct {
	behind  func() int    // mails that are read in their order; of more, the newest come first and the rest as a gap
	batch   int           // mails handed over at once
	weight  int64         // bytes handed over at once, about
	mail    int64         // bytes of a mail that is read whole
	glimpse int64         // bytes that are read of a larger one
	dial    time.Duration // a server has to let us connect, TLS included
	answer  time.Duration // and for its answer to a command
	body    time.Duration // and for sending one mail
	idle    time.Duration // longest wait for news before everything is looked at again
	every   time.Duration // between two looks where the server tells no news, and at folders it tells none of
}

func usual() limits {
	return limits{behind: func() int { return 500 }, batch: 20, weight: 16 << 20, mail: 36 << 20, glimpse: 2 << 20,
		dial: 15 * time.Second, answer: 45 * time.Second, body: 5 * time.Minute, idle: 4 * time.Minute, every: time.Minute}
}

const (
	rfcLength = "RFC 5322 section 2.1.1; longer answers belong in an attachment"
	rfcSMTP   = "RFC 5321 section 4.5.3.1.7, and what large providers take"
)

// Spec describes email.
func Spec() connector.Spec { return spec(usual()) }

func spec(l limits) connector.Spec {
	return connector.Spec{
		Key: Key, Name: "Email", RealmKind: connector.RealmAccount, People: connector.RealmNetwork,
		Summary: "A mailbox that customers write to, read over IMAP and answered over SMTP.",
		Realm: func(config map[string]string) switchboard.Realm {
			return switchboard.Realm("email:" + strings.ToLower(config["address"]))
		},
		Addresses: addresses,
		CheckHandle: func(handle string) error {
			_, err := checkAddress(handle)
			return err
		},
		Config: fields(),
		Capabilities: []connector.Capability{connector.ListenDirect, connector.ReadHistory, connector.PostPrivate,
			connector.Threaded, connector.Media, connector.ReadBackPost},
		Lanes:    []connector.LaneOffer{{Lane: connector.LaneStream, FromNow: true}, {Lane: connector.LaneFill}},
		Text:     connector.TextLimit{Max: 50_000, Unit: connector.Runes, Source: rfcLength},
		Parts:    1,
		Media:    media(nil),
		MediaFor: media,
		Rates: []connector.Rate{{Name: "Mails sent", Points: 60, Window: time.Minute, Scope: "account",
			Costs: map[connector.Call]int{connector.CallRead: 0, connector.CallReadBack: 0}, Source: "a pace that no usual mail server objects to"}},
		Dedup:    connector.Dedup{Kind: connector.DedupNamed, Echo: true},
		ReadBack: connector.ReadBackByID,
		Setup:    steps(),
		Open:     func(ctx context.Context, env connector.Env) (connector.Conn, error) { return open(env, l) },
	}
}

// mostFiles is how many bytes of files go with one answer: encoded they take a third more, and large providers take 25 MB.
const mostFiles = 20 << 20

// media is what may go with an answer. A server that takes less than large providers do says so, and of what it takes
// the lines of an encoded file need more than a quarter, and the words some room.
func media(config map[string]string) connector.MediaLimit {
	l := connector.MediaLimit{Max: 20, MaxBytes: 10 << 20, MaxTotal: mostFiles, Types: fileTypes(), Source: rfcSMTP}
	if megabytes, err := strconv.ParseInt(config[sizeField], 10, 64); err == nil && megabytes > 0 {
		const words = 512 << 10
		l.MaxTotal = min(l.MaxTotal, (megabytes<<20-words)*8/11)
		l.MaxBytes = min(l.MaxBytes, l.MaxTotal)
	}
	return l
}

// sizeField is the setting that says how many megabytes of mail the server for sending takes.
const sizeField = "mail_size"

// mostMegabytes bounds it: beyond, it makes no difference.
const mostMegabytes = 10_000

func fileTypes() []string {
	return []string{"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", "text/csv", "text/calendar",
		"application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.oasis.opendocument.text"}
}

func steps() []connector.Step {
	return []connector.Step{
		{Title: "Choose the mailbox.", Text: "It should be one that only customers write to, as care@ or help@."},
		{Title: "Allow programs to read it.", Text: "Turn on IMAP in the mailbox's settings, and make an app password or an OAuth2 client for Switchboard."},
		{Title: "Name the servers", Text: "of a mailbox you host yourself, or choose your provider, whose servers are known."},
		{Title: "Name the aliases", Text: "that lead into the mailbox, so that what is written to them counts as written to you."},
	}
}
