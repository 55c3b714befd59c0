package api

import (
	"context"
	"net/http"
	"slices"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/flow"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// floorOf gathers what the handlers of conversations, drafts and deliveries need.
func (s *server) floorOf() floor {
	return floor{db: s.DB, desk: s.Desk, out: s.Out, amending: flow.Amending{In: s.In}, correcting: flow.Correcting{In: s.In}, policies: newPolicies(s.In.Policy), blobs: s.Blobs}
}

func conversationRoutes(s *server) {
	const tag = "conversation"
	f := s.floorOf()
	get := func(id, path, summary, doc string) route {
		return route{ID: id, Method: http.MethodGet, Path: path, Tag: tag, Needs: access.ConversationRead, Summary: summary, Doc: doc}
	}
	register(s, get("list-conversations", "/conversations", "A view of the inbox", "Open work comes in the order of its "+
		"deadlines, queues in the order they are served, closed conversations and a customer's newest first."), f.list)
	register(s, get("get-conversation", "/conversations/{id}", "A conversation with everything that is open about it", ""), f.get)
	register(s, get("list-timeline", "/conversations/{id}/timeline", "What was said, oldest first",
		"With latest, the newest messages, still oldest first; next then leads to older ones."), f.timeline)
	register(s, get("get-thread", "/conversations/{id}/legs/{leg}/thread", "The thread around a conversation",
		"Others' messages come folded: without their text unless their conversation may be read."), f.thread)
	register(s, get("list-conversation-events", "/conversations/{id}/events", "What happened to a conversation, oldest first", ""), f.events)
	register(s, get("explain-conversation", "/conversations/{id}/decision", "Why me?", "The last decision in words, its facts, "+
		"what would have changed it, and who was considered."), f.decision)
	register(s, get("explain-waits", "/conversations/{id}/waits", "What the customer waited for", "Every turn of theirs, from "+
		"its first word to our answer, split by cause."), f.waits)
}

func conversationActRoutes(s *server) {
	f := s.floorOf()
	does := func(method, path, id, summary string) route {
		return route{ID: id, Method: method, Path: "/conversations/{id}/" + path, Tag: "conversation", Needs: access.ConversationWork,
			Summary: summary, Doc: "Doing it twice changes nothing. Answers with the conversation as it is now.",
			Codes: []switchboard.Code{switchboard.CodeStale, switchboard.CodeClosed, switchboard.CodeNoLead,
				switchboard.CodeMustExplain, switchboard.CodeUnresolved}}
	}
	post := func(path, id, summary string) route { return does(http.MethodPost, path, id, summary) }
	register(s, post("accept", "accept-offer", "Accept what is offered"), f.accept)
	register(s, post("decline", "decline-offer", "Decline what is offered"), f.decline)
	register(s, post("take", "take-conversation", "Take the lead from the queue, or from somebody with a reason"), f.take)
	register(s, post("release", "release-conversation", "Put it back into its queue"), f.release)
	register(s, post("transfer", "ask-transfer", "Ask somebody to take over"), f.transfer)
	register(s, post("transfer/accept", "accept-transfer", "Take over"), f.acceptTransfer)
	register(s, post("transfer/decline", "decline-transfer", "Do not take over"), f.declineTransfer)
	register(s, does(http.MethodDelete, "transfer", "cancel-transfer", "Take the question back").withStatus(http.StatusOK), f.cancelTransfer)
	register(s, post("snooze", "snooze-conversation", "Put it out of sight until a time"), f.snooze)
	register(s, post("wake", "wake-conversation", "Bring it back at once"), f.wake)
	register(s, post("close", "close-conversation", "End it with a reason"), f.close)
	register(s, post("reopen", "reopen-conversation", "Make it open again"), f.reopen)
	register(s, post("reroute", "reroute-conversation", "Move it to another department's queue"), f.reroute)
	register(s, does(http.MethodPut, "opted-out", "set-opted-out",
		"Record that the customer asked not to be written to unasked, or took it back"), f.optOut)
	register(s, post("notes", "add-note", "Say something that only colleagues read").withStatus(http.StatusCreated), f.note)
}

func (r route) withStatus(status int) route { r.Status = status; return r }

// ListConversationsIn asks for a page of a view.
type ListConversationsIn struct {
	PageInput
	View       store.View                `query:"view" enum:"mine,offered,department,queue,unowned,all,closed,customer" default:"mine" doc:"Which list"`
	Department switchboard.DepartmentKey `query:"department" maxLength:"64" doc:"For the views department and queue"`
	Customer   switchboard.CustomerID    `query:"customer" doc:"For the view customer"`
	Topic      switchboard.TopicKey      `query:"topic" maxLength:"48" doc:"Only conversations that are about this topic of the company's list, archived ones too"`
}

func (in ListConversationsIn) check() error {
	needs := func(field string) error {
		return switchboard.Refuse(switchboard.CodeInvalid, "The view %s needs a %s.", in.View, field).WithField(field)
	}
	switch {
	case (in.View == store.ViewDepartment || in.View == store.ViewQueue) && in.Department == "":
		return needs("department")
	case in.View == store.ViewCustomer && in.Customer.IsZero():
		return needs("customer")
	case in.Topic != "" && !in.Topic.Valid():
		return switchboard.Refuse(switchboard.CodeInvalid, "That is no key of a topic.").WithField("topic").
			WithHint("The company's topics are listed at /api/v1/topics.")
	}
	return nil
}

// ListedConversation is a conversation as a list shows it.
type ListedConversation struct {
	switchboard.Conversation
	ToPost bool                    `json:"to_post,omitempty" doc:"An answer waits for somebody to post it by hand"`
	Alarm  switchboard.NoticeEvent `json:"alarm,omitempty" enum:"safety,crisis" doc:"The kind of an alarm that is not over"`
}

// listed marks the conversations of a page in which an answer waits to be posted, and those with an alarm.
func listed(tx *store.Tx, page Page[switchboard.Conversation]) (*PageOf[ListedConversation], error) {
	ids := make([]switchboard.ConversationID, len(page.Items))
	for i, c := range page.Items {
		ids[i] = c.ID
	}
	waits, err := tx.ByHandAmong(ids)
	if err != nil {
		return nil, err
	}
	alarms, err := notices.In(tx.Tx).OpenAmong(ids)
	items := make([]ListedConversation, len(ids))
	for i, c := range page.Items {
		items[i] = ListedConversation{c, waits[c.ID], alarms[c.ID]}
	}
	out := allOf(items)
	out.Body.Next = page.Next
	return out, err
}

func (f floor) list(ctx context.Context, in *ListConversationsIn) (out *PageOf[ListedConversation], err error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	after, err := in.place()
	if err != nil {
		return nil, err
	}
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		q := store.Inbox{View: in.View, Agent: a.Agent, Department: in.Department, Customer: in.Customer, Topic: in.Topic, After: after,
			Limit: in.Limit + 1, Visible: a.Visible()}
		items, err := tx.Inbox(q)
		if err != nil {
			return err
		}
		out, err = listed(tx, pageOf(items, in.Limit, q.Next).Body)
		return err
	})
	return out, err
}

// ConversationDetail is a conversation with everything that is open about it.
type ConversationDetail struct {
	Conversation switchboard.Conversation `json:"conversation"`
	Legs         []switchboard.Leg        `json:"legs" nullable:"false"`
	Why          string                   `json:"why,omitempty" doc:"Why it is where it is, in one sentence"`
	Deliveries   []switchboard.Delivery   `json:"deliveries" nullable:"false" doc:"Those whose fate is open, that did not go out, or that came back"`
	ByHand       []ByHand                 `json:"by_hand" nullable:"false" doc:"Answers that wait for somebody to post them, with what to post and where"`
	Alarms       []AlarmView              `json:"alarms" nullable:"false" doc:"Those that are not over, with whom they called"`
	Actions      []Possible               `json:"actions" nullable:"false" doc:"What depends on who else works here, and why it cannot be done"`
	Drafts       []switchboard.Draft      `json:"drafts" nullable:"false" doc:"Those that are not sent or dropped"`
	Handover     *HandoverNote            `json:"handover,omitempty" doc:"What whoever led before left when their shift ended; until we have answered"`
}

func (f floor) get(ctx context.Context, in *ConversationIn) (out *Tagged[ConversationDetail], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		c, err := mayOf(tx, a, access.ConversationRead, in.ID)
		if err != nil {
			return err
		}
		d := ConversationDetail{Conversation: c, Deliveries: []switchboard.Delivery{}, Drafts: []switchboard.Draft{},
			ByHand: []ByHand{}, Alarms: []AlarmView{}}
		for _, fill := range f.details(a) {
			if err := fill(tx, &d); err != nil {
				return err
			}
		}
		out = &Tagged[ConversationDetail]{ETag: versionTag(c.Version), Body: d}
		return nil
	})
	return out, err
}

// details fills in what the actor may see beside the conversation itself: texts in the making are for those who write.
func (f floor) details(a access.Actor) []func(*store.Tx, *ConversationDetail) error {
	fills := []func(*store.Tx, *ConversationDetail) error{legsOf, openDeliveries, openAlarms, f.why, possible(a.Agent), handover}
	if a.Has(access.DraftWrite) {
		fills = append(fills, openDrafts, waitingByHand)
	}
	return fills
}

func legsOf(tx *store.Tx, d *ConversationDetail) error {
	legs, err := tx.Legs(d.Conversation.ID)
	d.Legs = append([]switchboard.Leg{}, legs...)
	return err
}

// maxDeliveries bounds how far back a conversation's deliveries are looked through.
const maxDeliveries = 500

func openDeliveries(tx *store.Tx, d *ConversationDetail) error {
	all, err := tx.ConversationDeliveries(d.Conversation.ID, maxDeliveries)
	for _, one := range all {
		if (one.State != switchboard.DeliverySent || !one.ReturnedAt.IsZero()) && one.State != switchboard.DeliveryDropped {
			d.Deliveries = append(d.Deliveries, one)
		}
	}
	return err
}

func openAlarms(tx *store.Tx, d *ConversationDetail) error {
	page, err := alarmsOf(tx, d.Conversation.ID)
	if err != nil {
		return err
	}
	for _, a := range page.Body.Items {
		if a.State != switchboard.AlarmOver {
			d.Alarms = append(d.Alarms, a)
		}
	}
	return nil
}

func openDrafts(tx *store.Tx, d *ConversationDetail) error {
	all, err := tx.Drafts(d.Conversation.ID)
	for _, one := range all {
		if one.State != switchboard.DraftSent && one.State != switchboard.DraftDropped {
			d.Drafts = append(d.Drafts, one)
		}
	}
	return err
}

func (f floor) why(tx *store.Tx, d *ConversationDetail) error {
	if d.Conversation.DecisionID.IsZero() {
		return nil
	}
	row, err := tx.Decision(d.Conversation.DecisionID)
	if err != nil {
		return err
	}
	d.Why, err = f.policies.explain(tx, row.Decision)
	return err
}

// EventsIn asks for the journal of a conversation.
type EventsIn struct {
	ConversationIn
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"500" doc:"Events at most; of more, the last ones, oldest first"`
}

func (f floor) events(ctx context.Context, in *EventsIn) (out *PageOf[switchboard.Event], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		if _, err := mayOf(tx, a, access.ConversationRead, in.ID); err != nil {
			return err
		}
		events, err := tx.LatestEvents(in.ID, in.Limit)
		out = allOf(slices.DeleteFunc(events, func(e switchboard.Event) bool {
			return e.Kind == switchboard.EventFocus && !a.SeesFocusOf(e.Agent)
		}))
		return err
	})
	return out, err
}
