package flow

import (
	"encoding/json"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/capture"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// accept stores a batch. A notification that is believed, understood and new gives way to what it tells of, in the same
// transaction: that is a message on the account by which its network is worked by hand, and the mail itself is kept as
// context. Any other stays a message like all others, so that nothing is lost.
func (in Inbound) accept(tx *store.Tx, h intake.Handed) (intake.Receipt, error) {
	var err error
	if h.Batch.Items, err = unmask(tx, h); err != nil {
		return intake.Receipt{}, err
	}
	if h.Batch.Items, err = in.answers(tx, h); err != nil {
		return intake.Receipt{}, err
	}
	if !slices.ContainsFunc(h.Batch.Items, func(i connector.Item) bool { return i.Notification != nil }) {
		return in.Intake.Accept(tx, h)
	}
	s := &sorting{tx: tx, reports: in.Reports, from: h.Account, items: slices.Clone(h.Batch.Items), to: map[switchboard.AccountID]intake.Handed{}}
	if err := s.run(); err != nil {
		return intake.Receipt{}, err
	}
	h.Batch.Items = s.items
	receipt, err := in.Intake.Accept(tx, h)
	for _, id := range s.order {
		if err != nil {
			break
		}
		told := s.to[id]
		told.Lane, told.Origin, told.Batch.History = capture.Lane, h.Origin, h.Batch.History
		_, err = in.Intake.Accept(tx, told)
	}
	return receipt, err
}

// sorting parts notifications from what they tell of.
type sorting struct {
	tx      *store.Tx
	reports Reports
	from    switchboard.Account
	items   []connector.Item
	to      map[switchboard.AccountID]intake.Handed
	order   []switchboard.AccountID
}

func (s *sorting) run() error {
	for n, item := range s.items {
		if item.Notification == nil {
			continue
		}
		known, err := intake.Known(s.tx, s.from.Realm, item)
		if err != nil {
			return err
		}
		if !known {
			if known, err = s.hears(item); err != nil {
				return err
			}
		}
		if known { // what it was taken for when it came first, it stays
			s.items[n].Addressed, s.items[n].ThreadKey, s.items[n].ParentKey = false, item.ExternalID, ""
		}
	}
	return nil
}

// tells reports whether a notification gives way to what it tells of, and notes that.
func (s *sorting) tells(item connector.Item) (bool, error) {
	notice, found := capture.FromMail(capture.Mail{Subject: item.Notification.Subject, Text: item.Notification.Text, Links: item.Notification.Links})
	if !found {
		return false, nil
	}
	believed, err := s.believes(*item.Notification, notice.Link)
	if err != nil || !believed {
		return false, err
	}
	account, found, err := s.byHand(notice.Link.Network)
	if err != nil || !found {
		return false, err
	}
	raw, err := json.Marshal(map[string]string{"brought_by": item.Notification.By, "mail": item.ExternalID})
	if err != nil {
		return false, err
	}
	told, err := capture.Said{Link: notice.Link, Author: notice.Author, Text: notice.Text, Published: item.Published, Raw: raw}.Item(s.tx.Now())
	if err != nil || capture.SameHandle(told.Author.Handle, account.Handle) {
		return false, nil
	}
	told.Extra = raw
	return s.isNew(account, told)
}

// believes reports whether a notification is from somebody who may bring captures in: one of our own people who passed it
// on, or the network itself.
func (s *sorting) believes(n connector.Notification, link capture.Link) (bool, error) {
	if !n.Genuine {
		return false, nil
	}
	if !n.Forwarded {
		return link.SentBy(n.By), nil
	}
	agent, found, err := s.tx.AgentByEmail(n.By)
	return found && agent.Works(), err
}

// byHand finds the account by which a network is worked by hand, one of the same brand before others.
func (s *sorting) byHand(network switchboard.NetworkKey) (found switchboard.Account, ok bool, err error) {
	accounts, err := s.tx.Accounts()
	for _, a := range accounts {
		if a.Network != network || a.State != switchboard.AccountByHand {
			continue
		}
		if !ok || a.BrandID == s.from.BrandID && found.BrandID != s.from.BrandID {
			found, ok = a, true
		}
	}
	return found, ok, err
}

// isNew notes what a notification tells of, unless that is known. What is known with other words, or was said by somebody
// else, may be something else at the same address, or words that somebody has put right: then the notification is left to
// people.
func (s *sorting) isNew(account switchboard.Account, told connector.Item) (bool, error) {
	if err := s.tx.LockKey(account.Realm, told.ExternalID); err != nil {
		return false, err
	}
	for _, other := range s.to[account.ID].Batch.Items {
		if other.ExternalID == told.ExternalID {
			return saysNothingNew(other.Author.ID, other.Content.Text, told), nil
		}
	}
	known, found, err := s.tx.MessageByKey(account.Realm, told.ExternalID)
	if err != nil || found {
		return found && known.Direction == switchboard.In && saysNothingNew(known.Author.ID, known.Content.Text, told), err
	}
	s.note(account, told)
	return true, nil
}

func (s *sorting) note(account switchboard.Account, told connector.Item) {
	h, begun := s.to[account.ID]
	if !begun {
		s.order = append(s.order, account.ID)
	}
	h.Account, h.Batch.Items = account, append(h.Batch.Items, told)
	s.to[account.ID] = h
}

// saysNothingNew reports whether what a notification tells of is said already: by the same author, in the same words or
// in more of them, since notifications shorten.
func saysNothingNew(author, text string, told connector.Item) bool {
	words := strings.TrimRight(strings.TrimSpace(told.Content.Text), ".…")
	return author == told.Author.ID && (told.Content.Text == told.URL || strings.Contains(text, words))
}
