package sending

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/account"
	"switchboard/internal/api"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	connected "switchboard/internal/connector/practice"
	"switchboard/internal/conversation"
	"switchboard/internal/store"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/timesource"
)

// childEnv holds the order of a process that this test binary runs of itself.
const childEnv = "SWITCHBOARD_E2E_CHILD"

func TestMain(m *testing.M) {
	if raw := os.Getenv(childEnv); raw != "" {
		if err := child(raw); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	pgtest.Main(m)
}

// order says what a child process is to do.
type order struct {
	Data, Database string
	Repeats        bool // the network takes a repeat for another post
	Settle         bool // say nothing new and end when every fate is known
	Life           int
}

// Short figures in the proportions of the real ones: the proof outlasts lease, margin, send and delay.
const (
	shortDelay = 400 * time.Millisecond
	shortProof = 1500 * time.Millisecond
)

func shortPace() account.Pace {
	return account.Pace{Lease: 400 * time.Millisecond, Renew: 100 * time.Millisecond, Margin: 100 * time.Millisecond,
		Send: 500 * time.Millisecond, Look: 50 * time.Millisecond}
}

// shortSpec is the practice network's with short figures.
func shortSpec(repeats bool) connector.Spec {
	s := connected.Spec()
	long := s.ProofOfAbsence
	s.VisibilityDelay, s.ProofOfAbsence = shortDelay, shortProof
	if repeats {
		s.Dedup, s.ReadBack = connector.Dedup{Kind: connector.DedupNone}, connector.ReadBackByListing
	}
	open := s.Open
	s.Open = func(ctx context.Context, env connector.Env) (connector.Conn, error) {
		c, err := open(ctx, env)
		if err != nil {
			return nil, err
		}
		return hasty{c, c.(reads), c.(connector.Sender), c.(connector.ReadBacker), long - shortProof}, nil
	}
	return s
}

type reads = connector.Reader

// hasty looks for attempts as if they were older than they are, as much as the real proof is longer than the short one.
type hasty struct {
	connector.Conn
	reads
	connector.Sender
	finder connector.ReadBacker
	older  time.Duration
}

func (h hasty) Find(ctx context.Context, a connector.Attempt) (connector.Found, error) {
	a.StartedAt = a.StartedAt.Add(-h.older)
	return h.finder.Find(ctx, a)
}

// shortNetworks holds the one Spec; a registry would refuse its figures, which are too short for the product's pace.
type shortNetworks struct{ spec connector.Spec }

func (n shortNetworks) Get(key switchboard.NetworkKey) (connector.Spec, error) {
	if key != n.spec.Key {
		return connector.Spec{}, switchboard.Refuse(switchboard.CodeUnsupported, "There is no such network.")
	}
	return n.spec, nil
}

// openShort opens an installation that lives by the short figures.
func openShort(ctx context.Context, o order) (*app.App, error) {
	settings := config.Defaults()
	settings.Data, settings.Database, settings.Practice = o.Data, o.Database, config.PracticeOff
	settings.AllowPrivate.Prefixes = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	registry := &connector.Registry{}
	if err := registry.Add(connected.Spec()); err != nil {
		return nil, err
	}
	a, err := app.Open(ctx, app.Options{Settings: settings, Log: slog.New(slog.DiscardHandler), Time: timesource.System(),
		Networks: registry, Version: "test"})
	if err != nil {
		return nil, err
	}
	a.Keeper.Pace, a.Keeper.Networks = shortPace(), shortNetworks{shortSpec(o.Repeats)}
	return a, nil
}

// child runs an installation until its parent is done with it.
func child(raw string) error {
	var o order
	if err := json.Unmarshal([]byte(raw), &o); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() { // a parent that dies closes our standard input
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	a, err := openShort(ctx, o)
	if err != nil {
		return err
	}
	defer a.Close()
	running := make(chan error, 1)
	go func() { running <- a.Run(ctx) }()
	if o.Settle {
		err = settle(ctx, a)
		stop()
		<-running
		return err
	}
	if err := answerAll(ctx, a, o.Life); err != nil && ctx.Err() == nil {
		return err
	}
	fmt.Println("said")
	return <-running
}

// answerAll lets every lead answer where nothing is under way.
func answerAll(ctx context.Context, a *app.App, life int) error {
	return eachDraft(ctx, a, func(tx *store.Tx, c switchboard.Conversation, drafts []switchboard.Draft) error {
		for _, d := range drafts {
			if d.State == switchboard.DraftSending {
				return nil
			}
		}
		legs, err := tx.Legs(c.ID)
		if err != nil || len(legs) == 0 {
			return err
		}
		d := switchboard.Draft{ID: switchboard.NewID[switchboard.DraftID](tx.Now()), ConversationID: c.ID, LegID: legs[0].ID,
			AuthorID: c.Lead, Epoch: c.Epoch, ReplyTo: legs[0].LastMessageKey, State: switchboard.DraftEditing, Version: 1,
			UpdatedAt: tx.Now()}
		for part := range 1 + (life+len(drafts))%2 {
			d.Parts = append(d.Parts, switchboard.Part{Text: fmt.Sprintf("%s says %d of life %d", d.ID, part, life)})
		}
		if err := tx.SaveDraft(d); err != nil {
			return err
		}
		_, err = a.Out.Send(tx, d.ID, 1, c.Lead)
		return err
	})
}

// eachDraft does something about every led conversation and its drafts, each in a transaction.
func eachDraft(ctx context.Context, a *app.App,
	do func(*store.Tx, switchboard.Conversation, []switchboard.Draft) error) error {
	var ids []switchboard.ConversationID
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		ids, err = conversations(tx)
		return err
	})
	for _, id := range ids {
		if err != nil {
			break
		}
		err = a.DB.Update(ctx, func(tx *store.Tx) error {
			c, err := tx.Conversation(id)
			if err != nil {
				return err
			}
			drafts, err := tx.Drafts(id)
			if err != nil {
				return err
			}
			return do(tx, c, drafts)
		})
	}
	return err
}

func conversations(tx *store.Tx) (ids []switchboard.ConversationID, err error) {
	list, err := tx.Inbox(store.Inbox{View: store.ViewAll, Limit: 200})
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return ids, err
}

// told is one part and what the installation says of it.
type told struct {
	Text    string
	State   switchboard.DeliveryState
	Attempt int
	By      string
}

// settle waits until every fate is known and prints what became of every part.
func settle(ctx context.Context, a *app.App) error {
	for last := []told(nil); ; {
		parts, open, err := report(ctx, a)
		if err != nil {
			return fmt.Errorf("of %+v something is open: %w", last, err)
		}
		if open == 0 {
			return json.NewEncoder(os.Stdout).Encode(parts)
		}
		last = parts
		if err := timesource.Wait(ctx, timesource.System(), 100*time.Millisecond); err != nil {
			return fmt.Errorf("%d parts are open: %+v", open, parts)
		}
	}
}

func report(ctx context.Context, a *app.App) (parts []told, open int, err error) {
	err = eachDraft(ctx, a, func(tx *store.Tx, _ switchboard.Conversation, drafts []switchboard.Draft) error {
		for _, draft := range drafts {
			deliveries, err := tx.DraftDeliveries(draft.ID)
			if err != nil {
				return err
			}
			for _, d := range deliveries {
				parts = append(parts, told{draft.Parts[d.Part].Text, d.State, d.Attempt, d.SettledBy})
				if draft.State == switchboard.DraftSending {
					open++
				}
			}
		}
		return nil
	})
	return parts, open, err
}

// found connects accounts on the network and lets the customers' questions come in and be led.
func found(ctx context.Context, a *app.App, accounts []switchboard.Account, lead switchboard.Agent) error {
	return a.DB.Update(ctx, func(tx *store.Tx) error {
		brand, err := tx.EnsureBrand(switchboard.Brand{ID: switchboard.NewID[switchboard.BrandID](tx.Now()), Key: "main", Name: "Main brand"})
		if err != nil {
			return err
		}
		if err := tx.InsertAgent(lead, ""); err != nil {
			return err
		}
		for _, account := range accounts {
			account.BrandID = brand.ID
			if _, err := tx.InsertAccount(account); err != nil {
				return err
			}
			sealed, err := api.SealSecrets(a.Ring, account.ID, map[string]string{"token": tokenOf(account.Handle)})
			if err != nil {
				return err
			}
			if err := tx.SetAccountSecrets(account.ID, sealed); err != nil {
				return err
			}
		}
		return nil
	})
}

func tokenOf(handle string) string { return "token of " + handle }

// take makes the lead of everything that is open.
func take(ctx context.Context, a *app.App, lead switchboard.AgentID) (count int, err error) {
	err = a.DB.Update(ctx, func(tx *store.Tx) error {
		ids, err := conversations(tx)
		count = len(ids)
		for _, id := range ids {
			if err == nil {
				_, err = a.Desk.Act(tx, id, conversation.Taken{By: conversation.Manager(lead), Reason: "skill"})
			}
		}
		return err
	})
	return count, err
}
