package api

import (
	"context"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/focus"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
)

func focusRoutes(s *server) {
	f := s.floorOf()
	const tag = "focus"
	register(s, route{ID: "report-focus", Method: http.MethodPost, Path: "/conversations/{id}/focus", Tag: tag, Person: true,
		Summary: "Say when one really had a conversation before oneself", Body: 64 << 10,
		Doc: "For the console. What cannot be is refused whole, and what was reported already, from whatever tab or about " +
			"whatever conversation, does not count again. Times are those of the browser's clock, sent_at among them: a clock " +
			"that is wrong does no harm. Answers with what was counted."}, f.reportFocus)
	register(s, route{ID: "read-own-focus", Method: http.MethodGet, Path: "/me/focus", Tag: tag, SignedIn: true,
		Summary: "What one's own time went to, day by day", Doc: "Days are UTC, the newest first; those without any are left out."}, f.ownFocus)
	register(s, route{ID: "read-focus", Method: http.MethodGet, Path: "/agents/{id}/focus", Tag: tag, Needs: access.FocusRead,
		Summary: "What one person's time went to, day by day", Doc: "One person at a time, to learn what work takes. It is no " +
			"measure of anybody: there is no list that compares people."}, f.focusOf)
}

// FocusIn reports focus on one conversation.
type FocusIn struct {
	ConversationIn
	Body struct {
		SentAt time.Time   `json:"sent_at" doc:"Now, by the clock the spans go by"`
		Spans  []FocusSpan `json:"spans" minItems:"1" maxItems:"100" nullable:"false" doc:"Without overlap, each of 15 minutes at most and not older than 12 hours"`
	}
}

// FocusSpan is a time in which the page was in sight and somebody was at it.
type FocusSpan struct {
	Part  switchboard.FocusPart `json:"part" enum:"reading,writing"`
	From  time.Time             `json:"from"`
	Until time.Time             `json:"until"`
}

// FocusCounted says what was counted of a report.
type FocusCounted struct {
	Seconds switchboard.Seconds `json:"counted_seconds"`
}

func (f floor) reportFocus(ctx context.Context, in *FocusIn) (out *BodyOf[FocusCounted], err error) {
	err = f.update(ctx, func(tx *store.Tx, a access.Actor) error {
		c, err := mayOf(tx, a, access.ConversationRead, in.ID)
		if err != nil {
			return err
		}
		spans := make([]switchboard.Focus, len(in.Body.Spans))
		for i, s := range in.Body.Spans {
			spans[i] = switchboard.Focus{AgentID: a.Agent, ConversationID: c.ID, Part: s.Part, From: s.From, Until: s.Until}
		}
		if spans, err = focus.Read(spans, in.Body.SentAt, tx.Now()); err != nil {
			return err
		}
		kept, err := evidence.In(tx.Tx).KeepFocus(a.Agent, spans)
		if err != nil {
			return err
		}
		var counted time.Duration
		for _, s := range kept {
			counted += s.Until.Sub(s.From)
			if err := tx.Record(focusEvent(c, a, s)); err != nil {
				return err
			}
		}
		out = bodyOf(FocusCounted{Seconds: switchboard.SecondsOf(counted)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func focusEvent(c switchboard.Conversation, a access.Actor, s switchboard.Focus) switchboard.Event {
	e := eventAbout(c, a, switchboard.EventFocus)
	e.At, e.Agent, e.Reason = s.Until, a.Agent, string(s.Part)
	e.Numbers = map[string]int64{"from": s.From.UnixMicro(), "until": s.Until.UnixMicro()}
	return e
}

// FocusDaysIn asks for a number of days.
type FocusDaysIn struct {
	Days int `query:"days" minimum:"1" maximum:"92" default:"14" doc:"Up to and with today"`
}

// AgentFocusIn asks for a number of days of one person.
type AgentFocusIn struct {
	AgentInput
	FocusDaysIn
}

// FocusDay is what one person's time of one day went to.
type FocusDay struct {
	Day           string              `json:"day" format:"date" doc:"UTC"`
	Reading       switchboard.Seconds `json:"reading_seconds"`
	Writing       switchboard.Seconds `json:"writing_seconds"`
	Conversations int                 `json:"conversations" doc:"That were before them for longest of reading or writing"`
}

func (f floor) ownFocus(ctx context.Context, in *FocusDaysIn) (out *PageOf[FocusDay], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		out, err = focusDays(tx, a.Agent, in.Days)
		return err
	})
	return out, err
}

func (f floor) focusOf(ctx context.Context, in *AgentFocusIn) (out *PageOf[FocusDay], err error) {
	err = f.view(ctx, func(tx *store.Tx, _ access.Actor) error {
		agent, err := tx.Agent(in.ID)
		if err != nil {
			return err
		}
		out, err = focusDays(tx, agent.ID, in.Days)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func focusDays(tx *store.Tx, agent switchboard.AgentID, days int) (*PageOf[FocusDay], error) {
	until := tx.Now().Truncate(24 * time.Hour).Add(24 * time.Hour)
	found, err := evidence.In(tx.Tx).FocusDays(agent, until.AddDate(0, 0, -days), until)
	if err != nil {
		return nil, err
	}
	var list []FocusDay
	for i := len(found) - 1; i >= 0; i-- {
		list = addFocus(list, found[i])
	}
	return allOf(list), nil
}

// addFocus joins the two parts of a day.
func addFocus(list []FocusDay, d evidence.FocusDay) []FocusDay {
	day := d.Day.Format(time.DateOnly)
	if len(list) == 0 || list[len(list)-1].Day != day {
		list = append(list, FocusDay{Day: day})
	}
	last := &list[len(list)-1]
	if d.Part == switchboard.FocusWriting {
		last.Writing = switchboard.SecondsOf(d.Spent)
	} else {
		last.Reading = switchboard.SecondsOf(d.Spent)
	}
	last.Conversations = max(last.Conversations, d.Conversations)
	return list
}
