package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/live"
	"switchboard/internal/store"
)

func eventRoutes(s *server) {
	text := func(name, in, doc string) *huma.Param {
		return &huma.Param{Name: name, In: in, Description: doc, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	registerRaw(s, route{ID: "follow-events", Method: http.MethodGet, Path: "/events", Tag: "event", Needs: access.ConversationRead,
		Stream: true, Summary: "What happens, as it happens (Server-Sent Events)",
		Doc: "Every event the reader may see comes once, with the id `incarnation:position`. A client that comes back with " +
			"Last-Event-ID misses nothing. `event: ready` says where the stream begins; `event: reset` says that the id is " +
			"not known here, so that everything has to be read again. History is left out. The stream ends when its " +
			"credential does."},
		[]*huma.Param{text("Last-Event-ID", "header", "The last event that was seen"),
			text("after", "query", "The same, for a client that cannot set headers")}, s.follow)
	register(s, route{ID: "read-journal", Method: http.MethodGet, Path: "/journal", Tag: "event", Needs: access.JournalRead,
		Summary: "The journal, page by page", Doc: "For programs that ask instead of following; history is in it. A page may " +
			"be empty and still have a next."}, s.journal)
}

// JournalIn asks for a page of the journal.
type JournalIn struct {
	After string `query:"after" maxLength:"200" doc:"The next of the page before; left out, the beginning"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"200" doc:"Events that are looked at"`
}

// JournalPage is what the reader may see of a stretch of the journal.
type JournalPage struct {
	Items []switchboard.Event `json:"items" nullable:"false"`
	Next  string              `json:"next" doc:"Pass it as after; it is the same again while nothing new happened"`
	Reset bool                `json:"reset,omitempty" doc:"The after given is not known here: read everything again"`
	More  bool                `json:"more" doc:"There is more to read at once"`
}

func (s *server) journal(ctx context.Context, in *JournalIn) (out *BodyOf[JournalPage], err error) {
	actor := actorOf(ctx)
	err = s.view(ctx, func(tx *store.Tx) error {
		at, reset, err := s.begin(tx, in.After)
		if err != nil {
			return err
		}
		if in.After == "" {
			at.Position = 0
		}
		events, err := tx.Events(at.Position, in.Limit)
		if err != nil {
			return err
		}
		page := JournalPage{Items: []switchboard.Event{}, Reset: reset, More: len(events) == in.Limit}
		for _, e := range events {
			at.Position = e.Position
			if actor.Sees(e) {
				page.Items = append(page.Items, e)
			}
		}
		page.Next = at.String()
		out = bodyOf(page)
		return nil
	})
	return out, err
}

// begin finds where a follower goes on. No id means the head, without a reset.
func (s *server) begin(tx *store.Tx, last string) (at live.Cursor, reset bool, err error) {
	installation, err := tx.Installation()
	if err != nil {
		return at, false, err
	}
	head, err := tx.LastPosition()
	if err != nil {
		return at, false, err
	}
	at = live.Cursor{Incarnation: installation.Incarnation, Position: head}
	if last == "" {
		return at, false, nil
	}
	cursor, _ := live.ParseCursor(last) // what cannot be read is of no incarnation
	at.Position, reset = live.Resume(cursor, installation.Incarnation, head)
	return at, reset, nil
}
