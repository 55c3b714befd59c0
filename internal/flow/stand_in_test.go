package flow_test

import (
	"testing"
	"time"

	"switchboard/internal/conversation"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// atNight is a policy by which press stays where it is while comms is closed, and somebody else stands in after ten minutes.
const atNight = "version: 1\nname: night\ndepartments: {service: {}, marketing: {}, comms: {hours: early}}\n" +
	"calendars: {early: {zone: UTC, hours: {mon-sun: [\"07:00-09:00\"]}}}\ndefault: {owner: service}\n" +
	"continuity: [{id: same, when: {open_conversation: true}}]\n" +
	"carve_out: [{id: press, when: {flag: press}, owner: comms}]\n" +
	"cover: {comms: {chain: [service, marketing], after: 10m}}\n"

// passesOn lets the next who stands in have the conversation of a message.
func (s *scene) passesOn(id string) {
	s.Helper()
	s.site.Clock.Advance(11 * time.Minute)
	c := s.talk(id)
	testkit.Update(s, s.app.DB, func(tx *store.Tx) error { return s.app.Desk.StandInDue(tx, c.ID) })
}

// TestWhoStandsInOwnsNothing lets the customer go on while the second of a chain has the matter: it stays that of the
// department that is closed, to which the morning brings it back. What a person moved is where it belongs.
func TestWhoStandsInOwnsNothing(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.leads(atNight)
		s.hears(s.item("1", "A press question."))
		s.wants("1", "service", "1 inbound_mention: comms by press")
		s.passesOn("1")
		if c := s.talk("1"); c.Department != "marketing" {
			s.Fatalf("%s stands in", c.Department)
		}
		s.hears(reply(s.item("2", "And another thing."), "1"))
		s.wants("1", "service", "1 inbound_mention: comms by press", "2 inbound_mention: comms by same")

		s.passesOn("1")
		s.does("1", conversation.Rerouted{Department: "service", By: conversation.Person(s.ada.ID), Reason: conversation.ReasonWrongOwner})
		s.does("1", conversation.Rerouted{Department: "marketing", By: conversation.Person(s.ada.ID), Reason: conversation.ReasonWrongOwner})
		s.hears(reply(s.item("3", "Are you there?"), "1"))
		s.wants("1", "marketing", "1 inbound_mention: comms by press", "2 inbound_mention: comms by same",
			"3 inbound_mention: marketing by same")
	})
}
