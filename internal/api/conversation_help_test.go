package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/govern"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
)

// budgeted puts a policy into force by which comms gives so much help.
func (s *shop) budgeted(budget string) {
	s.t.Helper()
	policy, err := ownership.Parse([]byte("version: 1\nname: kettles\ndepartments: [service, comms]\ncalendars:\n" +
		"  office: {zone: Europe/Berlin, hours: {mon: [\"09:00-17:00\"]}}\nhours: office\nlead: {expert_budget: {comms: " + budget + "}}\n" +
		"default: {owner: service, deadline: 60m}\n"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.policy = policy
}

// helped says that somebody spent so many minutes on a conversation until now.
func (s *shop) helped(who switchboard.Role, c switchboard.Conversation, minutes int) {
	s.t.Helper()
	for range minutes {
		now := s.world.clock.Now()
		s.world.clock.Advance(time.Minute)
		s.update(func(tx *store.Tx) error {
			id := s.people[who].ID
			_, err := evidence.In(tx.Tx).KeepFocus(id, []switchboard.Focus{{AgentID: id, ConversationID: c.ID,
				Part: switchboard.FocusReading, From: now, Until: now.Add(time.Minute)}})
			return err
		})
	}
}

func (s *shop) helpLeft(c switchboard.Conversation) []govern.Help {
	s.t.Helper()
	var page Page[govern.Help]
	s.ask(anna, "GET", at(c, "/help"), nil, http.StatusOK, &page)
	return page.Items
}

func TestHelpIsRefusedWhenADepartmentHasGivenItsTime(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.colleague(petra, "comms", 4)
	first, second := s.led(), s.hear("emil", "Mine leaks.")
	s.ask(anna, "POST", at(second, "/take"), nil, http.StatusOK, nil)
	helper := at(second, "/helpers/"+s.people[petra].ID.String())
	if left := s.helpLeft(second); len(left) != 0 {
		t.Errorf("without a budget: %+v", left)
	}
	s.budgeted("60m/day")
	s.ask(anna, "PUT", at(first, "/helpers/"+s.people[petra].ID.String()), nil, http.StatusOK, nil)
	s.helped(petra, first, 40)
	s.helped(anna, first, 30) // who leads it
	want := govern.Help{Department: "comms", Name: "comms", Per: govern.PerDay, Budget: 3600, Given: 2400,
		Until: time.Date(2026, 5, 4, 22, 0, 0, 0, time.UTC)}
	if left := s.helpLeft(second); !slices.Equal(left, []govern.Help{want}) {
		t.Errorf("%+v, want %+v", left, want)
	}
	s.ask(anna, "PUT", helper, nil, http.StatusOK, nil) // there is time left
	s.ask(anna, "DELETE", helper, nil, http.StatusOK, nil)
	s.helped(petra, first, 34)
	before := s.stored(second.ID)
	problem := s.refused(anna, "PUT", helper, nil, switchboard.CodeOverBudget)
	if problem.Detail != "comms has given its 60 minutes of help for today (74 min)." || !strings.Contains(problem.Hint, "tomorrow") ||
		!strings.Contains(problem.Hint, "outside") {
		t.Errorf("%q %q", problem.Detail, problem.Hint)
	}
	s.refused(anna, "PUT", helper, any1{"reason": "They wait for us."}, switchboard.CodeOverBudget)
	s.refused(anna, "PUT", helper, any1{"confirmed": true, "reason": "  "}, switchboard.CodeMustExplain)
	if after := s.stored(second.ID); after.Version != before.Version || len(after.Helpers) != 0 {
		t.Errorf("what was refused changed it: %+v", after)
	}
	s.ask(anna, "PUT", helper, any1{"confirmed": true, "reason": "A reporter asks about the lid."}, http.StatusOK, nil)
	s.ask(anna, "PUT", helper, nil, http.StatusOK, nil) // who helps already is not asked again
	e := s.journaled(second.ID, switchboard.EventHelperAdded, "over_budget")
	if e.Agent != s.people[petra].ID || e.Numbers["budget"] != 3600 || e.Numbers["given"] != 74*60 {
		t.Errorf("%+v", e)
	}
	var timeline Page[TimelineItem]
	s.ask(petra, "GET", at(second, "/timeline"), nil, http.StatusOK, &timeline)
	if last := timeline.Items[len(timeline.Items)-1]; last.Content.Text != "A reporter asks about the lid." ||
		last.Visibility != switchboard.Internal {
		t.Errorf("%+v", last)
	}
}

func TestHelpBeginsAnew(t *testing.T) {
	t.Parallel()
	for budget, after := range map[string]time.Duration{"60m/day": 24 * time.Hour, "60m/week": 7 * 24 * time.Hour} {
		t.Run(budget, func(t *testing.T) {
			t.Parallel()
			s := newShop(t)
			s.colleague(petra, "comms", 4)
			c := s.led()
			s.budgeted(budget)
			s.helped(petra, c, 61)
			helper := at(c, "/helpers/"+s.people[petra].ID.String())
			s.refused(anna, "PUT", helper, nil, switchboard.CodeOverBudget)
			s.world.clock.Advance(after - 13*time.Hour)
			s.refused(anna, "PUT", helper, nil, switchboard.CodeOverBudget) // the same day, or week, as its clocks have it
			s.world.clock.Advance(2 * time.Hour)
			s.ask(anna, "PUT", helper, nil, http.StatusOK, nil)
		})
	}
}

func TestWhoBelongsThereHelpsWithoutABudget(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.colleague(petra, "comms", 4)
	c := s.led()
	s.budgeted("1m/day")
	s.helped(petra, c, 5)
	s.update(func(tx *store.Tx) error {
		a, err := tx.Agent(s.people[petra].ID)
		if err != nil {
			return err
		}
		a.Departments = append(a.Departments, "service")
		return tx.UpdateAgent(a)
	})
	s.ask(anna, "PUT", at(c, "/helpers/"+s.people[petra].ID.String()), nil, http.StatusOK, nil)
}

// TestHelpersAdviseAndNeverSpeak: being asked to help changes no lead and no epoch, and whoever helps sends nothing to the
// customer, neither in their own words nor in the lead's.
func TestHelpersAdviseAndNeverSpeak(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.colleague(petra, "service", 5)
	c := s.led()
	s.ask(anna, "PUT", at(c, "/helpers/"+s.people[petra].ID.String()), nil, http.StatusOK, nil)
	leads := s.draft(anna, c, "We send you a new lid.")
	s.refused(petra, "POST", of(leads, "/send"), any1{"version": 1}, switchboard.CodeForbidden)
	own := s.draft(petra, c, "Take this one.")
	s.refused(petra, "POST", of(own, "/send"), any1{"version": 1}, switchboard.CodeForbidden)
	s.refused(petra, "POST", of(own, "/send"), any1{"version": 1, "take": true}, switchboard.CodeConflict)
	var now ConversationDetail
	s.ask(anna, "GET", at(c, ""), nil, http.StatusOK, &now)
	if now.Conversation.Lead != s.people[anna].ID || now.Conversation.Epoch != c.Epoch {
		t.Errorf("led by %s in epoch %d, want %s and %d", now.Conversation.Lead, now.Conversation.Epoch, s.people[anna].ID, c.Epoch)
	}
}
