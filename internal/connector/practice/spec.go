// Package practice connects accounts on the practice network: a small public network of its own to learn and to test
// on.
package practice

import (
	"context"
	"errors"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/practice"
)

func init() { connector.Register(Spec()) }

func checkHandle(handle string) error {
	if _, err := practice.Handle(handle); err != nil {
		return errors.New("it takes 2 to 30 letters, digits and underscores")
	}
	return nil
}

// Key of the network.
const Key = switchboard.Practice

// ConfigCustomers is the setting that says whether invented customers turn to an account by themselves: true or false.
const ConfigCustomers = "customers"

const source = "the practice network's own rules"

// Spec describes the practice network.
func Spec() connector.Spec {
	return connector.Spec{
		Key: Key, Name: "Practice network", Invented: true, RealmKind: connector.RealmServer,
		Summary: "A small public network of its own, to learn and to test on.",
		Realm: func(config map[string]string) switchboard.Realm {
			return switchboard.Realm("practice:" + config["url"])
		},
		CheckHandle: checkHandle,
		Config:      fields(),
		Capabilities: []connector.Capability{connector.ListenMentions, connector.SeesEdits, connector.SeesDeletions,
			connector.ReadHistory, connector.PostPublic, connector.Threaded, connector.EditPost, connector.DeletePost,
			connector.HidePost, connector.ReadBackPost},
		Lanes: []connector.LaneOffer{{Lane: connector.LaneStream}, {Lane: connector.LanePoll, Every: pollEvery},
			{Lane: connector.LaneFill}},
		Text:  connector.TextLimit{Max: 500, Unit: connector.Graphemes, Source: source},
		Parts: 10,
		Rates: []connector.Rate{{Name: "Posts, edits, deletions and what is hidden", Points: 300, Window: 5 * time.Minute,
			Scope: "account", Costs: map[connector.Call]int{connector.CallRead: 0, connector.CallReadBack: 0}, Source: source}},
		VisibilityDelay: 3 * time.Minute,
		Dedup:           connector.Dedup{Kind: connector.DedupClientKey, Window: time.Hour, Echo: true},
		ReadBack:        connector.ReadBackByClientKey,
		ProofOfAbsence:  4 * time.Minute,
		Setup: []connector.Step{
			{Title: "Nothing to sign up for.", Text: "Connecting an account makes it known there."},
			{Title: "Choose a handle and a token", Text: "for each account. A handle takes letters, digits and underscores; any token of eight characters or more will do."},
		},
		Terms: []connector.Note{{Text: "Everything here is made up and public to whoever can open the practice pages.",
			Source: source}},
		Open: open,
	}
}

func fields() []connector.Field {
	return []connector.Field{
		{Name: "url", Label: "Address", Kind: connector.FieldURL, Required: true, Help: "Where the network is served.",
			Example: "http://127.0.0.1:8080/practice"},
		{Name: "token", Label: "Token", Kind: connector.FieldSecret, Secret: true, Required: true,
			Help: "The account's token on the practice network.", Example: "practice-token"},
		{Name: ConfigCustomers, Label: "Practice customers", Kind: connector.FieldBool, Default: "true",
			Help: "Send invented customers by themselves: three at once, then one every few minutes, ten in all. Without, only what somebody posts by hand appears."},
	}
}

const (
	pollEvery   = 15 * time.Second
	streamAwait = 25 // seconds a request for news may stay open
	pageSize    = 100
)

func open(_ context.Context, env connector.Env) (connector.Conn, error) {
	if env.Config["url"] == "" || env.Secrets["token"] == "" {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "Address or token is missing.").
			WithHint("Fill in both settings.")
	}
	return &conn{env: env}, nil
}
