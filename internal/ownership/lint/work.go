package lint

import "context"

// What may be spent on one policy and on one question about it, in classes looked at. Ordinary policies of 200 rules
// spend a fiftieth. At 64 classes to a word and a kept side counted as many times as it is large, both keep
// time below seconds and memory below a hundred megabytes, whatever the text.
const (
	budget   = 12_000_000
	question = budget / 6
	keepCost = 8
)

// maxHeld is how many boxes one rule may come to before it is called too entangled.
const maxHeld = 20_000

// work counts what is done, and ends it when too much was, or when nobody waits for the answer any more.
type work struct {
	ctx   context.Context
	space *space
	total int // spent on the policy
	spent int // spent on the question
	until int // when the context is looked at again
	ended bool
}

// begin starts the next question. What an earlier one used up is given back to it as far as the policy's share allows.
func (w *work) begin() { w.spent = 0 }

// out reports whether there is nothing left to spend.
func (w *work) out() bool { return w.ended || w.spent >= question || w.total >= budget }

func (w *work) giveUp() { w.spent = question }

func (w *work) spend(n int) {
	w.spent += n
	if w.total += n; w.total < w.until {
		return
	}
	w.until = w.total + budget/1000
	w.ended = w.ended || w.ctx.Err() != nil
}

// keep counts a box that takes memory.
func (w *work) keep(b box) {
	for _, s := range b {
		w.spend(keepCost + len(s.words))
	}
}
