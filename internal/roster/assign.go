package roster

import (
	"bytes"
	"container/heap"
	"slices"
	"strings"
	"time"

	"switchboard"
)

// Assign pairs what waits with who may take it. It goes through the queue in order (class, age, id) and gives each item
// to the best person who is present, belongs to its department, has all its skills and room under the cap, and has not
// declined it. The result is in queue order and depends on the order of neither argument. Neither is changed.
//
// Cost: linear in what waits, plus one look at the department's people for each item that comes up before all room is
// used.
func Assign(waiting []Waiting, candidates []Candidate, now time.Time) []Pairing {
	people := newcomers(candidates)
	lines := newLines(waiting, people)
	var out []Pairing
	for len(lines) > 0 {
		line := lines[0]
		if !line.hasRoom() {
			heap.Pop(&lines)
			continue
		}
		w := line.items[0]
		if chosen, pairing := line.choose(w, now); chosen != nil {
			chosen.Load += w.weight()
			chosen.IdleSince = now
			out = append(out, pairing)
		}
		heap.Pop(&line.items)
		if len(line.items) == 0 {
			heap.Pop(&lines)
			continue
		}
		heap.Fix(&lines, 0)
	}
	return out
}

// newcomers copies the candidates, so that their load can rise, in order of id, so that nothing depends on theirs.
func newcomers(candidates []Candidate) []*Candidate {
	own := slices.Clone(candidates)
	people := make([]*Candidate, len(own))
	for i := range own {
		people[i] = &own[i]
	}
	slices.SortFunc(people, func(a, b *Candidate) int { return bytes.Compare(a.Agent[:], b.Agent[:]) })
	return people
}

// line holds what waits in one department for one set of skills: everything that, refusals apart, the same people may
// take. When none of them has room the whole line is dropped unread.
type line struct {
	items    queue
	skilled  []*Candidate
	alone    int // people of the department without the skills
	barred   int // people of the department who may not see it
	distinct int // keeps equal heads apart
}

// queue is a heap of waiting items in queue order.
type queue []*Waiting

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].before(q[j]) }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(*Waiting)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	x := (*q)[last]
	*q = (*q)[:last]
	return x
}

// lineHeap is a heap of lines by their first item.
type lineHeap []*line

func (h lineHeap) Len() int { return len(h) }
func (h lineHeap) Less(i, j int) bool {
	a, b := h[i].items[0], h[j].items[0]
	if a.before(b) != b.before(a) {
		return a.before(b)
	}
	return h[i].distinct < h[j].distinct
}
func (h lineHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *lineHeap) Push(x any)   { *h = append(*h, x.(*line)) }
func (h *lineHeap) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}

type lineKey struct {
	department switchboard.DepartmentKey
	skills     string
	brand      switchboard.BrandID
	account    switchboard.AccountID
}

func newLines(waiting []Waiting, people []*Candidate) lineHeap {
	byKey := map[lineKey]*line{}
	var lines lineHeap
	for i := range waiting {
		w := &waiting[i]
		key := lineKey{w.Department, skillKey(w.Skills), w.Brand, w.Account}
		l := byKey[key]
		if l == nil {
			l = newLine(w, people)
			byKey[key] = l
			lines = append(lines, l)
		}
		l.items = append(l.items, w)
	}
	lines = slices.DeleteFunc(lines, func(l *line) bool { return !l.hasRoom() })
	for i, l := range lines {
		l.distinct = i
		heap.Init(&l.items)
	}
	heap.Init(&lines)
	return lines
}

// skillKey is the same for the same set of skills.
func skillKey(skills []string) string {
	if len(skills) == 0 {
		return ""
	}
	set := slices.Clone(skills)
	slices.Sort(set)
	return strings.Join(slices.Compact(set), "\x00")
}

func newLine(w *Waiting, people []*Candidate) *line {
	l := &line{}
	for _, p := range people {
		switch {
		case !slices.Contains(p.Departments, w.Department):
		case !p.Sees(w):
			l.barred++
		case !hasAll(p.Skills, w.Skills):
			l.alone++
		default:
			l.skilled = append(l.skilled, p)
		}
	}
	return l
}

func hasAll(have, need []string) bool {
	for _, skill := range need {
		if !slices.Contains(have, skill) {
			return false
		}
	}
	return true
}

func (l *line) hasRoom() bool {
	return slices.ContainsFunc(l.skilled, func(c *Candidate) bool { return c.HasRoom() })
}

// HasRoom reports whether they are present and have a whole place free.
func (c *Candidate) HasRoom() bool { return c.Present && c.room() }

func (c *Candidate) room() bool { return Room(c.Load, c.Limit()) }

// Limit is how many places they have at the moment.
func (c *Candidate) Limit() int {
	if c.Ramp.Settled.IsZero() {
		return c.Cap
	}
	return min(c.Cap, c.Ramp.Cap)
}

// Sees reports whether w lies within what they are limited to.
func (c *Candidate) Sees(w *Waiting) bool {
	return (c.Brands == nil || slices.Contains(c.Brands, w.Brand)) &&
		(c.Accounts == nil || slices.Contains(c.Accounts, w.Account))
}

func (w *Waiting) weight() int {
	if w.Weight == 0 {
		return Place
	}
	return w.Weight
}

// choose looks at everybody in the line once; it returns nil when nobody may take w.
func (l *line) choose(w *Waiting, now time.Time) (*Candidate, Pairing) {
	passed := Passed{Unskilled: l.alone, Barred: l.barred}
	top := make([]Seen, 0, maxSeen+1)
	for _, p := range l.skilled {
		switch {
		case slices.Contains(w.Declined, p.Agent):
			passed.Declined++
		case !p.Present:
			passed.Away++
		case !p.room():
			passed.Full++
			if Room(p.Load, p.Cap) {
				passed.Ramping++
			}
		default:
			passed.Eligible++
			top = keepBest(top, see(w, p))
		}
	}
	if len(top) == 0 {
		return nil, Pairing{}
	}
	first := slices.IndexFunc(l.skilled, func(p *Candidate) bool { return p.Agent == top[0].Agent })
	return l.skilled[first], Pairing{Conversation: w.Conversation, Agent: top[0].Agent, At: now,
		Why: explain(w, top, now), Seen: top, Passed: passed}
}

func see(w *Waiting, p *Candidate) Seen {
	return Seen{
		Agent:     p.Agent,
		LastLead:  !w.LastLead.IsZero() && w.LastLead == p.Agent,
		Language:  w.Language == "" || w.Language == "und" || slices.Contains(p.Languages, w.Language),
		Free:      p.Freedom >= w.RequiredLevel,
		Load:      Places(p.Load),
		Weight:    p.Load,
		Cap:       p.Limit(),
		Settled:   p.Ramp.Settled,
		IdleSince: p.IdleSince,
	}
}

// keepBest inserts s in its place and keeps the first few.
func keepBest(top []Seen, s Seen) []Seen {
	if len(top) == maxSeen && !better(&s, &top[maxSeen-1]) {
		return top
	}
	at := len(top)
	for at > 0 && better(&s, &top[at-1]) {
		at--
	}
	top = slices.Insert(top, at, s)
	return top[:min(len(top), maxSeen)]
}
