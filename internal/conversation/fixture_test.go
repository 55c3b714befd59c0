package conversation

import (
	"testing"
	"time"

	"switchboard"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func agent(n byte) switchboard.AgentID       { return switchboard.AgentID{0: 1, 15: n} }
func offerID(n byte) switchboard.OfferID     { return switchboard.OfferID{0: 2, 15: n} }
func decision(n byte) switchboard.DecisionID { return switchboard.DecisionID{0: 3, 15: n} }

var (
	ada = agent(1)
	bo  = agent(2)
	cy  = agent(3)
)

const briefing = "Wants a refund for a kettle that came cracked; photo asked for."

func unopened() switchboard.Conversation {
	return switchboard.Conversation{
		ID: switchboard.ConversationID{0: 9}, BrandID: switchboard.BrandID{0: 8}, CustomerID: switchboard.CustomerID{0: 7},
		AccountID: switchboard.AccountID{0: 6}, Network: "practice",
	}
}

func says(at time.Time) Arrived {
	return Arrived{
		MessageID: switchboard.MessageID{0: 5}, Published: at, Received: at.Add(time.Second), Origin: switchboard.Live,
		Addressed: true, Visibility: switchboard.Public, Purpose: switchboard.PurposeInboundMention,
		Verdict: Summary{Intent: switchboard.IntentComplaint, Urgency: switchboard.UrgencyNormal, Language: "en"},
		Preview: "My kettle came cracked", CustomerName: "Pia Marsh",
		Deadline: time.Hour,
	}
}

func decided(n byte, department switchboard.DepartmentKey) Decided {
	return Decided{decision(n), switchboard.Decision{Department: department, RequiredLevel: 2, Deadline: 3600}}
}

func offered(n byte, to switchboard.AgentID, at time.Time) Offered {
	return Offered{Offer: switchboard.Offer{ID: offerID(n), To: to, ExpiresAt: at.Add(3 * time.Minute)}}
}

// line applies happenings one second apart and keeps the journal.
type line struct {
	t      *testing.T
	c      switchboard.Conversation
	now    time.Time
	events []switchboard.Event
	last   Change
}

func begin(t *testing.T) *line { return &line{t: t, c: unopened(), now: noon} }

func (l *line) try(what Happening) error {
	l.now = l.now.Add(time.Second)
	change, err := Apply(l.c, what, l.now)
	l.c, l.last = change.After, change
	l.events = append(l.events, change.Events...)
	return err
}

func (l *line) do(happenings ...Happening) *line {
	l.t.Helper()
	for _, what := range happenings {
		if err := l.try(what); err != nil {
			l.t.Fatalf("%T: %v", what, err)
		}
	}
	return l
}

func (l *line) refused(code switchboard.Code, what Happening) {
	l.t.Helper()
	before := l.c
	if err := l.try(what); !switchboard.IsCode(err, code) {
		l.t.Errorf("%T: got %v, want code %s", what, err, code)
	}
	if l.c.Version != before.Version || l.last.Changed() || len(l.last.Timers) > 0 {
		l.t.Errorf("%T was refused and yet changed something", what)
	}
}

func (l *line) nothing(what Happening) {
	l.t.Helper()
	before := l.c.Version
	if l.do(what); l.last.Changed() || len(l.last.Timers) > 0 || l.c.Version != before {
		l.t.Errorf("%T changed something: %+v", what, l.last.Events)
	}
}

func (l *line) kinds() []switchboard.EventKind {
	var kinds []switchboard.EventKind
	for _, e := range l.last.Events {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

func (l *line) led() *line {
	l.t.Helper()
	return l.do(says(noon), decided(1, "service"), Taken{By: Person(ada)})
}
