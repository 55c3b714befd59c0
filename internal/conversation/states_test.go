package conversation

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
)

var update = flag.Bool("update", false, "write docs/reference/conversation-states.md anew")

const statesPage = "../../docs/reference/conversation-states.md"

var columns = []string{"new", "queued", "offered", "led", "transfer", "closed"}

// at is a conversation in each stance: Ada leads, Bo is asked, Cy is anybody else.
func at(t *testing.T, column string) switchboard.Conversation {
	l := begin(t)
	ask := TransferAsked{By: Person(ada), From: ada, To: bo, Briefing: briefing, Reason: ReasonSkill, Epoch: 1}
	switch column {
	case "queued":
		l.do(says(noon), decided(1, "service"))
	case "offered":
		l.do(says(noon), decided(1, "service"), offered(1, bo, noon))
	case "led":
		l.led()
	case "transfer":
		l.led().do(ask)
	case "closed":
		l.led().do(Closed{By: Person(ada), Reason: switchboard.CloseResolved, Epoch: 1})
	}
	return l.c
}

// row is one happening and what becomes of each column: a stance, nothing, or a refusal by its code.
type row struct {
	name, who string
	what      func(c switchboard.Conversation) Happening
	cells     string
}

func always(what Happening) func(switchboard.Conversation) Happening {
	return func(switchboard.Conversation) Happening { return what }
}

func rows() []row {
	later := noon.Add(2 * time.Hour)
	present, past := says(later), says(noon)
	present.LeadPresent, past.Origin = true, switchboard.History
	ask := func(to switchboard.AgentID) func(c switchboard.Conversation) Happening {
		return func(c switchboard.Conversation) Happening {
			return TransferAsked{By: Person(ada), From: ada, To: to, Briefing: briefing, Reason: ReasonSkill, Epoch: c.Epoch}
		}
	}
	closing := func(by By, reason switchboard.CloseReason) func(c switchboard.Conversation) Happening {
		return func(c switchboard.Conversation) Happening { return Closed{By: by, Reason: reason, Epoch: c.Epoch} }
	}
	answer := func(add int) func(c switchboard.Conversation) Happening {
		return func(c switchboard.Conversation) Happening {
			return Answered{By: Person(ada), At: later, Epoch: c.Epoch + add, Final: true}
		}
	}
	return []row{
		{"Arrived", "customer, last lead away", always(says(later)), "queued queued offered led transfer queued"},
		{"Arrived", "customer, last lead present", always(present), "queued queued offered led transfer led"},
		{"Arrived", "history", always(past), "closed queued offered led transfer closed"},
		{"Decided", "for the same department", always(decided(2, "service")), "!not_found queued offered led transfer closed"},
		{"Decided", "for another department", always(decided(2, "press")), "!not_found queued queued led transfer closed"},
		{"Rerouted", "", always(Rerouted{"press", Person(cy), ReasonWrongOwner}), "!not_found queued queued !conflict !conflict !closed"},
		{"Offered", "to anybody", always(offered(2, cy, later)), "!not_found offered !conflict !conflict !conflict !closed"},
		{"Given", "to anybody", always(Given{cy}), "!not_found led !conflict !conflict !conflict !closed"},
		{"Given", "to the lead, again", always(Given{ada}), "!not_found led !conflict - - !closed"},
		{"Accepted", "by who is asked", always(Accepted{bo}), "!not_found !conflict led !conflict !conflict !closed"},
		{"Accepted", "by the lead, again", always(Accepted{ada}), "!not_found !conflict !conflict - - !closed"},
		{"Accepted", "by anybody else", always(Accepted{cy}), "!not_found !conflict !conflict !conflict !conflict !closed"},
		{"Declined", "by who is asked", always(Declined{bo, ReasonBusy}), "!not_found - queued !conflict !conflict !closed"},
		{"OfferExpired", "timer", always(OfferExpired{offerID(1)}), "!not_found - queued - - -"},
		{"Taken", "by anybody", always(Taken{By: Person(cy)}), "!not_found led !conflict !conflict !conflict !closed"},
		{"Taken", "by a manager, with a reason", always(Taken{By: Manager(cy), Reason: ReasonEscalation}), "!not_found led led led led !closed"},
		{"Taken", "by a manager, without", always(Taken{By: Manager(cy)}), "!not_found led !must_explain !must_explain !must_explain !closed"},
		{"Released", "by the lead", func(c switchboard.Conversation) Happening { return Released{Person(ada), ReasonShift, c.Epoch} },
			"!not_found !no_lead !no_lead queued queued !closed"},
		{"LeadAbsent", "", always(LeadAbsent{Agent: ada, Returns: true}), "!not_found - - queued queued -"},
		{"CoverTaken", "for the lead", always(CoverTaken{By: cy, For: ada}), "!not_found - - led led !closed"},
		{"CoverTaken", "for anybody else", always(CoverTaken{By: cy, For: bo}), "!not_found - - - - !closed"},
		{"CoverOver", "when not covered", always(CoverOver{ada}), "!not_found - - - - -"},
		{"TransferAsked", "by the lead", ask(bo), "!not_found !no_lead !no_lead transfer - !closed"},
		{"TransferAsked", "for somebody else", ask(cy), "!not_found !no_lead !no_lead transfer !conflict !closed"},
		{"TransferAccepted", "by who is asked", always(TransferAccepted{bo}), "!not_found !conflict !conflict !conflict led !closed"},
		{"TransferDeclined", "by who is asked", always(TransferDeclined{bo, ReasonBusy}), "!not_found - - - led !closed"},
		{"TransferCancelled", "by the lead", always(TransferCancelled{Person(ada)}), "!not_found - - - led !closed"},
		{"HelperAdded", "", always(HelperAdded{By: Person(ada), Helper: cy}), "!not_found queued offered led transfer !closed"},
		{"HelperRemoved", "who does not help", always(HelperRemoved{Person(ada), cy}), "!not_found - - - - -"},
		{"Snoozed", "by the lead", func(c switchboard.Conversation) Happening {
			return Snoozed{Person(ada), later.Add(time.Hour), "waits for the courier", c.Epoch}
		}, "!not_found !no_lead !no_lead led !conflict !closed"},
		{"Woken", "when not snoozed", always(Woken{}), "!not_found - - - - -"},
		{"Answered", "under the present epoch", answer(0), "!not_found !no_lead !no_lead led transfer closed"},
		{"Answered", "under another epoch", answer(1), "!not_found !stale !stale !stale !stale !stale"},
		{"OutsideAnswer", "", always(OutsideAnswer{At: later, Origin: switchboard.Live}), "!not_found queued offered led transfer closed"},
		{"Closed", "by the lead", closing(Person(ada), switchboard.CloseResolved), "!not_found closed closed closed closed -"},
		{"Closed", "by anybody else", closing(Person(cy), switchboard.CloseSpam), "!not_found closed closed !forbidden !forbidden !closed"},
		{"Closed", "without a reason", closing(Person(ada), ""), "!not_found !must_explain !must_explain !must_explain !must_explain !closed"},
		{"Reopened", "last lead away", always(Reopened{Person(cy), false}), "!not_found - - - - queued"},
		{"Reopened", "last lead present", always(Reopened{Person(cy), true}), "!not_found - - - - led"},
		{"Merged", "by the lead", always(Merged{Person(ada), switchboard.ConversationID{0: 99}}), "!not_found closed closed closed closed closed"},
		{"Corrected", "by anybody", always(Corrected{By: Person(cy), Head: switchboard.HeadIntent, Shows: "billing"}),
			"!not_found queued offered led transfer closed"},
		{"Corrected", "it is right", always(Corrected{By: Person(cy), Head: switchboard.HeadIntent, Right: true}),
			"!not_found queued offered led transfer closed"},
		{"Disputed", "by anybody", always(Disputed{By: Person(cy), Department: "press"}), "!not_found queued offered led transfer closed"},
		{"DeadlinePassed", "timer", func(c switchboard.Conversation) Happening { return DeadlinePassed{c.DueAt} }, "!not_found queued offered led transfer -"},
	}
}

func TestTransitionTable(t *testing.T) {
	t.Parallel()
	for _, each := range rows() {
		cells := strings.Fields(each.cells)
		if len(cells) != len(columns) {
			t.Fatalf("%s %s: %d cells", each.name, each.who, len(cells))
		}
		for i, column := range columns {
			before := at(t, column)
			what := each.what(before)
			if name := strings.TrimPrefix(fmt.Sprintf("%T", what), "conversation."); name != each.name {
				t.Errorf("the row of %s is named %s", name, each.name)
			}
			change, err := Apply(before, what, noon.Add(2*time.Hour+time.Minute))
			got := string(change.After.Stance)
			switch {
			case err != nil:
				got = "!" + string(switchboard.CodeOf(err))
			case !change.Changed():
				got = "-"
			}
			if got != cells[i] {
				t.Errorf("%s %s on %s: got %s, want %s", each.name, each.who, column, got, cells[i])
			}
		}
	}
}

const pageHead = `# The states of a conversation

This page is written by ` + "`go test ./internal/conversation -run TestStatesPage -update`" + ` from the table the tests hold
the state machine to. Do not edit it.

A conversation is always in exactly one stance. Whose turn it is (` + "`ball`" + `), what is due and whether it is snoozed are
kept beside it. The epoch rises by one with every arrow that begins a new spell of leading (marked +1).

` + "```mermaid" + `
stateDiagram-v2
    [*] --> queued: Arrived, live
    [*] --> closed: Arrived, history
    queued --> offered: Offered
    offered --> queued: Declined, OfferExpired, Rerouted, Decided for another department
    offered --> led: Accepted +1
    queued --> led: Taken, Given +1
    offered --> led: Taken +1
    led --> led: Taken by a manager +1
    led --> transfer: TransferAsked
    transfer --> led: TransferAccepted +1
    transfer --> led: TransferDeclined, TransferCancelled
    transfer --> led: Taken by a manager +1
    led --> led: CoverTaken +1
    transfer --> led: CoverTaken +1
    led --> queued: Released, LeadAbsent
    transfer --> queued: Released, LeadAbsent
    queued --> closed: Closed, Merged
    offered --> closed: Closed, Merged
    led --> closed: Closed, Merged
    transfer --> closed: Closed, Merged
    closed --> led: Arrived or Reopened, last lead present +1
    closed --> queued: Arrived or Reopened, last lead away
` + "```" + `

In the table Ada leads or led, Bo is asked, and anybody else is neither. A word is the stance it becomes, – says that
nothing changes and nobody is told off, and a code in italics is a refusal. A merged conversation refuses every message,
answer and reopening with *closed* and names the one that has its messages.

`

func page() string {
	var b strings.Builder
	b.WriteString(pageHead)
	b.WriteString("| happening | | " + strings.Join(columns, " | ") + " |\n|---|---" + strings.Repeat("|---", len(columns)) + "|\n")
	for _, each := range rows() {
		fmt.Fprintf(&b, "| %s | %s", each.name, each.who)
		for _, cell := range strings.Fields(each.cells) {
			switch code, refused := strings.CutPrefix(cell, "!"); {
			case refused:
				cell = "*" + code + "*"
			case cell == "-":
				cell = "–"
			}
			b.WriteString(" | " + cell)
		}
		b.WriteString(" |\n")
	}
	return b.String()
}

func TestStatesPage(t *testing.T) {
	t.Parallel()
	if *update {
		if err := os.WriteFile(statesPage, []byte(page()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stands, err := os.ReadFile(statesPage)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(page(), string(stands)); diff != "" {
		t.Errorf("the page is not what the table says; run this test with -update (-table +page):\n%s", diff)
	}
}

// Every arrow of the drawing is in the table, and every change of stance in the table is drawn.
func TestDrawingAgreesWithTheTable(t *testing.T) {
	t.Parallel()
	drawn, done := map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(pageHead) {
		from, rest, ok := strings.Cut(strings.TrimSpace(line), " --> ")
		to, label, labelled := strings.Cut(rest, ":")
		if !ok || !labelled {
			continue
		}
		for _, name := range happeningNames(label) {
			drawn[strings.Replace(from, "[*]", "new", 1)+" "+to+" "+name] = true
		}
	}
	for _, each := range rows() {
		for i, cell := range strings.Fields(each.cells) {
			taken := cell == "led" && columns[i] == "led" && (each.name == "Taken" || each.name == "CoverTaken")
			if !strings.HasPrefix(cell, "!") && cell != "-" && (cell != columns[i] || taken) {
				done[columns[i]+" "+cell+" "+each.name] = true
			}
		}
	}
	if diff := cmp.Diff(done, drawn); diff != "" {
		t.Errorf("(-table +drawing):\n%s", diff)
	}
}

func happeningNames(label string) []string {
	var names []string
	known := map[string]bool{}
	for _, each := range rows() {
		known[each.name] = true
	}
	for _, word := range strings.FieldsFunc(label, func(r rune) bool { return r == ' ' || r == ',' }) {
		if word = strings.TrimSpace(word); known[word] {
			names = append(names, word)
		}
	}
	return names
}
