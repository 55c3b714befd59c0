package storetest

import (
	"fmt"
	"time"

	"switchboard"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// Talk is one customer's matter with everything it stands on.
type Talk struct {
	switchboard.Conversation
	Identity switchboard.Identity
	Thread   switchboard.Thread
	Leg      switchboard.Leg
}

// Meet makes an identity with a customer behind it.
func (w *World) Meet(name string) switchboard.Identity {
	w.T.Helper()
	return write(w, func(tx *store.Tx) (switchboard.Identity, error) {
		who := switchboard.Identity{ID: id[switchboard.IdentityID](w), Realm: realm, ExternalID: "u-" + name, Handle: name,
			Name: name}
		who, err := tx.MeetIdentity(who, w.Start)
		if err != nil || !who.CustomerID.IsZero() {
			return who, err
		}
		who.CustomerID = id[switchboard.CustomerID](w)
		return who, tx.InsertCustomer(switchboard.Customer{ID: who.CustomerID, Name: name, CreatedAt: w.Start}, who.ID,
			switchboard.BasisFirstSeen)
	})
}

// Talk opens a queued conversation of the service department with one public leg; change may make it something else
// before it is stored.
func (w *World) Talk(name string, change func(*switchboard.Conversation)) Talk {
	w.T.Helper()
	talk := Talk{Identity: w.Meet(name), Conversation: switchboard.Conversation{
		ID: id[switchboard.ConversationID](w), BrandID: w.Brand.ID, AccountID: w.Account.ID, Network: "practice",
		Origin: switchboard.Live, Department: Service, Stance: switchboard.StanceQueued, Ball: switchboard.BallUs,
		Visibility: switchboard.Public, Urgency: switchboard.UrgencyNormal, Intent: switchboard.IntentQuestion,
		Sentiment: switchboard.SentimentNeutral, Language: "en", RequiredLevel: 1, QueuedAt: w.Start,
		Preview: "My kettle sings", CustomerName: name, FirstMessageAt: w.Start, LastMessageAt: w.Start, MessageCount: 1,
		Version: 1,
	}}
	talk.CustomerID = talk.Identity.CustomerID
	if change != nil {
		change(&talk.Conversation)
	}
	w.Update(func(tx *store.Tx) (err error) {
		if err := tx.InsertConversation(talk.Conversation); err != nil {
			return err
		}
		if err := tx.Count(switchboard.Conversation{}, talk.Conversation); err != nil {
			return err
		}
		talk.Thread, err = tx.EnsureThread(switchboard.Thread{ID: id[switchboard.ThreadID](w), Realm: realm, Key: "t-" + name +
			fmt.Sprint(w.made)})
		if err != nil {
			return err
		}
		talk.Leg = switchboard.Leg{ID: id[switchboard.LegID](w), ConversationID: talk.ID, AccountID: w.Account.ID,
			Kind: switchboard.LegPublic, ThreadID: talk.Thread.ID, IdentityID: talk.Identity.ID, LastMessageKey: "m-" + name}
		_, err = tx.InsertLeg(talk.Leg, w.Start)
		return err
	})
	return talk
}

// Change stores what a conversation has become, as the line does: version, counters.
func (w *World) Change(talk *Talk, change func(*switchboard.Conversation)) {
	w.T.Helper()
	before := talk.Conversation
	change(&talk.Conversation)
	talk.Version++
	w.Update(func(tx *store.Tx) error {
		if err := tx.UpdateConversation(talk.Conversation, before.Version); err != nil {
			return err
		}
		return tx.Count(before, talk.Conversation)
	})
}

// Says makes a customer's message on a talk, not yet stored.
func (w *World) Says(talk Talk, key, text string, after time.Duration) intake.Arrival {
	return intake.Arrival{Digest: []byte(text), Addressed: true, Message: switchboard.Message{
		ID: id[switchboard.MessageID](w), Network: "practice", Realm: realm, ExternalID: key, AccountID: w.Account.ID,
		Direction: switchboard.In, Visibility: switchboard.Public, Kind: switchboard.KindMention, Origin: switchboard.Live,
		Author:    switchboard.Author{ID: talk.Identity.ExternalID, Handle: talk.Identity.Handle},
		ThreadKey: talk.Thread.Key, Content: switchboard.Content{Text: text, Lang: "en"}, URL: "https://practice.example/" + key,
		Revision: 1, PublishedAt: w.Start.Add(after), ReceivedAt: w.Start.Add(after + time.Second),
	}}
}

// Draft saves a text of the given number of parts on a talk.
func (w *World) Draft(talk Talk, parts int) switchboard.Draft {
	w.T.Helper()
	d := switchboard.Draft{ID: id[switchboard.DraftID](w), ConversationID: talk.ID, LegID: talk.Leg.ID, AuthorID: w.Ada.ID,
		Epoch: 1, ReplyTo: talk.Leg.LastMessageKey, To: "list@talk.example", State: switchboard.DraftEditing, Hash: "h1", Version: 1, UpdatedAt: w.Start}
	for i := range parts {
		d.Parts = append(d.Parts, switchboard.Part{Text: fmt.Sprintf("Please descale it, step %d.", i+1)})
	}
	w.Update(func(tx *store.Tx) error { return tx.SaveDraft(d) })
	return d
}

// Send puts a draft's parts on their way, each to be tried at the given time at the earliest.
func (w *World) Send(d switchboard.Draft, notBefore time.Time) []switchboard.Delivery {
	w.T.Helper()
	var sends []switchboard.Delivery
	for i := range d.Parts {
		sends = append(sends, switchboard.Delivery{ID: id[switchboard.DeliveryID](w), DraftID: d.ID,
			ConversationID: d.ConversationID, LegID: d.LegID, AccountID: w.Account.ID, Part: i,
			State: switchboard.DeliveryWaiting, NotBefore: notBefore})
	}
	d.State = switchboard.DraftSending
	d.Version++
	w.Update(func(tx *store.Tx) error {
		if err := tx.SaveDraft(d); err != nil {
			return err
		}
		return tx.InsertDeliveries(sends)
	})
	return sends
}
