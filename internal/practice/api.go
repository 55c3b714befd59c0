package practice

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// longestWait is how long a request for events may stay open.
const longestWait = 30 * time.Second

type selfView struct {
	ID     string `json:"id"`
	Handle string `json:"handle"`
	Name   string `json:"name"`
	URL    string `json:"url"`
}

func (w *web) me(rw http.ResponseWriter, r *http.Request, account Account, f fate) {
	self := Post{Handle: account.Handle}
	w.give(rw, http.StatusOK, selfView{self.AuthorID(), account.Handle, account.Name, address(r, "")}, f.fault)
}

// postView is a post as the API shows it.
type postView struct {
	Post
	AuthorID string   `json:"author_id"`
	URL      string   `json:"url"`
	Mentions []string `json:"mentions,omitempty"`
}

func view(r *http.Request, post Post, account Account) postView {
	return viewAt(address(r, ""), post, account)
}

// viewAt is a post as it is shown to an account by the network served at base.
func viewAt(base string, post Post, account Account) postView {
	if post.Handle != account.Handle {
		post.ClientKey = ""
	}
	return postView{Post: post, AuthorID: post.AuthorID(), URL: base + "/p/" + post.ID, Mentions: post.Mentions()}
}

// Shown is an event as the network served at base tells it to an account: what its connector reads.
func (e Event) Shown(base string, account Account) ([]byte, error) {
	return json.Marshal(eventView{e.Seq, e.Kind, viewAt(base, e.Post, account), e.ReplyToAuthor})
}

// address is where people see a post.
func address(r *http.Request, id string) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	if id == "" {
		return scheme + "://" + r.Host + "/practice"
	}
	return scheme + "://" + r.Host + "/practice/p/" + id
}

type eventView struct {
	Seq           int64     `json:"seq"`
	Kind          EventKind `json:"kind"`
	Post          any       `json:"post"`
	ReplyToAuthor string    `json:"reply_to_author,omitempty"`
}

type pageView struct {
	Events []eventView `json:"events"`
	Next   int64       `json:"next"`
	Gap    *Jump       `json:"gap,omitempty"`
	More   bool        `json:"more"`
}

func (w *web) events(rw http.ResponseWriter, r *http.Request, account Account, f fate) {
	values := r.URL.Query()
	number := func(name string) int64 {
		value, err := strconv.ParseInt(values.Get(name), 10, 64)
		if err != nil {
			return 0
		}
		return max(value, 0)
	}
	q := Query{About: account.Handle, After: number("after"), Until: number("until"), Limit: int(min(number("limit"), 500)),
		Stream: values.Get("stream") == "1"}
	patience := min(time.Duration(min(number("wait"), 3600))*time.Second, longestWait)
	page, err := w.net.Await(r.Context(), q, patience)
	if err != nil {
		return // the client has gone
	}
	out := pageView{Events: []eventView{}, Next: page.Next, Gap: page.Gap, More: page.More}
	for _, e := range page.Events {
		out.Events = append(out.Events, eventView{e.Seq, e.Kind, view(r, e.Post, account), e.ReplyToAuthor})
	}
	if f.fault == FaultStrange {
		out.Events = append([]eventView{{Seq: q.After, Kind: EventPost, Post: 42}}, out.Events...)
	}
	w.give(rw, http.StatusOK, out, f.fault)
}

func (w *web) byID(rw http.ResponseWriter, r *http.Request, account Account, f fate) {
	post, err := w.net.Get(r.PathValue("id"))
	w.answer(rw, r, account, outcome{post, err, http.StatusOK, f.fault})
}

func (w *web) byKey(rw http.ResponseWriter, r *http.Request, account Account, f fate) {
	post, err := w.net.ByKey(account.Handle, r.URL.Query().Get("client_key"))
	w.answer(rw, r, account, outcome{post, err, http.StatusOK, f.fault})
}

type postForm struct {
	Text      string `json:"text"`
	ReplyTo   string `json:"reply_to"`
	ClientKey string `json:"client_key"`
}

func (w *web) form(rw http.ResponseWriter, r *http.Request) (postForm, bool) {
	var form postForm
	if err := json.NewDecoder(r.Body).Decode(&form); err != nil {
		w.refuse(rw, fmt.Errorf("request: %w", err))
		return form, false
	}
	return form, true
}

func (w *web) post(rw http.ResponseWriter, r *http.Request, account Account, f fate) {
	form, ok := w.form(rw, r)
	if !ok || w.limited(rw, account.Handle, RatePoints, RateWindow) {
		return
	}
	post, again, err := w.net.answer(Saying{Handle: account.Handle, Name: account.Name, Text: form.Text,
		ReplyTo: form.ReplyTo, ClientKey: form.ClientKey, Hide: f.hide})
	status := http.StatusCreated
	if again {
		status = http.StatusOK
	}
	w.answer(rw, r, account, outcome{post, err, status, f.fault})
}

func (w *web) edit(rw http.ResponseWriter, r *http.Request, account Account, f fate) {
	form, ok := w.form(rw, r)
	if !ok || w.limited(rw, account.Handle, RatePoints, RateWindow) {
		return
	}
	post, err := w.net.Edit(account.Handle, r.PathValue("id"), form.Text)
	w.answer(rw, r, account, outcome{post, err, http.StatusOK, f.fault})
}

func (w *web) remove(rw http.ResponseWriter, r *http.Request, account Account, f fate) {
	if w.limited(rw, account.Handle, RatePoints, RateWindow) {
		return
	}
	post, err := w.net.Delete(account.Handle, r.PathValue("id"))
	w.answer(rw, r, account, outcome{post, err, http.StatusOK, f.fault})
}

// hidden hides a post with PUT and shows it again with DELETE.
func (w *web) hidden(rw http.ResponseWriter, r *http.Request, account Account, f fate) {
	if w.limited(rw, account.Handle, RatePoints, RateWindow) {
		return
	}
	post, err := w.net.Hide(account.Handle, r.PathValue("id"), r.Method == http.MethodPut)
	w.answer(rw, r, account, outcome{post, err, http.StatusOK, f.fault})
}

type outcome struct {
	post   Post
	err    error
	status int
	fault  Fault
}

func (w *web) answer(rw http.ResponseWriter, r *http.Request, account Account, o outcome) {
	if o.err != nil && o.fault != FaultNone {
		_, said := statusOf(o.err)
		w.give(rw, http.StatusOK, said, o.fault)
		return
	}
	if o.err != nil {
		w.refuse(rw, o.err)
		return
	}
	w.give(rw, o.status, view(r, o.post, account), o.fault)
}

// climateForm is a Climate with its delay in seconds.
type climateForm struct {
	Account   string  `json:"account"`
	Mode      Mode    `json:"mode"`
	Seconds   float64 `json:"seconds"`
	Next      []Fault `json:"next,omitempty"`
	NextReads []Fault `json:"next_reads,omitempty"`
}

func (w *web) climate(rw http.ResponseWriter, r *http.Request) {
	c := w.net.Climate(r.URL.Query().Get("account"))
	w.give(rw, http.StatusOK, climateForm{c.Account, c.Mode, c.Delay.Seconds(), c.Next, c.NextReads}, FaultNone)
}

func (w *web) setClimate(rw http.ResponseWriter, r *http.Request) {
	var form climateForm
	if err := json.NewDecoder(r.Body).Decode(&form); err != nil {
		w.refuse(rw, fmt.Errorf("request: %w", err))
		return
	}
	if form.Mode == "" {
		form.Mode = ModeNormal
	}
	if err := w.net.SetClimate(Climate{form.Account, form.Mode, seconds(form.Seconds), form.Next, form.NextReads}); err != nil {
		w.refuse(rw, err)
		return
	}
	w.give(rw, http.StatusOK, form, FaultNone)
}

// seconds reads a delay; what cannot be one is out of bounds and will be refused.
func seconds(s float64) time.Duration {
	if s >= 0 && s <= MaxDelay.Seconds() {
		return time.Duration(s * float64(time.Second))
	}
	return -1
}
