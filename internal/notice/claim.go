package notice

import (
	"context"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

// Claim commits what is due next in one way as sending, and returns it as a letter. What waits for the same place goes
// along. From here on it goes out once, whatever is killed when.
func (p Post) Claim(ctx context.Context, way switchboard.Way) (letter Letter, found bool, err error) {
	err = p.DB.Update(ctx, func(tx *store.Tx) error {
		letter, found = Letter{}, false
		c := claiming{Post: p, tx: tx, tables: notices.In(tx.Tx)}
		if _, err := c.tables.Abandon(tx.Now().Add(-claimFor)); err != nil {
			return err
		}
		for range perLetter { // what must wait longer is put off, which makes room for the next
			first, due, err := c.tables.Due(way, tx.Now())
			if err != nil || !due {
				return err
			}
			letter, found, err = c.letter(first)
			if err != nil || found {
				return err
			}
		}
		return tx.Notify(Channel, "") // there may be more
	})
	return letter, found, err
}

// tooLate is after what time a way is not used any more that could not be used when it was due: nobody ran, or there was
// no mail server. The console still has the notice.
const tooLate = 12 * time.Hour

type claiming struct {
	Post
	tx     *store.Tx
	tables notices.Tables
}

// letter gathers what goes out with the first; found is false when none of it may go now.
func (c claiming) letter(first notices.Telling) (letter Letter, found bool, err error) {
	letter = Letter{ID: first.ID, Way: first.Way, Target: first.Target}
	prefs, actor, here, err := c.reader(first, &letter)
	if err != nil {
		return letter, false, err
	}
	gone := "not_here"
	if here {
		if gone, err = c.unreachable(letter); err != nil {
			return letter, false, err
		}
	}
	waiting, err := c.tables.Together(first, c.tx.Now(), perLetter)
	if err != nil {
		return letter, false, err
	}
	until, err := c.notBefore(letter, prefs)
	if err != nil {
		return letter, false, err
	}
	asked, err := c.askedToWait(letter)
	if err != nil {
		return letter, false, err
	}
	var going []notices.Telling
	for _, v := range waiting {
		switch {
		case gone != "":
			err = c.tables.Drop(v.ID, gone)
		case c.tx.Now().Sub(v.DueAt) > tooLate:
			err = c.tables.Drop(v.ID, "too_late")
		case asked.After(c.tx.Now()):
			err = c.tables.Postpone(v.ID, asked)
		case !v.Loud && until.After(c.tx.Now()):
			err = c.tables.Postpone(v.ID, until)
		default:
			going = append(going, v)
		}
		if err != nil {
			return letter, false, err
		}
	}
	return c.fill(letter, going, reader{prefs, actor})
}

// reader is somebody who is told.
type reader struct {
	Preferences
	actor access.Actor
}

// reader finds who is told; here is false when they do not work here any more.
func (c claiming) reader(v notices.Telling, letter *Letter) (p Preferences, actor access.Actor, here bool, err error) {
	var agent switchboard.AgentID
	if agent.UnmarshalText([]byte(v.Recipient)) != nil { // a team's hook: it sees what its department has
		return Default(), access.Actor{}, true, nil
	}
	letter.To, err = c.tx.Agent(agent)
	if switchboard.IsCode(err, switchboard.CodeNotFound) || err == nil && letter.To.Disabled {
		return p, actor, false, nil
	}
	if err != nil {
		return p, actor, false, err
	}
	limits, err := c.tx.AgentScope(agent)
	if err != nil {
		return p, actor, false, err
	}
	said, err := c.tables.Preferences(agent)
	if err != nil {
		return p, actor, false, err
	}
	p, err = ParsePreferences(said[agent])
	return p, access.For(letter.To, limits), true, err
}

// unreachable says why somebody can never be told in a way; empty when they can.
func (c claiming) unreachable(letter Letter) (why string, err error) {
	if letter.Way != switchboard.WayEmail || c.Mailbox == nil {
		return "", nil
	}
	if ours, err := c.Mailbox(c.tx, letter.To.Email); err != nil || !ours {
		return "", err
	}
	return "own_mailbox", nil
}

// notBefore is how long quiet hours, and the pause between mails, hold what is not loud.
func (c claiming) notBefore(letter Letter, p Preferences) (time.Time, error) {
	if letter.To.ID.IsZero() {
		return time.Time{}, nil
	}
	until := p.Awake(c.tx.Now())
	if letter.Way != switchboard.WayEmail {
		return until, nil
	}
	last, err := c.tables.MailedAt(letter.To.ID)
	if next := last.Add(mailPause); !last.IsZero() && next.After(until) {
		until = next
	}
	return until, err
}

// fill writes the lines of what goes, and claims it.
func (c claiming) fill(letter Letter, going []notices.Telling, to reader) (Letter, bool, error) {
	ids := make([]switchboard.NoticeID, len(going))
	for i, v := range going {
		ids[i] = v.NoticeID
	}
	told, err := c.tables.Of(ids)
	if err != nil {
		return letter, false, err
	}
	lines := map[switchboard.NoticeID]Line{}
	for _, n := range told {
		line, may, err := c.line(n, to)
		if err != nil {
			return letter, false, err
		}
		if may {
			lines[n.ID] = line
		}
	}
	for _, v := range going {
		line, may := lines[v.NoticeID]
		if !may {
			if err := c.tables.Drop(v.ID, "not_theirs"); err != nil {
				return letter, false, err
			}
			continue
		}
		claimed, err := c.tables.Claim(v.ID, letter.ID)
		if err != nil {
			return letter, false, err
		}
		if claimed {
			letter.Lines, letter.Loud, letter.Try = append(letter.Lines, line), letter.Loud || v.Loud, earliest(letter.Try, v.Attempt+1)
		}
	}
	letter.Digest = len(letter.Lines) > 1
	if letter.Way == switchboard.WayEmail && len(letter.Lines) > 0 {
		err = c.tables.Mailed(letter.To.ID)
	}
	return letter, len(letter.Lines) > 0, err
}

// line words a notice for somebody. may is false when they may not see its conversation any more; an alarm is told all
// the same, without saying of whom.
func (c claiming) line(n switchboard.Notice, to reader) (line Line, may bool, err error) {
	line = Line{Notice: n, Title: Title(n.Event)}
	if n.ConversationID.IsZero() {
		if draft := policyOf(n); draft != "" && c.PolicyURL != nil {
			line.URL = c.PolicyURL(draft)
		}
		return line, true, nil
	}
	talk, err := c.tx.Conversation(n.ConversationID)
	if switchboard.IsCode(err, switchboard.CodeNotFound) {
		return line, false, nil
	}
	if err != nil {
		return line, false, err
	}
	if c.URL != nil {
		line.URL = c.URL(talk.ID)
	}
	team := to.actor.Agent.IsZero()
	if !team && to.actor.May(access.ConversationRead, access.About(talk)) != nil {
		line.URL = ""
		return line, n.Event.Loud(), nil
	}
	if to.Detail != DetailEvent && (!team || talk.Visibility != switchboard.Private) {
		line.About = oneLine(talk.CustomerName, maxAbout)
	}
	if to.Detail == DetailPreview {
		line.Preview = oneLine(talk.Preview, maxPreview)
	}
	return line, true, nil
}

// Settle writes down what became of a letter.
func (p Post) Settle(ctx context.Context, letter Letter, r Result) error {
	return p.DB.Update(ctx, func(tx *store.Tx) error {
		tables := notices.In(tx.Tx)
		if err := p.settle(tables, letter, r); err != nil {
			return err
		}
		switch letter.Way {
		case switchboard.WayEmail:
			return mailHealth(tables, r)
		case switchboard.WayPush:
			return pushGone(tables, letter, r)
		case switchboard.WayChat:
			return hookHealth(tx, letter, r)
		}
		return nil
	})
}

func (p Post) settle(tables notices.Tables, letter Letter, r Result) (err error) {
	switch r.Fate {
	case Told:
		_, err = tables.Settle(letter.ID, notices.TellingTold, r.Code)
	case Unknown:
		_, err = tables.Settle(letter.ID, notices.TellingUnknown, r.Code)
	case Gone:
		_, err = tables.Settle(letter.ID, notices.TellingDropped, r.Code)
	case Again:
		return p.again(tables, letter, r)
	case Refused:
		_, err = tables.Settle(letter.ID, notices.TellingFailed, r.Code)
	}
	return err
}

// earliest is the number of a letter's attempt: that of the newest notice in it. Older ones have had more.
func earliest(try, attempt int) int {
	if try == 0 {
		return attempt
	}
	return min(try, attempt)
}

// again lets what is in a letter wait for another, but for what has had all its attempts: what joined later has its own.
func (p Post) again(tables notices.Tables, letter Letter, r Result) error {
	if err := tables.GiveUp(letter.ID, attempts(letter.Way), r.Code); err != nil {
		return err
	}
	wait := max(p.delay(letter.Try), min(r.After, longestAsked))
	if err := tables.Again(letter.ID, tables.Now().Add(wait), r.Code); err != nil {
		return err
	}
	return tables.Notify(Channel, "")
}

func mailHealth(tables notices.Tables, r Result) error {
	switch r.Fate {
	case Told:
		return tables.SetHealth(switchboard.WayEmail, "")
	case Again, Unknown:
		return tables.SetHealth(switchboard.WayEmail, r.Code)
	}
	return nil // that one address is refused says nothing of the server
}

func pushGone(tables notices.Tables, letter Letter, r Result) error {
	var id switchboard.PushID
	if r.Fate != Gone || id.UnmarshalText([]byte(letter.Target)) != nil {
		return nil
	}
	return tables.DeletePush(id)
}
