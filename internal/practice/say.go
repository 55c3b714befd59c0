package practice

import (
	"fmt"
	"strings"
	"time"

	"switchboard"
)

// Saying is a post to be made.
type Saying struct {
	Handle    string
	Name      string
	Text      string
	Lang      string
	ReplyTo   string
	ClientKey string        // a second post of the same account with it gives the first one back
	Hide      time.Duration // how long it stays invisible
}

// Say posts as somebody who is no company: the handle of one is refused.
func (n *Network) Say(saying Saying) (Post, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, taken := n.accounts[strings.ToLower("@"+strings.TrimPrefix(strings.TrimSpace(saying.Handle), "@"))]; taken {
		return Post{}, switchboard.Refuse(switchboard.CodeForbidden, "That handle belongs to a company.").
			WithField("handle").WithHint("Choose another one.")
	}
	post, _, err := n.say(saying, false)
	return post, err
}

// answer posts as a company. again says that the client key was seen before and this is that post.
func (n *Network) answer(saying Saying) (post Post, again bool, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.say(saying, true)
}

func (n *Network) say(saying Saying, company bool) (Post, bool, error) {
	n.settle()
	post, err := n.draft(saying, company)
	if err != nil {
		return Post{}, false, err
	}
	if id, seen := n.keys[post.AuthorID()+" "+post.ClientKey]; seen && post.ClientKey != "" && !n.options.Repeats {
		return *n.posts[id], true, nil
	}
	e := entry{Op: opPost, Post: &post}
	if saying.Hide > 0 {
		e.VisibleAt = post.At.Add(saying.Hide)
	}
	return post, false, n.record(e)
}

func (n *Network) draft(saying Saying, company bool) (Post, error) {
	handle, err := Handle(saying.Handle)
	if err != nil {
		return Post{}, err
	}
	text, err := cleanText(saying.Text)
	if err != nil {
		return Post{}, err
	}
	if len(saying.ClientKey) > maxKey || len(saying.Lang) > 35 {
		return Post{}, switchboard.Refuse(switchboard.CodeTooLarge, "The client key or language is too long.").
			WithField("client_key").WithHint("Use at most 64 bytes.")
	}
	post := Post{ID: fmt.Sprintf("p%06d", n.lastID+1), Handle: handle, Name: cleanName(saying.Name, handle), Text: text,
		Lang: saying.Lang, Company: company, ClientKey: saying.ClientKey,
		At: n.options.Clock.Now().UTC().Truncate(time.Microsecond)}
	post.Root = post.ID
	if saying.ReplyTo == "" {
		return post, nil
	}
	parent := n.posts[saying.ReplyTo]
	if parent == nil || parent.Deleted {
		return Post{}, switchboard.Refuse(switchboard.CodeNotFound, "The post it answers is not there any more.").
			WithField("reply_to").WithHint("Load the timeline again.")
	}
	post.ReplyTo, post.Root = parent.ID, parent.Root
	return post, nil
}

// Edit gives a post another text. Only its author may; a handle of somebody else is refused.
func (n *Network) Edit(handle, id, text string) (Post, error) {
	text, err := cleanText(text)
	if err != nil {
		return Post{}, err
	}
	return n.change(handle, id, entry{Op: opEdit, ID: id, Text: text})
}

// Delete takes a post down. What answers it stays.
func (n *Network) Delete(handle, id string) (Post, error) {
	return n.change(handle, id, entry{Op: opDelete, ID: id})
}

func (n *Network) change(handle, id string, e entry) (Post, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	post, err := n.standing(id)
	if err != nil {
		return Post{}, err
	}
	if !strings.EqualFold(post.Handle, handle) {
		return Post{}, switchboard.Refuse(switchboard.CodeForbidden, "Only its author may change a post.").
			WithHint("Answer it instead.")
	}
	if e.Op == opEdit && e.Text == post.Text {
		return *post, nil
	}
	err = n.record(e)
	return *post, err
}

// Hide folds somebody else's post away, which only who wrote a post above it in the thread may do, or shows it again.
func (n *Network) Hide(handle, id string, hidden bool) (Post, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	post, err := n.standing(id)
	if err != nil {
		return Post{}, err
	}
	if !n.under(*post, handle) {
		return Post{}, switchboard.Refuse(switchboard.CodeForbidden, "Only what stands under a post of your own can be hidden.").
			WithHint("Answer it instead.")
	}
	by := ""
	if hidden {
		by = handle
	}
	if post.HiddenBy == by {
		return *post, nil
	}
	err = n.record(entry{Op: opHide, ID: id, Text: by})
	return *post, err
}

// standing finds a post that can still be changed. The caller holds the lock.
func (n *Network) standing(id string) (*Post, error) {
	n.settle()
	post := n.posts[id]
	if post == nil || post.Deleted {
		return nil, notThere()
	}
	return post, nil
}

// under reports whether a post of somebody else stands below one of handle's.
func (n *Network) under(post Post, handle string) bool {
	if strings.EqualFold(post.Handle, handle) {
		return false
	}
	for above := n.posts[post.ReplyTo]; above != nil; above = n.posts[above.ReplyTo] {
		if strings.EqualFold(above.Handle, handle) {
			return true
		}
	}
	return false
}

func notThere() error {
	return switchboard.Refuse(switchboard.CodeNotFound, "There is no such post.").WithHint("Load the timeline again.")
}
