// Package feed reads RSS, Atom and JSON feeds: comments under our own pages, and what others write about us. A feed
// cannot be answered through: answers are prepared here and posted by people.
package feed

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

func init() { connector.Register(Spec()) }

// Key of the network.
const Key switchboard.NetworkKey = "feed"

const (
	source  = "this connector"
	every   = 15 * time.Minute
	longest = 24 * time.Hour
)

// Kinds of a feed, as its setting has them.
const (
	kindComments = "comments"
	kindMentions = "mentions"
	kindPosts    = "posts"
)

// Spec describes feeds.
func Spec() connector.Spec {
	return connector.Spec{
		Key: Key, Name: "Feed", RealmKind: connector.RealmAccount,
		Summary: "Reads RSS, Atom and JSON feeds, such as the comments of a blog; people post the answers there.",
		Realm:   func(config map[string]string) switchboard.Realm { return switchboard.Realm("feed:" + config["url"]) },
		Config: []connector.Field{
			{Name: "url", Label: "Address of the feed", Kind: connector.FieldURL, Required: true, Check: checkURL,
				Example: "https://blog.kettles.example/comments/feed", Help: "Of the feed itself; checking the address of a page names its feeds."},
			{Name: "kind", Label: "What is in it", Kind: connector.FieldChoice, Default: kindComments,
				Choices: []connector.Choice{{Value: kindComments, Label: "Comments under our own pages"},
					{Value: kindMentions, Label: "What others publish about us"},
					{Value: kindPosts, Label: "Our own posts; the comments under them are read from the feeds they name"}},
				Help: "Whether its entries answer something of ours, stand for themselves, or are ours."},
			{Name: "our_names", Label: "Our names there", Kind: connector.FieldList, Example: "Kettles Team,Ada from Kettles",
				Help: "Under which our own people write there. Anybody can write a name: what stands under one is taken for ours only where it says what an answer prepared here says."},
			{Name: "minutes", Label: "Minutes between two looks", Kind: connector.FieldNumber, Default: "15", Advanced: true, Check: checkMinutes,
				Help: "At least 5; the feed itself may ask for more."},
		},
		Capabilities: []connector.Capability{connector.ListenMentions, connector.SeesEdits, connector.PostByHand},
		Lanes:        []connector.LaneOffer{{Lane: connector.LanePoll, FromNow: true, Every: every}},
		Dedup:        connector.Dedup{Kind: connector.DedupNone},
		ReadBack:     connector.ReadBackNone,
		Limits: []connector.Limit{
			{Name: "Bytes of a feed", Value: maxFeed, Unit: "bytes", Source: source},
			{Name: "Entries of a feed that are looked at, the first ones", Value: maxEntries, Unit: "entries", Source: source},
			{Name: "Posts whose comments are followed, the first ones", Value: maxTalks, Unit: "posts", Source: source},
			{Name: "Feeds of comments that are looked at together", Value: talksAtOnce, Unit: "feeds", Source: source},
			{Name: "Depth of a feed's elements", Value: maxDepth, Unit: "elements", Source: source},
		},
		Setup: []connector.Step{
			{Title: "Find the feed's address.", Text: "Blogs mostly have one for all comments; checking the address of a page names the feeds it tells of."},
			{Title: "Say what is in it", Text: "and under which names your own people write there."},
			{Title: "Answer there.", Text: "Answers are prepared here; somebody opens the page, posts them and records it."},
		},
		Terms: []connector.Note{{Text: "A feed is asked no more often than it allows by Cache-Control, ttl and Retry-After.", Source: "RFC 9111, RSS 2.0"}},
		Open:  open,
	}
}

func checkURL(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", errors.New("it cannot be read")
	}
	u.Host = strings.ToLower(u.Host)
	return u.String(), nil
}

func checkMinutes(minutes string) (string, error) {
	d, err := time.ParseDuration(minutes + "m")
	if err != nil || d < 5*time.Minute || d > longest {
		return "", errors.New("it takes 5 to 1440")
	}
	return minutes, nil
}

func open(_ context.Context, env connector.Env) (connector.Conn, error) {
	address, err := url.Parse(env.Config["url"])
	if err != nil || address.Host == "" {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "The address of the feed is missing.").WithField("url").
			WithHint("Fill it in.")
	}
	c := &conn{env: env, address: address, kind: env.Config["kind"], ours: map[string]bool{}, every: every}
	for _, name := range connector.List(env.Config["our_names"]) {
		c.ours[plainName(name)] = true
	}
	if d, err := time.ParseDuration(env.Config["minutes"] + "m"); err == nil && d > 0 {
		c.every = d
	}
	return c, nil
}

// plainName is a name as it is compared.
func plainName(name string) string { return strings.Join(strings.Fields(strings.ToLower(name)), " ") }
