package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/flow"
	"switchboard/internal/intake"
	"switchboard/internal/record"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// batch is how many lines are taken in at once.
const batch = 512

// takes is how many accounts' shares of a batch are committed at the same time.
const takes = 16

// Summary counts what an import did. Conversations and Customers are those of the whole installation afterwards.
type Summary struct {
	Read          int64   `json:"read"`
	Stored        int64   `json:"stored"`
	Duplicates    int64   `json:"duplicates"`
	Revised       int64   `json:"revised"`
	Deleted       int64   `json:"deleted"`
	Rejected      int64   `json:"rejected"`
	Failed        int64   `json:"failed"` // stored, but the line could not finish them; they are tried again by serve
	Conversations int64   `json:"conversations"`
	Customers     int64   `json:"customers"`
	Seconds       float64 `json:"seconds"`
}

// Rejection is a line that is no message record.
type Rejection struct {
	File string
	Line int
	Err  error
}

// Line works what was taken in; failed counts what it could not finish.
type Line interface {
	Drain(ctx context.Context) (failed int64, err error)
}

// Importer imports for one node.
type Importer struct {
	DB        *store.DB
	Node      string // whose work it does
	In        flow.Inbound
	Line      Line
	Time      timesource.Source
	LiveAfter time.Time       // what was published then or later is live work; zero: all is history
	Reject    func(Rejection) // told of every bad line

	mu       sync.Mutex
	accounts map[accountKey]switchboard.Account
	summary  Summary
}

type accountKey struct {
	network switchboard.NetworkKey
	handle  string
}

// File reads one file of records to its end. Bad lines are told to Reject and never stop the rest.
func (i *Importer) File(ctx context.Context, name string, from io.Reader) error {
	var lines []record.Record
	for l := range record.Lines(from, i.Time.Now, record.Options{}) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if l.Err == nil { // here, where the line is known
			l.Record.Item, l.Err = i.In.Keep(ctx, l.Record.Item)
		}
		if l.Err != nil {
			if err := i.reject(name, l); err != nil {
				return err
			}
			continue
		}
		i.summary.Read++
		if lines = append(lines, l.Record); len(lines) == batch {
			if err := i.take(ctx, lines); err != nil {
				return err
			}
			lines = lines[:0]
		}
	}
	return i.take(ctx, lines)
}

// reject tells of a bad line; an error that is not about the line stops the import.
func (i *Importer) reject(name string, l record.Line) error {
	var bad *switchboard.Error
	if !errors.As(l.Err, &bad) {
		return fmt.Errorf("%s: %w", name, l.Err)
	}
	i.summary.Read++
	i.summary.Rejected++
	i.Reject(Rejection{File: name, Line: l.Number, Err: l.Err})
	return nil
}

// Finish works what was taken in, also what an import before this one left when it was killed, and completes the summary.
func (i *Importer) Finish(ctx context.Context, began time.Duration) (Summary, error) {
	err := i.DB.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.AdoptWork(i.Node)
		return err
	})
	if err != nil {
		return i.summary, err
	}
	failed, err := i.Line.Drain(ctx)
	if err != nil {
		return i.summary, err
	}
	i.summary.Failed = failed
	if i.summary.Conversations, i.summary.Customers, err = i.DB.Totals(ctx); err != nil {
		return i.summary, err
	}
	i.summary.Seconds = (i.Time.Elapsed() - began).Seconds()
	return i.summary, nil
}

// take stores a batch, the shares of its accounts side by side.
func (i *Importer) take(ctx context.Context, lines []record.Record) error {
	shares := map[accountKey][]connector.Item{}
	for _, r := range lines {
		key := accountKey{r.Network, r.Account}
		shares[key] = append(shares[key], r.Item)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(takes)
	for key, items := range shares {
		group.Go(func() error { return i.share(ctx, key, items) })
	}
	return group.Wait()
}

func (i *Importer) share(ctx context.Context, key accountKey, items []connector.Item) error {
	account, err := i.account(ctx, key)
	if err != nil {
		return err
	}
	receipt, err := i.In.Take(ctx, intake.Handed{Account: account, Lane: connector.LanePoll,
		Batch: connector.Batch{Items: items}, Origin: i.origin}, 0)
	if err != nil {
		return err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.summary.Stored += int64(receipt.Stored)
	i.summary.Duplicates += int64(receipt.Duplicates)
	i.summary.Revised += int64(receipt.Revised)
	i.summary.Deleted += int64(receipt.Deleted)
	return nil
}

func (i *Importer) origin(published time.Time) switchboard.Origin {
	if !i.LiveAfter.IsZero() && !published.Before(i.LiveAfter) {
		return switchboard.Live
	}
	return switchboard.History
}

// account finds the account a record names. One that nobody knows is made as history: it is read until a connector
// claims it.
func (i *Importer) account(ctx context.Context, key accountKey) (switchboard.Account, error) {
	i.mu.Lock()
	a, known := i.accounts[key]
	i.mu.Unlock()
	if known {
		return a, nil
	}
	err := i.DB.Update(ctx, func(tx *store.Tx) (err error) {
		a, err = historyAccount(tx, key)
		return err
	})
	if err != nil {
		return a, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.accounts == nil {
		i.accounts = map[accountKey]switchboard.Account{}
	}
	i.accounts[key] = a
	return a, nil
}

func historyAccount(tx *store.Tx, key accountKey) (switchboard.Account, error) {
	a, found, err := tx.AccountByHandle(key.network, key.handle)
	if err != nil || found {
		return a, err
	}
	brands, err := tx.Brands()
	if err != nil {
		return a, err
	}
	a = switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](tx.Now()), Network: key.network,
		Realm: switchboard.Realm(key.network), Handle: key.handle, Name: key.handle, BrandID: brands[0].ID,
		Voice: switchboard.VoiceCorporate, State: switchboard.AccountHistory, CreatedAt: tx.Now()}
	if _, err := tx.InsertAccount(a); err != nil {
		return a, err
	}
	a, _, err = tx.AccountByHandle(key.network, key.handle)
	return a, err
}
