package flow

import (
	"bytes"
	"slices"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// Questions judges whether a mail answers a question that was asked outside, and keeps what it says with the question.
type Questions interface {
	Hear(tx *store.Tx, at switchboard.Account, item connector.Item) (mine bool, err error)
}

// Reports judges what a colleague reports by mail.
type Reports interface {
	// Heard keeps the report. What it tells of, if it is believed and understood, is told on an account of ours; nil when
	// somebody has to look first, or it is known. mine is false for what stays a mail like any other.
	Heard(tx *store.Tx, at switchboard.Account, item connector.Item) (told *connector.Item, on switchboard.Account, mine bool, err error)
	// Placed notes which conversation a message with the mark of a report belongs to.
	Placed(tx *store.Tx, m switchboard.Message) error
}

// answers sets aside what answers questions asked outside: it is advice, and no customer's word.
func (in Inbound) answers(tx *store.Tx, h intake.Handed) ([]connector.Item, error) {
	if in.Questions == nil || h.Batch.History || !slices.ContainsFunc(h.Batch.Items, func(i connector.Item) bool { return i.Answer != nil }) {
		return h.Batch.Items, nil
	}
	items := slices.Clone(h.Batch.Items)
	for n, item := range items {
		if item.Answer == nil {
			continue
		}
		mine, err := in.Questions.Hear(tx, h.Account, item)
		if err != nil {
			return nil, err
		}
		if mine {
			items[n] = aside(item, "An answer to a question that was asked outside. It stands with the question.")
		}
	}
	return items, nil
}

// aside leaves of a mail that it came: what it says is kept where it belongs.
func aside(item connector.Item, instead string) connector.Item {
	item.Addressed, item.ThreadKey, item.ParentKey = false, item.ExternalID, ""
	item.Raw, item.Files, item.Extra, item.Notification, item.Answer = nil, nil, nil, nil, nil
	item.Content = switchboard.Content{Text: instead}
	return item
}

// hears lets whoever hears reports judge one, and takes what another notification tells of. It reports whether the mail is
// set aside.
func (s *sorting) hears(item connector.Item) (bool, error) {
	if !item.Notification.Report {
		return s.tells(item)
	}
	if s.reports == nil {
		return false, nil
	}
	told, on, mine, err := s.reports.Heard(s.tx, s.from, item)
	if err != nil || told == nil {
		return mine, err
	}
	if err := s.tx.LockKey(on.Realm, told.ExternalID); err != nil {
		return false, err
	}
	s.note(on, *told)
	return true, nil
}

// reported tells whoever hears reports where what was reported belongs.
func (p *passage) reported() error {
	m := p.place.Message
	if p.in.Reports == nil || m.ConversationID.IsZero() || !bytes.Contains(m.Extra, []byte(`"report":"rpt_`)) {
		return nil
	}
	return p.in.Reports.Placed(p.tx, m)
}
