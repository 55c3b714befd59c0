package play

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/desk"
	"switchboard/internal/flow"
	"switchboard/internal/learning"
	"switchboard/internal/ownership"
	"switchboard/internal/practice"
	"switchboard/internal/sample"
	"switchboard/internal/store"
)

type timeOf = time.Time

// teller is one telling of the story, inside the transaction of a rehearsal, whose time it sets.
type teller struct {
	sample.Company
	made     Company
	tx       *store.Tx
	desk     *desk.Desk
	in       flow.Inbound
	out      flow.Outbound
	policy   *ownership.Policy
	newcomer switchboard.AgentID
	mark     store.Sample
	ruledAt  time.Time // when the policy came into force
	random   *rand.Rand
	learn    func() error // what people said, when it is time

	agents   map[string]switchboard.Agent
	accounts map[string]switchboard.Account
	experts  map[string]switchboard.Expert
	tokens   map[string]string
	posts    []practice.Post
	matters  []*matter
	deeds    []deed
	planned  int
}

// deed is something that will be done at a time of the story.
type deed struct {
	at    time.Time
	order int
	do    func() error
}

// tell lets everything happen, from the first day to the present.
func (t *teller) tell(generation string) error {
	present := t.tx.Now()
	defer t.tx.At(present)
	if err := t.found(generation); err != nil {
		return err
	}
	t.rota()
	t.breaks()
	t.reports()
	for _, m := range t.Company.Matters {
		one := &matter{Matter: m}
		t.matters = append(t.matters, one)
		t.at(m.Begins, func() error { return t.begins(one) })
	}
	if err := t.run(); err != nil {
		return err
	}
	t.tx.At(t.Now)
	if err := t.arrive(); err != nil {
		return err
	}
	return t.governed()
}

// at plans a deed.
func (t *teller) at(when time.Time, do func() error) {
	t.planned++
	d := deed{when, t.planned, do}
	place, _ := slices.BinarySearchFunc(t.deeds, d, func(a, b deed) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.order, b.order))
	})
	t.deeds = slices.Insert(t.deeds, place, d)
}

// after plans a deed for a while from now.
func (t *teller) after(wait time.Duration, do func() error) { t.at(t.tx.Now().Add(wait), do) }

// pause is between the two, in whole seconds.
func (t *teller) pause(least, most time.Duration) time.Duration {
	return least + time.Duration(t.random.Int64N(int64((most-least)/time.Second)+1))*time.Second
}

// run does what is planned and what timers ask for, in the order of time, up to the present.
func (t *teller) run() error {
	for {
		timer, err := t.tx.NextTimerAt()
		if err != nil {
			return err
		}
		next := t.Now.Add(time.Second)
		if len(t.deeds) > 0 {
			next = t.deeds[0].at
		}
		if !timer.IsZero() && timer.Before(next) {
			next = timer
		}
		if next.After(t.Now) {
			return nil
		}
		if next.After(t.tx.Now()) {
			t.tx.At(next)
		}
		if err := t.moment(); err != nil {
			return err
		}
	}
}

// moment does what is due: timers before people.
func (t *teller) moment() error {
	due, err := t.tx.DueTimers(t.tx.Now(), 100)
	if err != nil {
		return err
	}
	for _, timer := range due {
		if err := t.ring(timer); err != nil {
			return err
		}
	}
	if len(due) == 0 {
		d := t.deeds[0]
		t.deeds = t.deeds[1:]
		if err := d.do(); err != nil {
			return err
		}
	}
	return t.handOut()
}

func (t *teller) ring(timer store.Timer) error {
	mine, err := t.tx.TakeTimer(timer)
	if err != nil || !mine {
		return err
	}
	if handle := t.made.Timers[timer.Kind]; handle != nil {
		err = handle(t.tx, timer)
	}
	if err != nil || timer.Kind != learning.Timer {
		return err
	}
	return t.learn()
}

// handOut offers what waits, and lets whoever is asked think for a moment.
func (t *teller) handOut() error {
	departments, err := t.tx.QueuedDepartments()
	if err != nil {
		return err
	}
	for _, key := range departments {
		for more := true; more; {
			if more, err = t.desk.Drain(t.tx, key); err != nil {
				return err
			}
		}
	}
	for _, m := range t.matters {
		if err := t.consider(m); err != nil {
			return err
		}
	}
	return nil
}
