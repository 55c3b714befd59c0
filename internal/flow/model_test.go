package flow_test

import (
	"slices"
	"time"

	"switchboard"
)

// model is what must come of a full set of messages, worked out from all of it at once and with no care for speed.
type model struct {
	plan   plan
	byID   map[string]said
	joined map[string]string // union of names: of messages, threads and parents
	talks  map[talk][]string // conversation → its messages
	of     map[string]talk   // message → its conversation
}

// talk names a conversation: one customer in one thread.
type talk struct{ thread, customer string }

func newModel(p plan) *model {
	m := &model{plan: p, byID: map[string]said{}, joined: map[string]string{}, talks: map[talk][]string{}, of: map[string]talk{}}
	for _, s := range p.messages {
		m.byID[s.id] = s
		switch {
		case s.thread != "":
			m.join(s.id, s.thread)
		case s.parent != "":
			m.join(s.id, s.parent)
		}
	}
	m.converse()
	for _, s := range p.messages {
		if t, ok := m.belongs(s); ok {
			m.talks[t], m.of[s.id] = append(m.talks[t], s.id), t
		}
	}
	for _, ids := range m.talks {
		slices.Sort(ids)
	}
	return m
}

func (m *model) root(name string) string {
	for m.joined[name] != "" {
		name = m.joined[name]
	}
	return name
}

func (m *model) join(a, b string) {
	if a, b = m.root(a), m.root(b); a != b {
		m.joined[a] = b
	}
}

// converse opens a conversation for everybody who speaks to us in a thread.
func (m *model) converse() {
	for _, s := range m.plan.messages {
		if !s.out() && s.toUs() {
			m.talks[talk{m.root(s.id), s.author}] = nil
		}
	}
}

// belongs finds a message's conversation: a customer's own, or the one that our post answers.
func (m *model) belongs(s said) (talk, bool) {
	if s.out() && s.parent != "" {
		parent, known := m.byID[s.parent]
		if !known {
			return talk{}, false
		}
		return m.belongs(parent)
	}
	t := talk{m.root(s.id), s.author}
	if s.out() && s.private {
		t.customer = "ida" // the only customer of our private threads
	}
	_, ok := m.talks[t]
	return t, ok
}

// stance is what an unworked conversation must be in.
func (m *model) stance(t talk) switchboard.Stance {
	for _, id := range m.talks[t] {
		s := m.byID[id]
		if !s.out() && s.toUs() && !s.published.Before(m.plan.liveAfter) && s.versions[0].text != spamText {
			return switchboard.StanceQueued
		}
	}
	return switchboard.StanceClosed
}

// flags are those that must stand and those that may, since an edit's warning stays and an edit may have come first.
func (m *model) flags(t talk) (least, most []switchboard.Flag) {
	for _, id := range m.talks[t] {
		s := m.byID[id]
		if s.out() {
			continue
		}
		for _, v := range s.versions {
			most = append(most, flagsIn(v.text)...)
		}
		if len(s.versions) == 1 && !s.deleted {
			least = append(least, flagsIn(s.versions[0].text)...)
		}
	}
	return least, most
}

func flagsIn(text string) (flags []switchboard.Flag) {
	for flag, f := range (words{}).Classify(inputOf(text)).Heads {
		if f.Label == switchboard.Yes {
			flags = append(flags, switchboard.Flag(flag))
		}
	}
	return flags
}

// text is what a message with timed edits must say in the end; ok is false when only the order of arrival decides.
func (s said) text() (text string, ok bool) {
	if s.deleted {
		return "", true
	}
	var last []string
	var at time.Time
	for i, v := range s.versions {
		if i > 0 && v.edited.IsZero() {
			return "", false
		}
		if v.edited.After(at) {
			last, at = nil, v.edited
		}
		if v.edited.Equal(at) {
			last = append(last, v.text)
		}
	}
	return last[0], len(last) == 1
}
