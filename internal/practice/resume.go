package practice

import (
	"slices"
	"strings"
	"time"
)

// resume tells a new script who has spoken already, so that nobody says everything again when the process is started
// anew: whoever waited goes on waiting, whoever has thanked is gone.
func (n *Network) resume(s *Script) {
	said := n.sayings()
	for now := n.options.Clock.Now(); s.more(); {
		c := s.following()
		own := said[strings.ToLower(c.handle)]
		if !slices.ContainsFunc(own, func(p Post) bool { return p.Text == s.line(c.scene.opening) }) {
			return
		}
		s.arrived++
		c.catchUp(own, s, now)
		s.cast = append(s.cast, c)
	}
}

// sayings are the posts of everybody who is no company, by handle in small letters, oldest first.
func (n *Network) sayings() map[string][]Post {
	n.mu.Lock()
	defer n.mu.Unlock()
	said := map[string][]Post{}
	for _, id := range n.order {
		if post := n.posts[id]; post != nil && !post.Company {
			said[post.AuthorID()] = append(said[post.AuthorID()], *post)
		}
	}
	return said
}

// catchUp brings a customer to where their own posts say they are.
func (c *customer) catchUp(own []Post, s *Script, now time.Time) {
	c.mood = moodWaiting
	for _, post := range own {
		c.own, c.last = append(c.own, post.ID), post.ID
		switch post.Text {
		case s.line(c.scene.ask):
			c.asked = true
		case s.line(c.scene.angry), s.line(c.scene.furious):
			c.anger++
		case s.line(c.scene.thanks):
			c.mood = moodGone
		}
	}
	if c.at = (time.Time{}); c.mood == moodWaiting {
		c.at = s.patience(c, now)
	}
}
