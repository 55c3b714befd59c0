package flow_test

import (
	"slices"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/flow"
	"switchboard/internal/line"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
)

// firsts is a policy by which marketing leads what we say first, and a matter that is open stays where it is.
const firsts = "version: 1\nname: trial\ndepartments: [service, marketing, comms, pots]\ndefault: {owner: service}\n" +
	"continuity: [{id: same, when: {open_conversation: true}}]\n" +
	"carve_out: [{id: fire, when: {flag: safety}, owner: comms, required_level: 4, breaks_continuity: true}]\n" +
	"outbound: {owner: marketing}\n"

// leads puts a policy in force for what comes and what goes.
func (s *scene) leads(text string) {
	s.Helper()
	p, err := ownership.Parse([]byte(text))
	if err != nil {
		s.Fatal(err)
	}
	s.in.Policy = func() *ownership.Policy { return p }
	s.in.Out.Policy = s.in.Policy
	s.line = line.New(s.in, line.Settings{Node: s.app.Node, Time: s.site.Clock, Log: s.app.Log, Workers: 2})
}

// decided lists what was decided in the conversation of a message, oldest first: what was said, owner and rule.
func (s *scene) decided(id string) (all []string) {
	s.Helper()
	c := s.talk(id)
	err := s.app.DB.View(s.Context(), func(tx *store.Tx) error {
		rows, err := tx.Decisions(c.ID, 100)
		for _, row := range slices.Backward(rows) {
			said, err := tx.Message(row.MessageID)
			if err != nil {
				return err
			}
			d := row.Decision
			all = append(all, said.ExternalID+" "+string(d.Facts.Purpose)+": "+string(d.Department)+" by "+d.Rule)
			if again := s.in.Policy().Decide(d.Facts); again.FactsHash != d.FactsHash || again.Department != d.Department || len(d.Path) == 0 {
				s.Errorf("%s is decided otherwise again: %+v", said.ExternalID, again)
			}
		}
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return all
}

func (s *scene) wants(id string, with switchboard.DepartmentKey, decided ...string) {
	s.Helper()
	if got := s.decided(id); !slices.Equal(got, decided) {
		s.Errorf("decided %q, want %q", got, decided)
	}
	if c := s.talk(id); c.Department != with {
		s.Errorf("%s has it, want %s", c.Department, with)
	}
}

// TestWhoSpeaksFirstLeads gives what our people say to somebody who has said nothing to us to the owner of outbound, who
// keeps what comes of it unless a rule breaks that.
func TestWhoSpeaksFirstLeads(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.leads(firsts)
		s.hears(s.overheard("o1", "Their kettle hums."))
		s.wants("o1", "service", "o1 inbound_mention: service by default")
		first := ours(s.item("a1", "Kettles can be quiet."), "o1")
		s.hears(first, first)
		s.hears(ours(s.item("a2", "Ours are."), "o1"))
		s.wants("o1", "marketing", "o1 inbound_mention: service by default", "a1 outbound: marketing by outbound")
		s.hears(reply(s.item("r1", "Are they?"), "a1"))
		s.wants("o1", "marketing", "o1 inbound_mention: service by default", "a1 outbound: marketing by outbound", "r1 reply_to_us: marketing by same")
		s.hears(ours(s.item("a3", "They are."), "r1"))
		if got := s.decided("o1"); len(got) != 3 {
			t.Errorf("what was asked for is no first word: %q", got)
		}
	})
}

// TestWhoLeadsKeepsWhatTheySaidFirst stores the decision upon the answer of somebody who leads, and leaves them the matter.
func TestWhoLeadsKeepsWhatTheySaidFirst(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.leads(firsts)
		s.hears(s.overheard("o1", "Their kettle hums."))
		s.takes("o1", s.ada)
		d, _ := s.prepares("o1", "We heard of it.", s.ada)
		if err := s.posts(d, s.ada, flow.Word{ExternalID: "a1"}); err != nil {
			t.Fatal(err)
		}
		s.hears()
		s.wants("o1", "service", "o1 inbound_mention: service by default", "a1 outbound: marketing by outbound")
		if c := s.talk("o1"); c.Lead != s.ada.ID || !c.DueAt.IsZero() {
			t.Errorf("led by %s, due %s", c.Lead, c.DueAt)
		}
	})
}

// TestWhatWeBeganIsLedByWhoBeganIt decides upon what we had written before the customer said anything, when they answer.
func TestWhatWeBeganIsLedByWhoBeganIt(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.leads(firsts)
		private := func(item connector.Item) connector.Item {
			item.Visibility, item.Kind, item.ThreadKey = switchboard.Private, switchboard.KindDirect, "t1"
			return item
		}
		s.hears(private(ours(s.item("a1", "Your kettle is on the list."), "")))
		s.hears(private(s.item("m1", "Which list?")))
		s.wants("m1", "marketing", "a1 outbound: marketing by outbound", "m1 private_message: marketing by same")

		beside := s.item("b1", "Their kettle hums.")
		beside.Addressed, beside.Author = false, switchboard.Author{ID: "kim", Handle: "@kim"}
		s.hears(beside, ours(s.item("a2", "Kettles can be quiet."), "b1"))
		by := func(item connector.Item, who string) connector.Item {
			item.Author = switchboard.Author{ID: who, Handle: "@" + who}
			return item
		}
		s.hears(by(reply(s.item("r2", "a safety matter: it sparks"), "a2"), "kim"))
		s.wants("r2", "comms", "a2 outbound: marketing by outbound", "r2 reply_to_us: comms by fire")
		s.hears(by(reply(s.item("r3", "Mine too."), "a2"), "lee"))
		s.wants("r3", "service", "r3 reply_to_us: service by default")
	})
}

// TestWhatAPostBringsIsInbound leaves to the other rules who answers below what we say to everybody.
func TestWhatAPostBringsIsInbound(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.leads(firsts)
		s.hears(ours(s.item("p1", "New kettles!"), ""))
		s.hears(reply(s.item("r1", "How much?"), "p1"))
		s.wants("r1", "service", "r1 reply_to_us: service by default")
	})
}

// TestTheBrandIsKnown lets a policy ask of which brand an account is.
func TestTheBrandIsKnown(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		brand := ""
		err := s.app.DB.View(t.Context(), func(tx *store.Tx) error {
			b, err := tx.Brand(s.account.BrandID)
			brand = b.Key
			return err
		})
		if err != nil || brand == "" {
			t.Fatalf("%q, %v", brand, err)
		}
		s.leads(strings.Replace(firsts, "outbound:", "topic: [{id: theirs, when: {brand: "+brand+"}, owner: pots}]\noutbound:", 1))
		s.hears(s.item("m1", "Is there a blue one?"))
		s.wants("m1", "pots", "m1 inbound_mention: pots by theirs")
	})
}
