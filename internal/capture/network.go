package capture

import (
	"net/url"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/connector"
)

// Lane is the way in of what people bring, and notifications.
const Lane connector.Lane = "capture"

// Network is a place whose addresses are understood.
type Network struct {
	Key  switchboard.NetworkKey
	Name string // as people know it
	// Reviews says that what is said there is reviews.
	Reviews bool
	hosts   []string
	mail    []string // further domains from which it sends notifications
	read    func(*url.URL) Link
}

// Website is the network of every address that is of no other.
const Website switchboard.NetworkKey = "website"

// Mastodon is the network of every server that writes its addresses as Mastodon does.
const Mastodon switchboard.NetworkKey = "mastodon"

// Networks lists what is understood, in the order people look for it.
func Networks() []Network {
	return []Network{
		{Key: "x", Name: "X", hosts: []string{"x.com", "twitter.com"}, read: readX},
		{Key: "facebook", Name: "Facebook", hosts: []string{"facebook.com", "fb.com"}, mail: []string{"facebookmail.com"}, read: readFacebook},
		{Key: "instagram", Name: "Instagram", hosts: []string{"instagram.com", "instagr.am"}, mail: []string{"facebookmail.com"}, read: readInstagram},
		{Key: "linkedin", Name: "LinkedIn", hosts: []string{"linkedin.com"}, read: readLinkedIn},
		{Key: "youtube", Name: "YouTube", hosts: []string{"youtube.com", "youtu.be"}, mail: []string{"google.com"}, read: readYouTube},
		{Key: "tiktok", Name: "TikTok", hosts: []string{"tiktok.com"}, read: readTikTok},
		{Key: "threads", Name: "Threads", hosts: []string{"threads.com", "threads.net"}, mail: []string{"facebookmail.com", "instagram.com"}, read: readThreads},
		{Key: "reddit", Name: "Reddit", hosts: []string{"reddit.com", "redd.it"}, mail: []string{"redditmail.com"}, read: readReddit},
		{Key: "trustpilot", Name: "Trustpilot", Reviews: true, hosts: []string{"trustpilot.com"}, read: readTrustpilot},
		{Key: "google_maps", Name: "Google Maps", Reviews: true, hosts: []string{"maps.google.com", "google.com"}, mail: []string{"google.com"}, read: readMaps},
		{Key: "app_store", Name: "App Store", Reviews: true, hosts: []string{"apps.apple.com", "itunes.apple.com"}, mail: []string{"apple.com"}, read: readAppStore},
		{Key: "play_store", Name: "Google Play", Reviews: true, hosts: []string{"play.google.com"}, mail: []string{"google.com"}, read: readPlay},
		{Key: "bluesky", Name: "Bluesky", hosts: []string{"bsky.app"}, read: readBluesky},
		{Key: "hacker_news", Name: "Hacker News", hosts: []string{"news.ycombinator.com"}, read: readHackerNews},
		{Key: Mastodon, Name: "Mastodon", read: readMastodon},
		{Key: Website, Name: "Website"},
	}
}

// Find returns the network with a key. An unknown one is refused with code unsupported and the names that are known.
func Find(key switchboard.NetworkKey) (Network, error) {
	all := Networks()
	var keys []string
	for _, n := range all {
		if n.Key == key {
			return n, nil
		}
		keys = append(keys, string(n.Key))
	}
	return Network{}, switchboard.Refuse(switchboard.CodeUnsupported, "No network of that name can be worked by hand.").
		WithField("network").WithHint("Known are: " + strings.Join(keys, ", ") + ".")
}

// networkOf finds the network a host belongs to. The longest host counts, since play.google.com is another place than
// google.com.
func networkOf(host string) (Network, bool) {
	best, length := Network{}, 0
	for _, n := range Networks() {
		for _, of := range n.hosts {
			if len(of) > length && (host == of || strings.HasSuffix(host, "."+of)) {
				best, length = n, len(of)
			}
		}
	}
	return best, length > 0
}

// shorteners hide where they lead; only opening one tells.
var shorteners = []string{"t.co", "bit.ly", "lnkd.in", "fb.me", "fb.watch", "vm.tiktok.com", "vt.tiktok.com", "goo.gl",
	"maps.app.goo.gl", "g.co", "tinyurl.com", "ow.ly", "buff.ly", "trib.al", "dlvr.it", "is.gd", "l.instagram.com",
	"l.facebook.com", "lm.facebook.com", "g.page"}

func shortened(host string) bool { return slices.Contains(shorteners, host) }
