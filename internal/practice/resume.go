package practice

import (
	"slices"
	"strings"
	"time"
)

// resume tells a new script who has spoken already, so that nobody says everything again when the process is started
// anew: whoever waited goes on waiting, whoever was answered waits for nothing, whoever has thanked is gone.
func (n *Network) resume(s *Script) {
	threads := n.threads()
	for now := n.options.Clock.Now(); s.more(); {
		c := s.following()
		thread := c.opened(threads, s)
		if thread == nil {
			return
		}
		s.arrived++
		c.catchUp(thread, s, now)
		s.cast = append(s.cast, c)
	}
}

// threads are all posts in the order they became visible: by their thread, and those by who began it, in small letters.
func (n *Network) threads() map[string][][]Post {
	n.mu.Lock()
	defer n.mu.Unlock()
	var roots []string
	posts := map[string][]Post{}
	for _, id := range n.order {
		if post := n.posts[id]; post != nil {
			if post.Root == id {
				roots = append(roots, id)
			}
			posts[post.Root] = append(posts[post.Root], *post)
		}
	}
	threads := map[string][][]Post{}
	for _, root := range roots {
		author := n.posts[root].AuthorID()
		threads[author] = append(threads[author], posts[root])
	}
	return threads
}

// opened is the thread that the customer began with what the scene says to this company, nil when there is none.
func (c *customer) opened(threads map[string][][]Post, s *Script) []Post {
	for _, thread := range threads[strings.ToLower(c.handle)] {
		for _, post := range thread {
			if post.ID == post.Root && post.Text == s.line(c.scene.opening) {
				return thread
			}
		}
	}
	return nil
}

// catchUp brings a customer to where their thread says they are.
func (c *customer) catchUp(thread []Post, s *Script, now time.Time) {
	c.at = time.Time{}
	for _, post := range thread {
		switch {
		case post.AuthorID() == strings.ToLower(c.handle):
			c.recall(post, s)
		case post.Company && slices.Contains(c.own, post.ReplyTo) && c.mood == moodWaiting:
			c.mood, c.last = moodQuiet, post.ID
		}
	}
	if c.mood == moodWaiting {
		c.at = s.patience(c, now)
	}
}

// recall takes in what the customer said before.
func (c *customer) recall(post Post, s *Script) {
	c.own, c.last, c.mood = append(c.own, post.ID), post.ID, moodWaiting
	switch post.Text {
	case s.line(c.scene.ask):
		c.asked = true
	case s.line(c.scene.angry), s.line(c.scene.furious):
		c.anger++
	case s.line(c.scene.thanks):
		c.mood = moodGone
	}
}
