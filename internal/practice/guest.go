package practice

import (
	"math/rand/v2"
	"strings"
	"time"
)

// Guest is a customer who has spoken before a script began, and what they still have to say in it.
type Guest struct {
	Handle, Name, Lang          string
	Opening                     string // what their thread began with
	Ask, Thanks, Angry, Furious string // as those of a scene
}

// justNow is how long ago an answer was that a guest has yet to react to.
const justNow = time.Minute

// seat lets the script's guests go on where their threads stand: whoever was answered just now reacts, whoever was answered
// before waits for nothing, whoever spoke last waits for an answer, whoever has thanked is gone.
func (n *Network) seat(s *Script) {
	now := n.options.Clock.Now()
	for i, g := range s.options.Guests {
		c := &customer{guest: true, handle: g.Handle, random: rand.New(rand.NewPCG(s.options.Seed, uint64(i)<<32)),
			scene: scene{lang: g.Lang, handle: g.Handle, name: g.Name, opening: g.Opening, ask: g.Ask, thanks: g.Thanks,
				angry: g.Angry, furious: g.Furious}}
		found := n.reseat(c, s)
		switch {
		case found && c.mood == moodWaiting:
			c.at = s.patience(c, now)
		case found && c.mood == moodQuiet && now.Sub(c.answered) < justNow:
			c.willReact(now)
		}
		s.cast = append(s.cast, c)
	}
}

// reseat reads a guest's thread and says whether there is one.
func (n *Network) reseat(c *customer, s *Script) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	c.at, c.mood = time.Time{}, moodGone
	root := ""
	for _, id := range n.order {
		post := n.posts[id]
		mine := strings.EqualFold(post.Handle, c.handle)
		if root == "" && mine && post.ReplyTo == "" && post.Text == c.scene.opening {
			root = id
		}
		switch {
		case root == "" || post.Root != root:
		case mine:
			c.repeats(*post, s)
		case post.Company && (c.mood == moodWaiting || c.mood == moodQuiet):
			c.mood, c.last, c.answered = moodQuiet, id, post.At
		}
	}
	return root != ""
}

// repeats takes in what a guest said before.
func (c *customer) repeats(post Post, s *Script) {
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
