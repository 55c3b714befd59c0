package capture

import (
	"net/url"
	"slices"
	"strings"
)

// readWebsite is any page: its address without what changes nothing.
func readWebsite(u *url.URL) Link {
	plain := url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimRight(u.Path, "/")}
	query := u.Query()
	for name := range query {
		if form.tracking.MatchString(strings.ToLower(name)) {
			query.Del(name)
		}
	}
	plain.RawQuery = query.Encode() // in the order of names
	link := Link{Network: Website, Thread: bareHost(plain.Host) + strings.TrimPrefix(plain.String(), plain.Scheme+"://"+plain.Host)}
	if form.anchor.MatchString(u.Fragment) {
		plain.Fragment, link.Post = u.Fragment, true
	}
	link.URL = plain.String()
	link.ID = bareHost(plain.Host) + strings.TrimPrefix(link.URL, plain.Scheme+"://"+plain.Host)
	if link.Thread == link.ID {
		link.Thread = ""
	}
	return link
}

// bareHost is a host without what leads to another look of the same page.
func bareHost(host string) string {
	for _, front := range []string{"www.", "m.", "mobile.", "amp.", "old.", "new."} {
		if rest, cut := strings.CutPrefix(host, front); cut && strings.Contains(rest, ".") {
			return rest
		}
	}
	return host
}

// parts are the steps of a path.
func parts(u *url.URL) []string {
	return slices.DeleteFunc(strings.Split(u.Path, "/"), func(part string) bool { return part == "" })
}

// after is what follows a step of a path, empty when nothing does.
func after(steps []string, step string) string {
	if at := slices.Index(steps, step); at >= 0 && at+1 < len(steps) {
		return steps[at+1]
	}
	return ""
}

// afterAny is what follows the first of some steps that something follows.
func afterAny(steps []string, names ...string) string {
	for _, name := range names {
		if found := after(steps, name); found != "" {
			return found
		}
	}
	return ""
}

// profile is a page that is nobody's post.
func profile(address string, u *url.URL) Link {
	plain := *u
	if address != "" {
		plain.Scheme, plain.Host = "https", strings.TrimPrefix(address, "https://")
	}
	page := readWebsite(&plain)
	return Link{ID: page.ID, URL: page.URL}
}
