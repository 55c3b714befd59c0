package capture

import (
	"net/url"
	"strings"
)

func readReddit(u *url.URL) Link {
	steps := parts(u)
	post := after(steps, "comments")
	if u.Host == "redd.it" && len(steps) > 0 {
		post = steps[0]
	}
	if post = strings.ToLower(post); !form.base36.MatchString(post) {
		return profile("https://www.reddit.com", u)
	}
	link := Link{ID: "t3_" + post, URL: "https://www.reddit.com/comments/" + post, Post: true}
	comment := after(steps, "comment")
	if len(steps) == 6 && steps[2] == "comments" {
		comment = steps[5]
	}
	if comment = strings.ToLower(comment); form.base36.MatchString(comment) {
		return Link{ID: "t1_" + comment, Thread: link.ID, URL: link.URL + "/comment/" + comment, Post: true}
	}
	return link
}

func readTrustpilot(u *url.URL) Link {
	steps := parts(u)
	if id := strings.ToLower(after(steps, "reviews")); form.objectID.MatchString(id) {
		return Link{ID: id, URL: "https://www.trustpilot.com/reviews/" + id, Post: true}
	}
	return profile("https://www.trustpilot.com", u)
}

// readMaps takes the pages of maps alone; what else is at google.com is a website.
func readMaps(u *url.URL) Link {
	steps := parts(u)
	maps := strings.HasPrefix(u.Host, "maps.")
	if !maps && (len(steps) == 0 || steps[0] != "maps") {
		return readWebsite(u)
	}
	if found := form.mapsReview.FindStringSubmatch(u.Path); found != nil && strings.Contains(u.Path, "/reviews/") {
		return Link{ID: found[1], URL: "https://www.google.com" + u.EscapedPath(), Post: true}
	}
	if cid := u.Query().Get("cid"); form.digits.MatchString(cid) {
		return Link{ID: "place:" + cid, URL: "https://www.google.com/maps?cid=" + cid}
	}
	if place := after(steps, "place"); place != "" {
		return Link{ID: "place:" + strings.ToLower(place), URL: "https://www.google.com/maps/place/" + url.PathEscape(place)}
	}
	return profile("", u)
}

// readAppStore tells the app; its reviews have no addresses of their own.
func readAppStore(u *url.URL) Link {
	steps := parts(u)
	for _, step := range steps {
		if form.appID.MatchString(step) {
			land := "us"
			if len(steps[0]) == 2 {
				land = strings.ToLower(steps[0])
			}
			return Link{ID: land + "/" + step, URL: "https://apps.apple.com/" + land + "/app/" + step + "?see-all=reviews"}
		}
	}
	return profile("https://apps.apple.com", u)
}

func readPlay(u *url.URL) Link {
	app := u.Query().Get("id")
	if !form.packageName.MatchString(app) || len(app) > 200 {
		return profile("https://play.google.com", u)
	}
	page := Link{ID: app, URL: "https://play.google.com/store/apps/details?id=" + app}
	if review := u.Query().Get("reviewId"); form.reviewID.MatchString(review) {
		return Link{ID: review, Thread: app, URL: page.URL + "&reviewId=" + url.QueryEscape(review), Post: true}
	}
	return page
}

// readBluesky gives the address that the protocol itself uses. It is that of the connector only where the address in hand
// names the author by their lasting identifier.
func readBluesky(u *url.URL) Link {
	steps := parts(u)
	who, key := after(steps, "profile"), after(steps, "post")
	if !strings.HasPrefix(who, "did:") {
		who = strings.ToLower(who)
	}
	if !form.atProfile.MatchString(who) || !form.recordKey.MatchString(key) {
		return profile("https://bsky.app", u)
	}
	link := Link{ID: "at://" + who + "/app.bsky.feed.post/" + key, URL: "https://bsky.app/profile/" + who + "/post/" + key, Post: true}
	if !strings.HasPrefix(who, "did:") {
		link.Handle = "@" + who
	}
	return link
}

func readHackerNews(u *url.URL) Link {
	id := u.Query().Get("id")
	if u.Path != "/item" || !form.digits.MatchString(id) {
		return profile("https://news.ycombinator.com", u)
	}
	return Link{ID: id, URL: "https://news.ycombinator.com/item?id=" + id, Post: true}
}

// readMastodon takes an address that is written as Mastodon writes those of posts, whatever the server; it is empty for
// any other.
func readMastodon(u *url.URL) Link {
	steps := parts(u)
	if len(steps) == 4 && steps[0] == "users" && steps[2] == "statuses" {
		steps = []string{"@" + steps[1], steps[3]}
	}
	if len(steps) == 3 && steps[0] == "web" {
		steps = steps[1:]
	}
	if len(steps) != 2 || !form.fediverseUser.MatchString(steps[0]) || !form.fediverseID.MatchString(steps[1]) {
		return Link{}
	}
	who := strings.ToLower(steps[0])
	link := Link{ID: u.Host + "/" + who + "/" + steps[1], URL: "https://" + u.Host + "/" + who + "/" + steps[1], Handle: who, Post: true}
	if strings.Count(who, "@") == 1 {
		link.Handle += "@" + u.Host
	}
	return link
}
