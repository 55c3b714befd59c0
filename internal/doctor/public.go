package doctor

import (
	"context"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"switchboard/internal/netguard"
	"switchboard/internal/seal"
)

// reachWithin is how long the public address may take to answer.
const reachWithin = 10 * time.Second

// Reached is what an installation with these keys answers to a nonce at /healthz/{nonce}.
func Reached(ring *seal.Ring, nonce string) string {
	sum := ring.Digest("reached", nonce)
	return hex.EncodeToString(sum[:])
}

// public asks the public address for something only this installation can answer.
func (d *Doctor) public(ctx context.Context) {
	if d.Settings.PublicURL == "" {
		d.say("reach", Note, "Nobody has said where people reach this installation.",
			"Set public-url: until then nothing can be pushed in from outside, and links work in this network only.")
		return
	}
	ring, err := seal.Load(d.KeyFile)
	if err != nil {
		return // said by keys
	}
	nonce := seal.NewToken()
	answer, err := d.ask(ctx, d.Settings.PublicURL+"/healthz/"+nonce)
	switch {
	case err != nil:
		text, hint := d.unreachable(err)
		d.say("reach", d.missing(), text, hint)
	case answer != Reached(ring, nonce):
		d.say("reach", d.missing(), d.Settings.PublicURL+" is answered by something else than this installation.",
			"Look where its name leads, and whether the proxy passes /healthz/ on to this server.")
	default:
		d.fine("reach", d.Settings.PublicURL+" reaches this installation.")
	}
}

// missing is how bad it is that the address does not answer: not at all while no server runs.
func (d *Doctor) missing() Level {
	if d.alive {
		return Problem
	}
	return Note
}

func (d *Doctor) ask(ctx context.Context, url string) (string, error) {
	guard := netguard.New(netguard.Options{AllowPrivate: true, DialTimeout: reachWithin, HeaderTimeout: reachWithin,
		TotalTimeout: reachWithin, MaxRedirects: -1, MaxBody: 1 << 16, UserAgent: "Switchboard doctor", RootCAs: d.Roots})
	defer guard.Close()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	answer, err := guard.Reading().Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Sprint("status ", answer.StatusCode), nil
	}
	body, err := io.ReadAll(answer.Body)
	return strings.TrimSpace(string(body)), err
}

// unreachable says what is in the way, and what to do about it.
func (d *Doctor) unreachable(err error) (text, hint string) {
	address := d.Settings.PublicURL
	var name *net.DNSError
	var authority x509.UnknownAuthorityError
	var certificate x509.CertificateInvalidError
	var host x509.HostnameError
	switch {
	case errors.As(err, &name):
		return "The name of " + address + " is not known.", "Add it to the DNS, or correct public-url."
	case errors.As(err, &authority), errors.As(err, &certificate), errors.As(err, &host):
		return address + " shows a certificate that browsers refuse: " + err.Error() + ".",
			"Start with --acme to get one, or give the proxy in front a good one."
	case errors.Is(err, netguard.ErrRedirect):
		return address + " sends people elsewhere.", "Set public-url to where they end up."
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		return address + " does not answer in time.", "Open its port in the firewall and forward it to this machine."
	}
	return address + " cannot be reached from here.",
		"Open its port and forward it to this server. Some routers do not let machines inside reach their own outside " +
			"address: then look from elsewhere."
}

func isTimeout(err error) bool {
	var slow net.Error
	return errors.As(err, &slow) && slow.Timeout()
}
