package practice

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// ScriptOptions of a Script.
type ScriptOptions struct {
	Seed     uint64 // 0 for one of the Company's own
	Start    time.Time
	Company  string        // handle of the Account the customers turn to, as Handle gives it
	Every    time.Duration // between two new customers, on average; 0 for 40 seconds
	Patience time.Duration // until somebody unanswered becomes angry, at least; 0 for 5 minutes
	Limit    int           // customers altogether; 0 for no end
	Guests   []Guest       // customers who are there already
	Opening  int           // of them come at once; the others after Every
	// Plain customers could be anybody's, know the company by Name and speak these Languages, or English.
	Plain     bool
	Name      string
	Languages []string
}

// Script is a company of simulated customers. With the same options and the same answers at the same times they say
// the same. It posts nothing itself: Due says what is to be said. It is for one goroutine.
type Script struct {
	options ScriptOptions
	random  *rand.Rand
	scenes  []scene
	cast    []*customer
	arrived int
	nextIn  time.Time
}

// Utterance is one thing a simulated customer says.
type Utterance struct {
	Saying
	who *customer
}

type mood int

const (
	moodOpening mood = iota // has not spoken yet
	moodWaiting             // spoke, and waits for an answer
	moodReply               // will say something to the answer
	moodQuiet               // will say nothing more unless answered, at most
	moodGone
)

// customer is one simulated customer.
type customer struct {
	scene  scene
	handle string
	random *rand.Rand
	mood   mood
	at     time.Time // when the next thing is said; zero for never
	last   string    // the post to answer next
	own    []string  // posts of theirs
	asked  bool
	anger  int
	guest  bool // was there before, and always reacts
	// answered is when the answer came that a guest's thread ends with.
	answered time.Time
}

// NewScript begins a script.
func NewScript(options ScriptOptions) *Script {
	if options.Every <= 0 {
		options.Every = 40 * time.Second
	}
	if options.Patience <= 0 {
		options.Patience = 5 * time.Minute
	}
	if options.Seed == 0 {
		options.Seed = seedOf(options.Company)
	}
	s := &Script{options: options, random: rand.New(rand.NewPCG(options.Seed, 0xca11)), scenes: scenes()}
	if options.Plain {
		s.scenes = plainScenes()
	}
	s.random.Shuffle(len(s.scenes), func(i, j int) { s.scenes[i], s.scenes[j] = s.scenes[j], s.scenes[i] })
	if options.Plain {
		s.scenes = spoken(s.scenes, options.Languages)
	}
	s.nextIn = options.Start
	return s
}

// seedOf gives every company a story of its own, the same whatever other companies there are.
func seedOf(company string) uint64 {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(strings.ToLower(company))) // a hash takes everything
	return sum.Sum64()
}

// Next is when something is due, zero when nothing is.
func (s *Script) Next() time.Time {
	var next time.Time
	consider := func(at time.Time) {
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	if s.more() {
		consider(s.nextIn)
	}
	for _, c := range s.cast {
		consider(c.at)
	}
	return next
}

func (s *Script) more() bool { return s.options.Limit == 0 || s.arrived < s.options.Limit }

// Due is what is to be said by now, in order. Tell Said what became of each.
func (s *Script) Due(now time.Time) []Utterance {
	s.arrive(now)
	var list []Utterance
	for _, c := range s.cast {
		if c.at.IsZero() || c.at.After(now) {
			continue
		}
		c.at = time.Time{}
		text := c.speak()
		if text == "" {
			continue
		}
		list = append(list, Utterance{who: c, Saying: Saying{Handle: c.handle, Name: c.scene.name, Lang: c.scene.lang,
			Text: s.line(text), ReplyTo: c.last}})
	}
	return list
}

// arrive brings in the customers whose time has come; after a long pause no more than ten at once.
func (s *Script) arrive(now time.Time) {
	for n := 0; s.more() && !s.nextIn.After(now); n++ {
		if n == 10 {
			s.nextIn = now
		}
		s.cast = append(s.cast, s.following())
		s.arrived++
		s.nextIn = s.nextIn.Add(s.untilNext())
		if n == 10 {
			return
		}
	}
	s.dismiss()
}

// untilNext is how long after the one who has just come the next one does.
func (s *Script) untilNext() time.Duration {
	if s.arrived < s.options.Opening {
		return 0
	}
	return s.options.Every/2 + time.Duration(s.random.Int64N(int64(s.options.Every)))
}

// following is the customer who comes next.
func (s *Script) following() *customer {
	sc := s.scenes[s.arrived%len(s.scenes)]
	handle := sc.handle
	if round := s.arrived / len(s.scenes); round > 0 {
		handle = fmt.Sprintf("%s%d", sc.handle, round+1)
	}
	return &customer{scene: sc, handle: handle, at: s.nextIn,
		random: rand.New(rand.NewPCG(s.options.Seed, uint64(s.arrived)))}
}

// line is what a scene's words are with this company.
func (s *Script) line(text string) string {
	return strings.NewReplacer("{c}", s.options.Company, "{n}", s.options.Name).Replace(text)
}

// patience is when somebody who waits from now on loses it.
func (s *Script) patience(c *customer, now time.Time) time.Time {
	return now.Add(s.options.Patience + time.Duration(c.random.Int64N(int64(s.options.Patience))))
}

// dismiss forgets the customers at the front who have nothing more to say, so that a script without end stays small.
func (s *Script) dismiss() {
	const most = 200
	for len(s.cast) > most {
		s.cast = s.cast[1:]
	}
}

// speak is what the customer says now, empty for nothing, and turns to the next mood.
func (c *customer) speak() string {
	switch c.mood {
	case moodOpening:
		c.mood = moodWaiting
		return c.scene.opening
	case moodWaiting:
		return c.complain()
	case moodReply:
		if !c.asked && c.random.IntN(2) == 0 {
			c.asked, c.mood = true, moodWaiting
			return c.scene.ask
		}
		c.mood = moodGone
		return c.scene.thanks
	}
	return ""
}

func (c *customer) complain() string {
	c.anger++
	switch c.anger {
	case 1:
		if c.scene.angry == "" {
			c.mood = moodQuiet
		}
		return c.scene.angry
	case 2:
		c.mood = moodQuiet
		return c.scene.furious
	}
	c.mood = moodQuiet
	return ""
}

// Said tells that an utterance stands on the network as the post with this id.
func (s *Script) Said(u Utterance, id string, now time.Time) {
	c := u.who
	c.own, c.last = append(c.own, id), id
	if c.mood == moodWaiting {
		c.at = s.patience(c, now)
	}
}

// Hear tells the customers of an answer. Whoever it answers will react: thank, ask back, or go quiet.
func (s *Script) Hear(answer Post, now time.Time) {
	if !answer.Company || answer.ReplyTo == "" {
		return
	}
	for _, c := range s.cast {
		if !slices.Contains(c.own, answer.ReplyTo) || c.mood != moodWaiting && c.mood != moodQuiet {
			continue
		}
		c.last = answer.ID
		if !c.guest && c.random.IntN(5) == 0 {
			c.mood, c.at = moodGone, time.Time{}
			return
		}
		c.willReact(now)
		return
	}
}

// willReact lets the customer say something to the answer in a moment.
func (c *customer) willReact(now time.Time) {
	c.mood = moodReply
	c.at = now.Add(6*time.Second + time.Duration(c.random.Int64N(int64(10*time.Second))))
}
