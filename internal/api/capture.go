package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/capture"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

func captureRoutes(s *server) {
	const tag = "captures"
	register(s, route{ID: "create-capture", Method: http.MethodPost, Path: "/captures", Tag: tag, Needs: access.ConversationWork,
		Summary: "Bring in what somebody said on a network that nobody reads for us",
		Doc: "It is taken in, decided upon and put into a conversation like any other message. The same address brought in again " +
			"is the same message. A network is worked by hand through one account: with new_account it is made on first use.",
		Codes: []switchboard.Code{switchboard.CodeUnsupported, switchboard.CodeNotConnected}}, s.capture)
	register(s, route{ID: "read-capture-address", Method: http.MethodGet, Path: "/captures/address", Tag: tag,
		Needs: access.ConversationWork, Summary: "What an address tells, without keeping or opening it"}, s.captureAddress)
	register(s, route{ID: "read-bookmarklet", Method: http.MethodGet, Path: "/captures/bookmarklet", Tag: tag,
		Needs: access.ConversationWork, Summary: "A bookmark that opens the capture page for the page one looks at"}, s.bookmarklet)
}

// CaptureAuthor is who said it.
type CaptureAuthor struct {
	Name   string `json:"name,omitempty" maxLength:"500" doc:"As it stands there"`
	Handle string `json:"handle,omitempty" maxLength:"200" doc:"As the network writes it"`
	URL    string `json:"url,omitempty" maxLength:"2000" doc:"Of their profile"`
}

// CaptureBody is what somebody brings in.
type CaptureBody struct {
	URL         string                 `json:"url" minLength:"1" maxLength:"4000" doc:"Address of what was said"`
	Text        string                 `json:"text,omitempty" maxLength:"100000" doc:"What was said"`
	Author      CaptureAuthor          `json:"author,omitzero" doc:"Who said it; left out where the address tells"`
	Network     switchboard.NetworkKey `json:"network,omitempty" maxLength:"64" doc:"Only for an address that does not tell"`
	Account     switchboard.AccountID  `json:"account,omitempty" doc:"Which account of ours it is about; left out, the one by which the network is worked"`
	NewAccount  *ByHandAccountBody     `json:"new_account,omitempty" doc:"Confirms that the network is worked by hand from now on; needs account.manage"`
	Visibility  switchboard.Visibility `json:"visibility,omitempty" enum:"public,private" doc:"Who can read it there; left out, public"`
	Kind        string                 `json:"kind,omitempty" enum:"mention,comment,reply,direct,review" doc:"Left out, what is usual at such an address"`
	PublishedAt time.Time              `json:"published_at,omitzero" doc:"When it was said; left out, now"`
	InReplyTo   string                 `json:"in_reply_to,omitempty" maxLength:"4000" doc:"Address of what it answers"`
	Fetch       bool                   `json:"fetch,omitempty" doc:"Open the page once and take what is missing from its description"`
}

// Captured is what became of it.
type Captured struct {
	MessageID      switchboard.MessageID      `json:"message_id"`
	ConversationID switchboard.ConversationID `json:"conversation_id,omitzero" doc:"Absent while it is still worked on"`
	Known          bool                       `json:"known" doc:"It was here already"`
	Account        switchboard.AccountID      `json:"account"`
	Network        switchboard.NetworkKey     `json:"network"`
	URL            string                     `json:"url" doc:"Its address, without what changes nothing"`
	Department     switchboard.DepartmentKey  `json:"department,omitempty" doc:"Which department owns it"`
	Why            string                     `json:"why,omitempty" doc:"Why, in one sentence"`
	Conversation   *switchboard.Conversation  `json:"conversation,omitempty" doc:"Absent for somebody who may not read it"`
	NotFetched     string                     `json:"not_fetched,omitempty" doc:"Why the page could not be opened; what was given is kept all the same"`
}

// capturing is one capture under way.
type capturing struct {
	s       *server
	actor   access.Actor
	body    CaptureBody
	link    capture.Link
	said    capture.Said
	item    connector.Item
	account switchboard.Account
	out     Captured
}

func (s *server) capture(ctx context.Context, in *struct{ Body CaptureBody }) (*BodyOf[Captured], error) {
	c := &capturing{s: s, actor: actorOf(ctx), body: in.Body}
	for _, step := range []func(context.Context) error{c.read, c.through, c.enrich, c.judge, c.list, c.take, c.tell} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return bodyOf(c.out), nil
}

// linkOf reads an address; the network can be named where the address is of a page like any other.
func linkOf(address string, network switchboard.NetworkKey) (capture.Link, error) {
	link, err := capture.Parse(address)
	if err != nil || network == "" || network == link.Network {
		return link, err
	}
	named, err := capture.Find(network)
	if err != nil {
		return link, err
	}
	if link.Network != capture.Website {
		return link, switchboard.Refuse(switchboard.CodeInvalid, "This address is not of %s.", named.Name).WithField("network").
			WithHint("Leave the network out: the address tells it.")
	}
	link.Network = network
	return link, nil
}

// read understands what was given, without asking anybody.
func (c *capturing) read(context.Context) (err error) {
	b := c.body
	if c.link, err = linkOf(b.URL, b.Network); err != nil {
		return err
	}
	raw, err := json.Marshal(b)
	if err != nil {
		return err
	}
	c.said = capture.Said{Link: c.link, Author: capture.Author(b.Author), Text: b.Text, Visibility: b.Visibility,
		Kind: switchboard.MessageKind(b.Kind), Published: b.PublishedAt, Raw: raw}
	if b.InReplyTo == "" {
		return nil
	}
	parent, err := linkOf(b.InReplyTo, c.link.Network)
	if err != nil {
		return inField(err, "in_reply_to")
	}
	if parent.ID == c.link.ID {
		return switchboard.Refuse(switchboard.CodeInvalid, "A message cannot answer itself.").WithField("in_reply_to")
	}
	if c.said.InReplyTo = parent.ID; c.said.Link.Thread == "" {
		c.said.Link.Thread = parent.ID
		if parent.Thread != "" {
			c.said.Link.Thread = parent.Thread
		}
	}
	return nil
}

// through finds the account by which the network is worked. Without one it takes somebody's word to make one.
func (c *capturing) through(ctx context.Context) error {
	return c.s.view(ctx, func(tx *store.Tx) (err error) {
		accounts, err := tx.Accounts()
		if err != nil {
			return err
		}
		if c.account, err = c.choose(accounts); err != nil || !c.account.ID.IsZero() {
			return err
		}
		if c.body.NewAccount == nil {
			return switchboard.Refuse(switchboard.CodeNotConnected, "No account of ours on this network is worked by hand yet.").
				WithField("new_account").WithHint("Send it again with new_account and the handle you have there, or ask somebody who manages accounts.")
		}
		c.account.Handle = c.body.NewAccount.Handle
		return nil
	})
}

// judge refuses what is no message of somebody else's.
func (c *capturing) judge(context.Context) (err error) {
	if c.item, err = c.said.Item(c.s.Time.Now()); err != nil {
		return err
	}
	if capture.SameHandle(c.item.Author.Handle, c.account.Handle) {
		return ourOwn()
	}
	return nil
}

// list makes the account of a network that is worked by hand from now on.
func (c *capturing) list(ctx context.Context) error {
	if !c.account.ID.IsZero() {
		return nil
	}
	return c.s.update(ctx, func(tx *store.Tx) (err error) {
		c.account, err = c.s.listByHandAccount(tx, c.actor, c.link.Network, *c.body.NewAccount)
		return err
	})
}

// choose finds the account by which the network is worked; it is zero when there is none.
func (c *capturing) choose(accounts []switchboard.Account) (found switchboard.Account, err error) {
	for _, a := range accounts {
		asked := c.body.Account.IsZero() && a.Network == c.link.Network || a.ID == c.body.Account
		if !asked || c.actor.May(access.ConversationWork, access.AboutAccount(a)) != nil {
			continue
		}
		switch {
		case a.Network != c.link.Network:
			return found, switchboard.Refuse(switchboard.CodeInvalid, "This account is on another network.").WithField("account").
				WithHint("Leave the account out.")
		case a.State == switchboard.AccountByHand:
			return a, nil
		case a.State != switchboard.AccountHistory:
			return found, switchboard.Refuse(switchboard.CodeConflict, "%s is connected: what is said to it there is heard already.", a.Handle).
				WithField("url").WithHint("Look for it in the inbox. If it does not come, look at the account's health on the networks page.")
		}
	}
	if !c.body.Account.IsZero() {
		return found, switchboard.Refuse(switchboard.CodeNotFound, "There is no such account, or it is not worked by hand.").WithField("account")
	}
	return found, nil
}

// enrich takes what is missing from the description of the page, if that was asked for. It never keeps anything out.
func (c *capturing) enrich(ctx context.Context) error {
	if !c.body.Fetch {
		return nil
	}
	page, err := c.s.readPage(ctx, c.link.URL)
	if err != nil {
		c.out.NotFetched = "The page could not be opened."
		return nil
	}
	if c.said.Text == "" {
		c.said.Text = strings.TrimSpace(page.Title + "\n\n" + page.Text)
	}
	if c.said.Author.Name == "" {
		c.said.Author.Name = page.Author
	}
	if c.said.Published.IsZero() && !page.Published.After(c.s.Time.Now()) && page.Published.After(connector.Earliest()) {
		c.said.Published = page.Published
	}
	return nil
}

// take takes it in, and down the rest of the line at once.
func (c *capturing) take(ctx context.Context) error {
	item := c.item
	known, found, err := c.stored(ctx, item.ExternalID)
	if err != nil {
		return err
	}
	if found && known.Direction == switchboard.Out {
		return ourOwn()
	}
	c.out.Known = found
	if text := strings.TrimSpace(c.said.Text); found && (text == "" || text == known.Content.Text) {
		return nil
	}
	if found {
		if may, err := c.mayCorrect(ctx, known); err != nil || !may {
			return err
		}
		item.Author, item.Published = known.Author, known.PublishedAt // who and when stay as they were told first
	}
	_, err = c.s.In.Take(ctx, intake.Handed{Account: c.account, Lane: capture.Lane,
		Batch: connector.Batch{Items: []connector.Item{item}}}, 0)
	if err != nil {
		return err
	}
	if known, err = c.noted(ctx, item.ExternalID); err != nil {
		return err
	}
	line := c.s.In
	line.Second = nil // a person waits for it, and reads it themselves
	return line.Work(ctx, intake.Work{Node: c.s.In.Intake.Node, MessageID: known.ID, AccountID: known.AccountID,
		Revision: known.Revision, Priority: intake.PriorityOf(intake.Arrival{Message: known, Addressed: true})})
}

// mayCorrect reports whether the actor may say anew what a message says: whoever works its conversation may.
func (c *capturing) mayCorrect(ctx context.Context, known switchboard.Message) (may bool, err error) {
	if known.ConversationID.IsZero() {
		return false, nil
	}
	err = c.s.view(ctx, func(tx *store.Tx) error {
		_, err := mayOf(tx, c.actor, access.ConversationWork, known.ConversationID)
		return err
	})
	if switchboard.IsCode(err, switchboard.CodeNotFound) || switchboard.IsCode(err, switchboard.CodeForbidden) {
		return false, nil
	}
	return err == nil, err
}

// noted reads what was taken in and notes in the audit trail who brought it.
func (c *capturing) noted(ctx context.Context, id string) (m switchboard.Message, err error) {
	if m, _, err = c.stored(ctx, id); err != nil {
		return m, err
	}
	return m, c.s.update(ctx, func(tx *store.Tx) error {
		return access.Audit(tx, c.actor, access.Act{Action: "capture.create", Subject: m.ID.String(), Detail: string(c.link.Network)})
	})
}

func ourOwn() error {
	return switchboard.Refuse(switchboard.CodeConflict, "This is a post of our own.").WithField("url").
		WithHint("Bring in what customers say. What was answered by hand is recorded in its conversation.")
}

func (c *capturing) stored(ctx context.Context, id string) (m switchboard.Message, found bool, err error) {
	err = c.s.view(ctx, func(tx *store.Tx) error {
		m, found, err = tx.MessageByKey(c.account.Realm, id)
		return err
	})
	c.out.MessageID = m.ID
	return m, found, err
}

// tell says where it is now and why.
func (c *capturing) tell(ctx context.Context) error {
	c.out.Account, c.out.Network, c.out.URL = c.account.ID, c.link.Network, c.link.URL
	f := c.s.floorOf()
	return c.s.view(ctx, func(tx *store.Tx) error {
		m, err := tx.Message(c.out.MessageID)
		if err != nil || m.ConversationID.IsZero() {
			return err
		}
		d := ConversationDetail{}
		if d.Conversation, err = tx.Conversation(m.ConversationID); err != nil {
			return err
		}
		hidden := c.actor.May(access.ConversationRead, access.About(d.Conversation)) != nil
		if hidden && c.out.Known {
			return nil // who brings a thing in is told where it went; who brings it again learns nothing of others' work
		}
		if err := f.why(tx, &d); err != nil {
			return err
		}
		c.out.ConversationID, c.out.Department, c.out.Why = d.Conversation.ID, d.Conversation.Department, d.Why
		if !hidden {
			c.out.Conversation = &d.Conversation
		}
		return nil
	})
}
