// Package webhook is the generic network: whoever can sign a request brings message records in over HTTP. It hears and
// never posts. The requests themselves are taken by the API; here are the settings and the signature.
package webhook

import (
	"context"
	"errors"
	"net/http"

	"switchboard"
	"switchboard/internal/connector"
)

func init() { connector.Register(Spec()) }

// Key of the network.
const Key switchboard.NetworkKey = "webhook"

// MinSecret is how many bytes a signing key needs.
const MinSecret = 16

// Spec describes the generic webhook.
func Spec() connector.Spec {
	return connector.Spec{
		Key: Key, Name: "Webhook", RealmKind: connector.RealmAccount,
		Summary: "Takes message records of any network that are pushed in over HTTP and signed.",
		Realm: func(config map[string]string) switchboard.Realm {
			return switchboard.Realm("webhook:" + config["name"])
		},
		Config: []connector.Field{
			{Name: "name", Label: "Name", Kind: connector.FieldText, Required: true, Example: "shop-reviews",
				Help: "What the source is called here; small letters, digits and dashes.", Check: checkName},
			{Name: "key", Label: "Signing key", Kind: connector.FieldSecret, Secret: true, Required: true,
				Help: "At least 16 characters that the source signs with.", Example: "at-least-16-characters",
				Check: checkSecret},
			{Name: "previous_key", Label: "Previous key", Kind: connector.FieldSecret, Secret: true, Advanced: true,
				Help: "Still accepted while the source changes to the new key.", Check: checkSecret},
			{Name: "accounts", Label: "Accounts", Kind: connector.FieldList, Required: true, Example: "@ferrywell,shop",
				Help: "Accounts whose records the key may bring in, as the records name them."},
		},
		Capabilities: []connector.Capability{connector.PushIn, connector.ListenMentions, connector.ListenDirect,
			connector.ListenReviews, connector.SeesEdits, connector.SeesDeletions, connector.ReadHistory},
		Dedup:    connector.Dedup{Kind: connector.DedupNone},
		ReadBack: connector.ReadBackNone,
		Limits: []connector.Limit{
			{Name: "Age of a signature", Value: Tolerance.Seconds(), Unit: "seconds", Source: "this connector"},
			{Name: "Signatures on one request", Value: maxSignatures, Unit: "signatures", Source: "this connector"},
		},
		Setup: []connector.Step{
			{Title: "Choose a signing key", Text: "and give it to the source."},
			{Title: "Let the source send", Text: "message records, one or many, to /webhook/in/ and the id of the account, with a " +
				"Switchboard-Signature header: see docs/guide/webhooks.md."},
		},
		Open: open,
	}
}

func checkName(name string) (string, error) {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return "", errors.New("it has characters that are not small letters, digits or dashes")
		}
	}
	if len(name) > 64 {
		return "", errors.New("it is longer than 64 characters")
	}
	return name, nil
}

func checkSecret(secret string) (string, error) {
	if len(secret) < MinSecret {
		return "", errors.New("it is shorter than 16 characters")
	}
	return secret, nil
}

func open(_ context.Context, env connector.Env) (connector.Conn, error) {
	if len(env.Secrets["key"]) < MinSecret {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "The signing key is too short.").WithField("key").
			WithHint("Use at least 16 characters.")
	}
	return conn{name: env.Config["name"]}, nil
}

// conn has nothing to dial: the source comes to us.
type conn struct{ name string }

// Check has nothing to prove: only the source can show that it knows the key.
func (c conn) Check(context.Context) (connector.Self, error) {
	return connector.Self{ID: c.name, Handle: c.name, Name: c.name}, nil
}

// Close has nothing to let go of.
func (conn) Close() error { return nil }

// Accepts reports whether an account's settings let records of this account in.
func Accepts(config map[string]string, account string) bool {
	return switchboard.OneOf(account, connector.List(config["accounts"]))
}

// Secrets are the keys that are accepted, the present one first.
func Secrets(sealed map[string]string) []string {
	keys := []string{sealed["key"]}
	if previous := sealed["previous_key"]; previous != "" {
		keys = append(keys, previous)
	}
	return keys
}

// HeaderName carries the signature.
const HeaderName = "Switchboard-Signature"

// Header reads the signature header of a request. Several headers count as one.
func Header(from http.Header) string {
	var joined string
	for i, value := range from.Values(HeaderName) {
		if i > 0 {
			joined += ","
		}
		joined += value
	}
	return joined
}
