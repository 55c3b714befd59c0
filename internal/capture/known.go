package capture

import (
	"net/url"
	"strings"
)

// at is a handle as people write it.
func at(handle string) string { return "@" + strings.TrimPrefix(strings.ToLower(handle), "@") }

func readX(u *url.URL) Link {
	steps := parts(u)
	id := afterAny(steps, "status", "statuses")
	if !form.statusID.MatchString(id) {
		return profile("https://x.com", u)
	}
	link := Link{ID: id, URL: "https://x.com/i/status/" + id, Post: true}
	if who := steps[0]; who != "i" && who != "status" && who != "statuses" && form.name.MatchString(who) {
		link.Handle, link.URL = at(who), "https://x.com/"+strings.ToLower(who)+"/status/"+id
	}
	return link
}

func readFacebook(u *url.URL) Link {
	steps, query := parts(u), u.Query()
	post := afterAny(steps, "posts", "permalink", "videos", "reel")
	for _, field := range []string{"story_fbid", "fbid", "v"} {
		if post == "" {
			post = query.Get(field)
		}
	}
	if at := strings.LastIndexByte(post, ':'); at >= 0 {
		post = post[at+1:]
	}
	if !form.shortcode.MatchString(post) {
		return profile("https://www.facebook.com", u)
	}
	plain := url.URL{Scheme: "https", Host: "www.facebook.com", Path: strings.TrimRight(u.Path, "/")}
	link := Link{ID: post, URL: withQuery(plain, query, "story_fbid", "fbid", "v", "id"), Post: true}
	comment := query.Get("reply_comment_id")
	if comment == "" {
		comment = query.Get("comment_id")
	}
	if form.digits.MatchString(comment) {
		query.Set("comment_id", comment)
		return Link{ID: post + "_" + comment, Thread: post, Post: true,
			URL: withQuery(plain, query, "story_fbid", "fbid", "v", "id", "comment_id")}
	}
	if len(steps) > 1 && steps[1] == "posts" && form.name.MatchString(steps[0]) && !form.digits.MatchString(steps[0]) {
		link.Handle = strings.ToLower(steps[0])
	}
	return link
}

// withQuery is an address with the named parameters alone.
func withQuery(plain url.URL, query url.Values, names ...string) string {
	kept := url.Values{}
	for _, name := range names {
		if value := query.Get(name); value != "" {
			kept.Set(name, value)
		}
	}
	plain.RawQuery = kept.Encode()
	return plain.String()
}

func readInstagram(u *url.URL) Link {
	steps := parts(u)
	for _, step := range []string{"p", "reel", "reels", "tv"} {
		code := after(steps, step)
		if !form.shortcode.MatchString(code) {
			continue
		}
		link := Link{ID: code, URL: "https://www.instagram.com/p/" + code + "/", Post: true}
		if comment := after(steps, "c"); form.digits.MatchString(comment) {
			return Link{ID: code + "_" + comment, Thread: code, URL: link.URL + "c/" + comment + "/", Post: true}
		}
		if steps[0] != step && form.name.MatchString(steps[0]) {
			link.Handle = at(steps[0])
		}
		return link
	}
	return profile("https://www.instagram.com", u)
}

func readLinkedIn(u *url.URL) Link {
	if c := form.commentOn.FindStringSubmatch(u.Query().Get("commentUrn")); c != nil {
		post := "urn:li:" + c[1] + ":" + c[2]
		return Link{ID: "urn:li:comment:(" + c[1] + ":" + c[2] + "," + c[3] + ")", Thread: post, Post: true,
			URL: "https://www.linkedin.com/feed/update/" + post + "?commentUrn=" + url.QueryEscape("urn:li:comment:("+c[1]+":"+c[2]+","+c[3]+")")}
	}
	found := form.activity.FindStringSubmatch(u.Path)
	if found == nil {
		return profile("https://www.linkedin.com", u)
	}
	id := "urn:li:" + found[1] + ":" + found[2]
	link := Link{ID: id, URL: "https://www.linkedin.com/feed/update/" + id, Post: true}
	if who, _, told := strings.Cut(after(parts(u), "posts"), "_"); told {
		link.Handle = strings.ToLower(who)
	}
	return link
}

func readYouTube(u *url.URL) Link {
	steps, query := parts(u), u.Query()
	video := query.Get("v")
	if video == "" {
		video = afterAny(steps, "shorts", "live", "embed", "v")
	}
	if u.Host == "youtu.be" && len(steps) > 0 {
		video = steps[0]
	}
	if post := after(steps, "post"); form.shortcode.MatchString(post) {
		return commented(Link{ID: post, URL: "https://www.youtube.com/post/" + post, Post: true}, "?lc=", query.Get("lc"))
	}
	if !form.videoID.MatchString(video) {
		return profile("https://www.youtube.com", u)
	}
	return commented(Link{ID: video, URL: "https://www.youtube.com/watch?v=" + video, Post: true}, "&lc=", query.Get("lc"))
}

// commented is the comment under what a link names, if there is one.
func commented(under Link, field, id string) Link {
	if !form.commentID.MatchString(id) {
		return under
	}
	return Link{ID: id, Thread: under.ID, URL: under.URL + field + id, Post: true}
}

func readTikTok(u *url.URL) Link {
	steps := parts(u)
	id := afterAny(steps, "video", "photo")
	if id == "" {
		id = strings.TrimSuffix(after(steps, "v"), ".html")
	}
	if !form.statusID.MatchString(id) {
		return profile("https://www.tiktok.com", u)
	}
	link := Link{ID: id, URL: "https://www.tiktok.com/@/video/" + id, Post: true}
	if who, told := strings.CutPrefix(steps[0], "@"); told && form.name.MatchString(who) {
		link.Handle, link.URL = at(who), "https://www.tiktok.com/"+at(who)+"/video/"+id
	}
	return link
}

func readThreads(u *url.URL) Link {
	steps := parts(u)
	code := afterAny(steps, "post", "t")
	if !form.shortcode.MatchString(code) {
		return profile("https://www.threads.com", u)
	}
	link := Link{ID: code, URL: "https://www.threads.com/t/" + code, Post: true}
	if who, told := strings.CutPrefix(steps[0], "@"); told && form.name.MatchString(who) {
		link.Handle, link.URL = at(who), "https://www.threads.com/"+at(who)+"/post/"+code
	}
	return link
}
