package practice

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard"
)

const (
	pageThreads = 25  // threads on one page of the timeline
	pagePosts   = 300 // posts of one thread that are shown
	pageDepth   = 4   // how far replies are indented; deeper ones stay at this indent
)

var pages = template.Must(template.New("page.html").Funcs(template.FuncMap{"ago": ago, "initials": initials, "marked": marked}).ParseFS(assets, "page.html"))

// typeface makes the console's letters ours as well.
const typeface = `@font-face { font-family: "Hanken Grotesk"; font-weight: 100 900; font-display: swap; src: url(%q) format("woff2"); }
`

// branch is a post with what answers it.
type branch struct {
	Post
	Depth   int
	Now     time.Time
	Replies []branch
}

type pageData struct {
	Title    string
	Threads  []branch
	Older    string // where the next page begins
	Single   bool   // one thread alone
	To       string // only threads that name this company
	Waits    []wait
	Manages  bool // may change the weather
	Accounts []Account
	Climate  Climate
	Seconds  int
	Modes    []Mode
	Trouble  trouble
	Handle   string // as given with what was refused
	Name     string
	Text     string
	ReplyTo  string
	Answered string // handle of who wrote what is answered
	MaxText  int
}

// trouble is what a page says of something that was refused.
type trouble struct{ Text, WayOut, Field string }

// troubleOf keeps of an error what a visitor may see, and the answer's status.
func troubleOf(err error) (trouble, int) {
	status, r := statusOf(err)
	t := trouble{Text: r.Text, WayOut: "Load the page again and send less.", Field: r.Field}
	var own *switchboard.Error
	if errors.As(err, &own) {
		t.WayOut = own.Hint
	}
	if r.Code == switchboard.CodeInternal {
		t = trouble{Text: "Something went wrong.", WayOut: "Try again; if it stays, the log of the server has the cause."}
	}
	return t, status
}

func (w *web) timeline(rw http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	w.show(rw, r, http.StatusOK, w.net.timeline(q.Get("before"), q.Get("to")))
}

func (w *web) thread(rw http.ResponseWriter, r *http.Request) {
	post, err := w.net.Get(r.PathValue("id"))
	if err != nil {
		said, status := troubleOf(err)
		w.show(rw, r, status, pageData{Title: "Not here", Single: true, Trouble: said})
		return
	}
	w.show(rw, r, http.StatusOK, w.net.thread(post))
}

func (w *web) show(rw http.ResponseWriter, r *http.Request, status int, data pageData) {
	data.Waits, data.Manages = waits(data.Threads), w.manages(r)
	data.Accounts, data.Modes, data.Climate = w.net.Accounts(), Modes(), w.net.Climate("")
	data.Seconds, data.MaxText = int(data.Climate.Delay.Seconds()), MaxText
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.WriteHeader(status)
	pages.Execute(rw, data) //nolint:errcheck // the reader has gone
}

func (w *web) style(rw http.ResponseWriter, _ *http.Request) {
	sheet, err := assets.ReadFile("style.css")
	if err != nil {
		http.Error(rw, "no style", http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "text/css; charset=utf-8")
	if w.typeface != "" {
		fmt.Fprintf(rw, typeface, w.typeface) //nolint:errcheck // the reader has gone
	}
	rw.Write(sheet) //nolint:errcheck // the reader has gone
}

// say takes the form of the page.
func (w *web) say(rw http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		w.refusePage(rw, r, err, Saying{})
		return
	}
	saying := Saying{Handle: r.PostForm.Get("handle"), Name: r.PostForm.Get("name"), Text: r.PostForm.Get("text"),
		ReplyTo: r.PostForm.Get("reply_to")}
	if wait, ok := w.net.allow("visitors", visitorRate, visitorEvery); !ok {
		rw.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
		w.refusePage(rw, r, switchboard.Refuse(switchboard.CodeRateLimited, "Too many posts at once.").
			WithHint("Wait a moment, then post it again; your words are kept below."), saying)
		return
	}
	post, err := w.net.Say(saying)
	if err != nil {
		w.refusePage(rw, r, err, saying)
		return
	}
	http.Redirect(rw, r, "/practice/p/"+url.PathEscape(post.Root)+"#"+url.PathEscape(post.ID), http.StatusSeeOther)
}

// refusePage says what was wrong on the timeline, with the form filled in as it was sent.
func (w *web) refusePage(rw http.ResponseWriter, r *http.Request, err error, saying Saying) {
	data := w.net.timeline("", "")
	said, status := troubleOf(err)
	data.Title, data.Trouble, data.Handle, data.Name = "Not posted", said, saying.Handle, saying.Name
	data.Text, data.ReplyTo = saying.Text, saying.ReplyTo
	if parent, err := w.net.Get(saying.ReplyTo); err == nil {
		data.Answered = parent.Handle
	}
	w.show(rw, r, status, data)
}

// changeWeather takes the form of the scene.
func (w *web) changeWeather(rw http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		w.refusePage(rw, r, err, Saying{})
		return
	}
	climate := Climate{Account: r.PostForm.Get("account"), Mode: Mode(r.PostForm.Get("mode"))}
	if text := strings.TrimSpace(r.PostForm.Get("seconds")); text != "" {
		delay, err := strconv.ParseFloat(text, 64)
		if err != nil {
			delay = -1 // out of bounds, which will be said
		}
		climate.Delay = seconds(delay)
	}
	if err := w.net.SetClimate(climate); err != nil {
		data := w.net.timeline("", "")
		said, status := troubleOf(err)
		data.Title, data.Trouble = "Not changed", said
		w.show(rw, r, status, data)
		return
	}
	http.Redirect(rw, r, "/practice", http.StatusSeeOther)
}

// timeline is the newest threads that began before a post, the newest first.
func (n *Network) timeline(before, to string) pageData {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.settle()
	data := pageData{Title: "Practice network", To: to}
	children := n.children()
	for _, id := range slices.Backward(n.order) {
		post := n.posts[id]
		if post.ReplyTo != "" && n.posts[post.ReplyTo] != nil || before != "" && id >= before || !n.concerns(*post, to) {
			continue
		}
		if len(data.Threads) == pageThreads {
			data.Older = data.Threads[pageThreads-1].ID
			break
		}
		room := pagePosts / 4
		data.Threads = append(data.Threads, n.grow(id, children, 0, &room))
	}
	return data
}

func (n *Network) thread(post Post) pageData {
	n.mu.Lock()
	defer n.mu.Unlock()
	root := post.Root
	if n.posts[root] == nil {
		root = post.ID
	}
	room := pagePosts
	return pageData{Title: "Thread of " + post.Handle, Single: true,
		Threads: []branch{n.grow(root, n.children(), 0, &room)}}
}

// children lists what answers what, oldest first.
func (n *Network) children() map[string][]string {
	list := map[string][]string{}
	for _, id := range n.order {
		if parent := n.posts[id].ReplyTo; parent != "" {
			list[parent] = append(list[parent], id)
		}
	}
	return list
}

func (n *Network) grow(id string, children map[string][]string, depth int, room *int) branch {
	b := branch{Post: *n.posts[id], Depth: min(depth, pageDepth), Now: n.options.Clock.Now()}
	for _, child := range children[id] {
		if *room--; *room < 0 || depth > pagePosts {
			break
		}
		b.Replies = append(b.Replies, n.grow(child, children, depth+1, room))
	}
	return b
}

// ago says how long ago something was, in one unit.
func ago(now, at time.Time) string {
	d := now.Sub(at)
	switch {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return strconv.Itoa(int(d.Minutes())) + " min"
	case d < 48*time.Hour:
		return strconv.Itoa(int(d.Hours())) + " h"
	}
	return strings.TrimPrefix(at.UTC().Format("2 Jan 2006"), "0")
}
