package topic

import (
	"cmp"
	"slices"
)

// automaton finds many texts in one pass (Aho and Corasick): it is always in the state that stands for the longest
// beginning of any of them that ends where it has read to.
type automaton struct {
	states []state
	edges  []edge       // of all states, those of one together and in order
	wide   [][256]int32 // of states with many edges: where each byte leads, 0 for nowhere
}

type state struct {
	first, count int32 // its edges
	wide         int32 // 1 and its place in wide; 0 when it has few edges
	back         int32 // the state of the longest shorter beginning
	pattern      int32 // 1 and the text that ends here; 0 for none
	shorter      int32 // the next state on the way back in which a text ends; 0 for none
}

type edge struct {
	sign byte
	to   int32
}

// manyEdges is from how many edges on a state has a table of its own.
const manyEdges = 6

// newAutomaton makes one for texts, none of which is empty.
func newAutomaton(patterns []string) *automaton {
	tree := newTree(patterns)
	a := &automaton{states: make([]state, len(tree.ends))}
	for s, children := range tree.children {
		one := &a.states[s]
		one.pattern, one.first, one.count = tree.ends[s], int32(len(a.edges)), int32(len(children))
		slices.SortFunc(children, func(x, y edge) int { return cmp.Compare(x.sign, y.sign) })
		a.edges = append(a.edges, children...)
		if s == 0 || len(children) >= manyEdges {
			a.wide = append(a.wide, [256]int32{})
			one.wide = int32(len(a.wide))
			for _, e := range children {
				a.wide[one.wide-1][e.sign] = e.to
			}
		}
	}
	a.link()
	return a
}

// tree holds the beginnings of texts; the root is 0.
type tree struct {
	children [][]edge
	ends     []int32 // 1 and the text that ends there
}

func newTree(patterns []string) tree {
	t := tree{children: make([][]edge, 1), ends: make([]int32, 1)}
	for number, text := range patterns {
		at := int32(0)
		for i := range len(text) {
			at = t.child(at, text[i])
		}
		t.ends[at] = int32(number) + 1
	}
	return t
}

func (t *tree) child(of int32, sign byte) int32 {
	for _, e := range t.children[of] {
		if e.sign == sign {
			return e.to
		}
	}
	to := int32(len(t.children))
	t.children[of] = append(t.children[of], edge{sign, to})
	t.children, t.ends = append(t.children, nil), append(t.ends, 0)
	return to
}

// link finds the way back of every state, shorter ones first.
func (a *automaton) link() {
	queue := []int32{0}
	for len(queue) > 0 {
		from := queue[0]
		queue = queue[1:]
		for _, e := range a.edgesOf(from) {
			to := &a.states[e.to]
			if from != 0 {
				to.back = a.step(a.states[from].back, e.sign)
			}
			back := &a.states[to.back]
			if to.shorter = back.shorter; back.pattern != 0 {
				to.shorter = to.back
			}
			queue = append(queue, e.to)
		}
	}
}

func (a *automaton) edgesOf(s int32) []edge {
	one := &a.states[s]
	return a.edges[one.first : one.first+one.count]
}

// step goes on from a state by one byte.
func (a *automaton) step(at int32, sign byte) int32 {
	for {
		if to := a.down(at, sign); to != 0 {
			return to
		}
		if at == 0 {
			return 0
		}
		at = a.states[at].back
	}
}

// down follows an edge; 0 when there is none.
func (a *automaton) down(at int32, sign byte) int32 {
	s := &a.states[at]
	if s.wide > 0 {
		return a.wide[s.wide-1][sign]
	}
	for _, e := range a.edges[s.first : s.first+s.count] {
		if e.sign == sign {
			return e.to
		}
	}
	return 0
}

// find tells of every place at which a text ends, in order of the ends.
func (a *automaton) find(text []byte, tell func(pattern int32, end int)) {
	at := int32(0)
	for i, sign := range text {
		at = a.step(at, sign)
		s := &a.states[at]
		if s.pattern != 0 {
			tell(s.pattern-1, i+1)
		}
		for up := s.shorter; up != 0; up = a.states[up].shorter {
			tell(a.states[up].pattern-1, i+1)
		}
	}
}
