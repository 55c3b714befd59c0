package api

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/notice"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

func noticeRoutes(s *server) {
	declare := func(method, path, id, summary, doc string) route {
		return route{ID: id, Method: method, Path: path, Tag: "notices", Needs: access.ConversationRead, Summary: summary, Doc: doc}
	}
	register(s, declare("GET", "/notices", "list-notices", "What one should know", "One's own alone: unread ones first, the newest first. "+
		"On the event stream, notice.raised and notice.seen say when to read it again."), s.listNotices)
	register(s, declare("GET", "/notices/{id}", "read-notice", "One notice, and what became of each way it goes", ""), s.readNotice)
	register(s, declare("POST", "/notices/{id}/seen", "see-notice", "Say that one has seen it",
		"What was still to be told of it in other ways is not told.").withStatus(http.StatusOK), s.seeNotice)
	register(s, declare("POST", "/notices/seen-all", "see-notices", "Say that one has seen all of them", "").withStatus(http.StatusOK), s.seeAll)
	register(s, declare("POST", "/conversations/{id}/seen", "see-conversation", "Say that one has opened a conversation",
		"One's notices about it count as seen.").withStatus(http.StatusOK), s.seeConversation)
}

// NoticeView is a notice as its person sees it.
type NoticeView struct {
	switchboard.Notice
	Title    string                 `json:"title" doc:"In a few words, in English; programs go by event"`
	Customer string                 `json:"customer,omitempty" doc:"Whom it is about, while one may see that"`
	Network  switchboard.NetworkKey `json:"network,omitempty"`
}

// NoticePage is a page of notices.
type NoticePage struct {
	Items  []NoticeView `json:"items" nullable:"false"`
	Next   string       `json:"next,omitempty" doc:"Pass it as after for the page behind this one; absent on the last page"`
	Unread int64        `json:"unread" doc:"How many are not seen, on all pages"`
}

// Unread is how many notices one has not seen.
type Unread struct {
	Unread int64 `json:"unread"`
}

func (s *server) listNotices(ctx context.Context, in *PageInput) (out *BodyOf[NoticePage], err error) {
	after, err := parseSpot(in.After)
	if err != nil {
		return nil, err
	}
	actor := actorOf(ctx)
	err = s.view(ctx, func(tx *store.Tx) error {
		tables := notices.In(tx.Tx)
		items, err := tables.List(actor.Agent, after, in.Limit+1)
		if err != nil {
			return err
		}
		page := NoticePage{}
		if len(items) > in.Limit {
			items = items[:in.Limit]
			page.Next = spotOf(items[in.Limit-1])
		}
		if page.Items, err = viewNotices(tx, actor, items); err != nil {
			return err
		}
		page.Unread, err = tables.Unread(actor.Agent)
		out = bodyOf(page)
		return err
	})
	return out, err
}

// viewNotices names whom notices are about, as far as the actor may still see that.
func viewNotices(tx *store.Tx, actor access.Actor, items []switchboard.Notice) ([]NoticeView, error) {
	var ids []switchboard.ConversationID
	for _, n := range items {
		if !n.ConversationID.IsZero() {
			ids = append(ids, n.ConversationID)
		}
	}
	talks, err := tx.ConversationsOf(ids)
	if err != nil {
		return nil, err
	}
	of := map[switchboard.ConversationID]switchboard.Conversation{}
	for _, c := range talks {
		if actor.May(access.ConversationRead, access.About(c)) == nil {
			of[c.ID] = c
		}
	}
	out := make([]NoticeView, len(items))
	for i, n := range items {
		c := of[n.ConversationID]
		out[i] = NoticeView{Notice: n, Title: notice.Title(n.Event), Customer: c.CustomerName, Network: c.Network}
	}
	return out, nil
}

// spotOf is the opaque form of where a page of notices ends.
func spotOf(n switchboard.Notice) string {
	var raw [25]byte
	if n.SeenAt.IsZero() {
		raw[0] = 1
	}
	binary.BigEndian.PutUint64(raw[1:9], uint64(n.LastAt.UnixMicro()))
	copy(raw[9:], n.ID[:])
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

func parseSpot(text string) (s notices.Spot, err error) {
	if text == "" {
		return s, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) != 25 || raw[0] > 1 {
		return s, switchboard.Refuse(switchboard.CodeInvalid, "That is not a place in this list.").WithField("after").
			WithHint("Use the `next` value of the page before, or leave it out.").WithCause(err)
	}
	s.Unread, s.At = raw[0] == 1, time.UnixMicro(int64(binary.BigEndian.Uint64(raw[1:9]))).UTC()
	copy(s.ID[:], raw[9:])
	return s, nil
}

// NoticeIn names a notice.
type NoticeIn struct {
	ID switchboard.NoticeID `path:"id" doc:"The notice"`
}

// NoticeDetail is a notice with what became of its ways.
type NoticeDetail struct {
	Notice NoticeView     `json:"notice"`
	Ways   []notices.Fate `json:"ways" nullable:"false" doc:"Beside the console: waiting, sending, told, failed, unknown or dropped"`
}

func (s *server) readNotice(ctx context.Context, in *NoticeIn) (out *BodyOf[NoticeDetail], err error) {
	actor := actorOf(ctx)
	err = s.view(ctx, func(tx *store.Tx) error {
		n, err := ownNotice(tx, actor, in.ID)
		if err != nil {
			return err
		}
		views, err := viewNotices(tx, actor, []switchboard.Notice{n})
		if err != nil {
			return err
		}
		fates, err := notices.In(tx.Tx).Fates(n.ID)
		out = bodyOf(NoticeDetail{Notice: views[0], Ways: append([]notices.Fate{}, fates...)})
		return err
	})
	return out, err
}

func ownNotice(tx *store.Tx, actor access.Actor, id switchboard.NoticeID) (switchboard.Notice, error) {
	n, found, err := notices.In(tx.Tx).Notice(actor.Agent, id)
	if err == nil && !found {
		err = switchboard.Refuse(switchboard.CodeNotFound, "There is no such notice, or it is somebody else's.")
	}
	return n, err
}

// see marks some of the actor's notices and answers with how many are left.
func (s *server) see(ctx context.Context, which func(*store.Tx, access.Actor) (notices.Which, error)) (out *BodyOf[Unread], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		w, err := which(tx, actor)
		if err != nil {
			return err
		}
		w.Agent = actor.Agent
		if _, err := notice.See(tx, w, switchboard.SeenRead); err != nil {
			return err
		}
		left, err := notices.In(tx.Tx).Unread(actor.Agent)
		out = bodyOf(Unread{left})
		return err
	})
	return out, err
}

func (s *server) seeNotice(ctx context.Context, in *NoticeIn) (*BodyOf[Unread], error) {
	return s.see(ctx, func(tx *store.Tx, a access.Actor) (notices.Which, error) {
		n, err := ownNotice(tx, a, in.ID)
		return notices.Which{ID: n.ID}, err
	})
}

func (s *server) seeAll(ctx context.Context, _ *struct{}) (*BodyOf[Unread], error) {
	return s.see(ctx, func(*store.Tx, access.Actor) (notices.Which, error) { return notices.Which{}, nil })
}

func (s *server) seeConversation(ctx context.Context, in *ConversationIn) (*BodyOf[Unread], error) {
	return s.see(ctx, func(tx *store.Tx, a access.Actor) (notices.Which, error) {
		c, err := mayOf(tx, a, access.ConversationRead, in.ID)
		return notices.Which{ConversationID: c.ID}, err
	})
}
