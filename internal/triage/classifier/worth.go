package classifier

import (
	"slices"
	"strings"

	"switchboard"
)

// maxText bounds the bytes of a text that is worth asking about. A longer one is no message of a customer's.
const maxText = 32 << 10

// Worth reports whether a message is to be sent, given what the built-in models found in it. Only what a customer said to
// us lately and in the open is, unless the settings say more; never what was practised. Nor is one in which somebody may be
// in danger: that is for a person at once.
func (s Settings) Worth(m switchboard.Message, v switchboard.Verdict) bool {
	switch {
	case !s.On, !customers(m), m.Network == switchboard.Practice:
		return false
	case m.Origin != switchboard.Live && !s.History, m.Visibility != switchboard.Public && !s.Private:
		return false
	case len(s.Networks) > 0 && !slices.Contains(s.Networks, m.Network):
		return false
	case len(s.Languages) > 0 && !slices.Contains(s.Languages, v.Language):
		return false
	case v.Says(switchboard.FlagSafety) > 0:
		return false
	}
	return s.doubts(v)
}

// customers reports whether a customer said something that can be read.
func customers(m switchboard.Message) bool {
	text := m.Content.Read()
	return m.Direction == switchboard.In && m.Visibility != switchboard.Internal && m.DeletedAt.IsZero() &&
		m.Content.Idle == "" && !m.Automated && strings.TrimSpace(text) != "" && len(text) <= maxText
}

// doubts reports whether the built-in reading of something it would be asked about is no surer than the bound.
func (s Settings) doubts(v switchboard.Verdict) bool {
	return slices.ContainsFunc(s.Heads, func(h switchboard.Head) bool {
		found, known := v.Heads[h]
		return known && s.doubtful(found)
	})
}

// doubtful reports whether a finding is a guess. The bound itself is one: the built-in models say just that of what they
// hold likely in a language in which nobody measured them.
func (s Settings) doubtful(f switchboard.Finding) bool { return f.Confidence <= s.UnsureBelow }
