package testkit

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
)

// Books compares what is kept beside the conversations with the conversations: all that Sums does, and the journal. It
// returns what does not fit; nil when all is well.
func Books(t T, d *store.DB) []string {
	t.Helper()
	all := AllConversations(t, d)
	wrong := Sums(t, d, all)
	for _, c := range all {
		wrong = append(wrong, journal(t, d, c)...)
	}
	return wrong
}

// Sums compares the counters of every scope, the agents' loads and the timers with all conversations.
func Sums(t T, d *store.DB, all []switchboard.Conversation) (wrong []string) {
	t.Helper()
	wrong = append(wrong, counters(t, d, all)...)
	wrong = append(wrong, loads(t, d, all)...)
	return append(wrong, timers(t, d, all)...)
}

func counters(t T, d *store.DB, all []switchboard.Conversation) (wrong []string) {
	t.Helper()
	want := map[string]map[string]int64{store.ScopeAll: {}}
	add := func(scope, view string) {
		if want[scope] == nil {
			want[scope] = map[string]int64{}
		}
		want[scope][view]++
	}
	for _, c := range all {
		want[store.ScopeDepartment(c.Department)] = orEmpty(want[store.ScopeDepartment(c.Department)])
		if !c.Open() {
			continue
		}
		add(store.ScopeAll, store.CountOpen)
		add(store.ScopeDepartment(c.Department), store.CountOpen)
		if c.Stance == switchboard.StanceQueued {
			add(store.ScopeAll, store.CountQueued)
			add(store.ScopeDepartment(c.Department), store.CountQueued)
		}
		if !c.Lead.IsZero() {
			add(store.ScopeAgent(c.Lead), store.CountLed)
		}
		if c.Offer != nil {
			add(store.ScopeAgent(c.Offer.To), store.CountOffered)
		}
	}
	for _, a := range Read(t, d, (*store.Tx).Agents) {
		want[store.ScopeAgent(a.ID)] = orEmpty(want[store.ScopeAgent(a.ID)])
	}
	for scope, counts := range want {
		got := Read(t, d, func(tx *store.Tx) (map[string]int64, error) { return tx.Counts(scope) })
		maps.DeleteFunc(got, func(_ string, n int64) bool { return n == 0 })
		if !maps.Equal(got, counts) {
			wrong = append(wrong, fmt.Sprintf("counters of %s are %v, recounted %v", scope, got, counts))
		}
	}
	return wrong
}

func orEmpty(m map[string]int64) map[string]int64 {
	if m == nil {
		return map[string]int64{}
	}
	return m
}

func loads(t T, d *store.DB, all []switchboard.Conversation) (wrong []string) {
	t.Helper()
	held := map[switchboard.AgentID]int{}
	for _, c := range all {
		switch {
		case !c.Open():
		case c.Offer != nil:
			held[c.Offer.To] += c.Weight
		case !c.Lead.IsZero():
			held[c.Lead] += c.Weight
		}
	}
	for _, a := range Read(t, d, (*store.Tx).Agents) {
		if a.Weight != held[a.ID] {
			wrong = append(wrong, fmt.Sprintf("load of %s is %d, holds %d", a.Name, a.Weight, held[a.ID]))
		}
	}
	return wrong
}

// timers compares the timers that a conversation must have with those that are set.
func timers(t T, d *store.DB, all []switchboard.Conversation) (wrong []string) {
	t.Helper()
	type key struct {
		kind    string
		subject switchboard.ConversationID
	}
	ours := map[string]bool{}
	for _, kind := range conversation.TimerKinds() {
		ours[string(kind)] = true
	}
	set := map[key]time.Time{}
	far := Noon().AddDate(50, 0, 0)
	for _, tm := range Read(t, d, func(tx *store.Tx) ([]store.Timer, error) { return tx.DueTimers(far, 1<<20) }) {
		if ours[tm.Kind] {
			set[key{tm.Kind, tm.Subject}] = tm.DueAt
		}
	}
	for _, c := range all {
		for _, tm := range conversation.Timers(c) {
			k := key{string(tm.Kind), c.ID}
			if !set[k].Equal(tm.At) {
				wrong = append(wrong, fmt.Sprintf("timer %s of %s is set to %v, want %v", tm.Kind, c.ID, set[k], tm.At))
			}
			delete(set, k)
		}
	}
	for k, at := range set {
		wrong = append(wrong, fmt.Sprintf("timer %s of %s at %v belongs to nothing", k.kind, k.subject, at))
	}
	return wrong
}

// journal folds a conversation's journal and compares it with the state.
func journal(t T, d *store.DB, c switchboard.Conversation) (wrong []string) {
	t.Helper()
	events := Read(t, d, func(tx *store.Tx) ([]switchboard.Event, error) { return tx.ConversationEvents(c.ID, 1<<20) })
	got, want := conversation.Fold(events), conversation.Project(c)
	if slices.ContainsFunc(events, func(e switchboard.Event) bool { return e.Kind == conversation.EventAbsorbed }) {
		got.Messages, got.Ball = want.Messages, want.Ball // the journal of the other one tells of those
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		wrong = append(wrong, fmt.Sprintf("journal of %s folds to %+v, state is %+v", c.ID, got, want))
	}
	return wrong
}
