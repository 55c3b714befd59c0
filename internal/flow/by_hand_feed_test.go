package flow_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/connector/feed"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// comments is a blog's feed of comments; it does not say what a comment answers.
type comments struct {
	scene *scene
	page  atomic.Pointer[string]
	conn  connector.Conn
	at    connector.Cursor
}

func newComments(s *scene) *comments {
	s.Helper()
	c := &comments{scene: s}
	c.say()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, *c.page.Load()) }))
	s.Cleanup(server.Close)
	var err error
	c.conn, err = feed.Spec().Open(s.Context(), connector.Env{Config: map[string]string{"url": server.URL, "our_names": "Kettles Team"},
		Reading: http.DefaultClient, Now: s.site.Clock.Now})
	if err != nil {
		s.Fatal(err)
	}
	return c
}

// say sets what stands in the feed: pairs of an author and a text, the oldest first.
func (c *comments) say(pairs ...string) {
	var items strings.Builder
	for n := len(pairs) - 2; n >= 0; n -= 2 {
		fmt.Fprintf(&items, `<item><guid>c%d</guid><link>/lids#comment-%d</link><dc:creator>%s</dc:creator><description>%s</description></item>`, n/2, n/2, pairs[n], pairs[n+1])
	}
	page := `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Comments</title>` + items.String() + `</channel></rss>`
	c.page.Store(&page)
}

// read looks once, and lets what came go down the line.
func (c *comments) read() {
	s := c.scene
	s.Helper()
	s.site.Clock.Advance(time.Minute)
	_, err := c.conn.(connector.Reader).Read(s.Context(), connector.Errand{Lane: connector.LanePoll, Cursor: c.at},
		connector.HandoverFunc(func(ctx context.Context, batch connector.Batch) error {
			c.at = batch.Next
			_, err := s.in.Take(ctx, intake.Handed{Account: s.account, Lane: connector.LanePoll, Batch: batch}, 0)
			return err
		}))
	if err != nil {
		s.Fatal(err)
	}
	if failed, err := s.line.Drain(s.Context()); err != nil || failed > 0 {
		s.Fatalf("%d failed, %v", failed, err)
	}
}

// A comment on a blog is answered by hand, and the answer is recognised in the feed, recorded or not.
func TestACommentIsAnsweredByHand(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(s *scene) {
		s.account.State = switchboard.AccountLive
		s.in.Out.Spec = func(switchboard.NetworkKey) (connector.Spec, bool) { return feed.Spec(), true }
		if err := s.app.DB.Update(s.Context(), func(tx *store.Tx) error { return tx.UpdateAccount(s.account) }); err != nil {
			s.Fatal(err)
		}
		s.answersInFeed(newComments(s))
	})
}

func (s *scene) answersInFeed(c *comments) {
	c.read()
	c.say("Mirela", "My lid is loose.")
	c.read()
	s.takes("c0", s.ada)
	d, ruling := s.prepares("c0", "We send you a new one.", s.ada)
	if d.State != switchboard.DeliveryByHand {
		s.Fatalf("%+v, %+v", d, ruling)
	}
	c.say("Mirela", "My lid is loose.", "Kettles Team", "We send you a new one.")
	s.site.Clock.Advance(3 * 24 * time.Hour) // nobody recorded it
	c.read()
	if got := s.delivery(d); got.State != switchboard.DeliverySent || got.SettledBy != "echo" || got.ExternalID != "c1" {
		s.Errorf("%+v", got)
	}
	if c := s.talk("c0"); c.Ball != switchboard.BallCustomer {
		s.Errorf("the ball is with %s", c.Ball)
	}
	c.say("Mirela", "My lid is loose.", "Kettles Team", "We send you a new one.", "Kettles Team", "Give me your password.")
	c.read()
	if m := s.message("c2"); m.Direction != switchboard.In || m.Content.Sender != switchboard.SenderUnproven || m.ConversationID.IsZero() {
		s.Errorf("a stranger under our name: %s, %q, in %s", m.Direction, m.Content.Sender, m.ConversationID)
	}
	c.say("Mirela", "My lid is loose.", "Kettles Team", "We send you a new one.", "Kettles Team", "Give me your password.", "Mirela", "Thank you!")
	c.read()
	s.wantTimeline("c0", "in My lid is loose.", "out We send you a new one.", "in Thank you!")
}
