package outbox

import (
	"testing"
	"time"

	"switchboard"
)

func TestAmend(t *testing.T) {
	t.Parallel()
	again := Amended{Delay: time.Minute, Code: "timeout", Answer: "The network did not answer."}
	for name, each := range map[string]struct {
		attempts int
		what     Amended
		state    switchboard.AmendmentState
		kind     switchboard.EventKind
		code     string
	}{
		"done":              {0, Amended{Done: true, Code: "200"}, switchboard.AmendmentDone, switchboard.EventAmendmentDone, ""},
		"refused":           {0, Amended{Refused: true, Code: "403"}, switchboard.AmendmentFailed, switchboard.EventAmendmentFailed, "403"},
		"no answer":         {0, again, switchboard.AmendmentWaiting, "", "timeout"},
		"no answer, nearly": {MaxAttempts - 2, again, switchboard.AmendmentWaiting, "", "timeout"},
		"no answer at last": {MaxAttempts - 1, again, switchboard.AmendmentFailed, switchboard.EventAmendmentFailed, ReasonGaveUp},
	} {
		a, events := Amend(switchboard.Amendment{State: switchboard.AmendmentWaiting, Attempt: each.attempts}, each.what, noon)
		var kind switchboard.EventKind
		for _, e := range events {
			kind = e.Kind
		}
		if a.State != each.state || kind != each.kind || a.Code != each.code || a.Attempt != each.attempts+1 {
			t.Errorf("%s: %s, %q, %+v", name, a.State, kind, a)
		}
		waits := a.State == switchboard.AmendmentWaiting
		if waits != a.NotBefore.Equal(noon.Add(time.Minute)) || waits != a.SettledAt.IsZero() {
			t.Errorf("%s: not before %s, settled %s", name, a.NotBefore, a.SettledAt)
		}
	}
}

func TestWhoMayWishWhat(t *testing.T) {
	t.Parallel()
	ada, bo := switchboard.AgentID{1}, switchboard.AgentID{2}
	ours := switchboard.Message{Direction: switchboard.Out, Visibility: switchboard.Public, Revision: 1, ExternalID: "p1",
		Content: switchboard.Content{Text: "On Thursday."}}
	theirs := switchboard.Message{Direction: switchboard.In, Visibility: switchboard.Public, Revision: 1, ExternalID: "p2"}
	led := switchboard.Conversation{Stance: switchboard.StanceLed, Lead: ada}
	queued := switchboard.Conversation{Stance: switchboard.StanceQueued}
	closed := switchboard.Conversation{Stance: switchboard.StanceClosed, LastLead: ada}
	edit, remove := switchboard.AmendEdit, switchboard.AmendDelete
	hide, show := switchboard.AmendHide, switchboard.AmendShow
	for name, each := range map[string]struct {
		kind    switchboard.AmendmentKind
		of      switchboard.Message
		in      switchboard.Conversation
		by      switchboard.AgentID
		manages bool
		change  func(*Wish)
		want    switchboard.Code
	}{
		"the lead edits":                   {kind: edit, of: ours, in: led, by: ada},
		"the lead deletes":                 {kind: remove, of: ours, in: led, by: ada},
		"the lead hides":                   {kind: hide, of: theirs, in: led, by: ada},
		"the lead shows":                   {kind: show, of: theirs, in: led, by: ada, change: func(w *Wish) { w.Amendment.Reason = "" }},
		"somebody else edits":              {kind: edit, of: ours, in: led, by: bo, want: switchboard.CodeForbidden},
		"a manager edits in its place":     {kind: edit, of: ours, in: led, by: bo, manages: true, want: switchboard.CodeForbidden},
		"a manager deletes":                {kind: remove, of: ours, in: led, by: bo, manages: true},
		"a manager edits what nobody has":  {kind: edit, of: ours, in: queued, by: bo, manages: true, want: switchboard.CodeNoLead},
		"a manager hides what nobody has":  {kind: hide, of: theirs, in: queued, by: bo, manages: true},
		"somebody hides what nobody has":   {kind: hide, of: theirs, in: queued, by: bo, want: switchboard.CodeNoLead},
		"the last lead edits":              {kind: edit, of: ours, in: closed, by: ada},
		"another one edits what is closed": {kind: edit, of: ours, in: closed, by: bo, want: switchboard.CodeForbidden},
		"a customer's post is edited":      {kind: edit, of: theirs, in: led, by: ada, want: switchboard.CodeInvalid},
		"our own post is hidden":           {kind: hide, of: ours, in: led, by: ada, want: switchboard.CodeInvalid},
		"private words are hidden": {kind: hide, of: theirs, in: led, by: ada, want: switchboard.CodeInvalid,
			change: func(w *Wish) { w.Message.Visibility = switchboard.Private }},
		"a note is deleted": {kind: remove, of: ours, in: led, by: ada, want: switchboard.CodeInvalid,
			change: func(w *Wish) { w.Message.Visibility = switchboard.Internal }},
		"what is gone is edited": {kind: edit, of: ours, in: led, by: ada, want: switchboard.CodeConflict,
			change: func(w *Wish) { w.Message.DeletedAt = noon }},
		"an older revision": {kind: edit, of: ours, in: led, by: ada, want: switchboard.CodeStale,
			change: func(w *Wish) { w.Message.Revision = 2 }},
		"its id is not known": {kind: edit, of: ours, in: led, by: ada, want: switchboard.CodeUnsupported,
			change: func(w *Wish) { w.Message.ExternalID = switchboard.DeliveryID{3}.String() }},
		"the same words": {kind: edit, of: ours, in: led, by: ada, want: switchboard.CodeInvalid,
			change: func(w *Wish) { w.Amendment.Text = "On Thursday." }},
		"words for a deletion": {kind: remove, of: ours, in: led, by: ada, want: switchboard.CodeInvalid,
			change: func(w *Wish) { w.Amendment.Text = "gone" }},
		"no reason": {kind: hide, of: theirs, in: led, by: ada, want: switchboard.CodeMustExplain,
			change: func(w *Wish) { w.Amendment.Reason = " " }},
	} {
		w := Wish{Amendment: switchboard.Amendment{Kind: each.kind, By: each.by, Reason: "a slip"}, Revision: 1, Message: each.of,
			Conversation: each.in, Manages: each.manages}
		if each.kind == edit {
			w.Amendment.Text = "On Friday."
		}
		if each.change != nil {
			each.change(&w)
		}
		if err := w.Check(); (each.want == "") != (err == nil) || err != nil && !switchboard.IsCode(err, each.want) {
			t.Errorf("%s: %v, want %q", name, err, each.want)
		}
	}
}

func TestDroppedAndDoneAllTheSame(t *testing.T) {
	t.Parallel()
	a := switchboard.Amendment{State: switchboard.AmendmentWaiting, By: switchboard.AgentID{1}, NotBefore: noon}
	a, events := DropAmendment(a, switchboard.AgentID{2}, noon)
	if a.State != switchboard.AmendmentDropped || !a.NotBefore.IsZero() || len(events) != 1 || events[0].Actor != (switchboard.AgentID{2}) {
		t.Errorf("%+v, %+v", a, events)
	}
	if a, events = Amend(a, Amended{Done: true}, noon); a.State != switchboard.AmendmentDone || events[0].ActorKind != switchboard.ActorSystem {
		t.Errorf("%+v, %+v", a, events)
	}
}
