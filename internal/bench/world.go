package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/store/floor"
	"switchboard/internal/timesource"
)

// accounts is how many accounts the messages come in on.
const accounts = 8

// world is an installation with accounts, put together as the product puts it together.
type world struct {
	*app.App
	folder   string
	accounts []switchboard.Account
	next     atomic.Int64 // the next message
	began    time.Time
	closing  []func()
}

// open makes an installation in a new folder; database is empty for SQLite.
func (b *bench) open(ctx context.Context, database string) (*world, error) {
	folder, err := os.MkdirTemp(b.dir, "bench-")
	if err != nil {
		return nil, err
	}
	settings := config.Defaults()
	settings.Data, settings.Database = folder, database
	a, err := app.Open(ctx, app.Options{Settings: settings, Log: slog.New(slog.DiscardHandler), Time: timesource.System(),
		Networks: new(connector.Registry), Version: "bench"})
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	w := &world{App: a, folder: folder, began: a.Time.Now()}
	if err := w.DB.Update(ctx, w.addAccounts); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

// onClose has stop called before the database is closed.
func (w *world) onClose(stop func()) { w.closing = append(w.closing, stop) }

// close stops what runs and removes everything. It may be called again.
func (w *world) close() {
	for _, stop := range w.closing {
		stop()
	}
	if w.closing = nil; w.folder == "" {
		return
	}
	_ = w.Close()
	_ = os.RemoveAll(w.folder)
	w.folder = ""
}

func (w *world) addAccounts(tx *store.Tx) error {
	w.accounts = nil
	brands, err := tx.Brands()
	if err != nil {
		return err
	}
	for i := range accounts {
		handle := fmt.Sprintf("@lantern%d", i)
		a := switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](tx.Now()), Network: "square", Realm: "square",
			Handle: handle, Name: "Lantern Works", BrandID: brands[0].ID, Voice: switchboard.VoiceCorporate,
			State: switchboard.AccountListen, CreatedAt: tx.Now()}
		if _, err := tx.InsertAccount(a); err != nil {
			return err
		}
		w.accounts = append(w.accounts, a)
	}
	return nil
}

// texts are what customers of an invented maker of lamps say, about as long as a post.
var texts = []string{
	"My reading lamp from the autumn batch flickers whenever the kettle is on. I have changed the bulb twice and the plug " +
		"once, and it is still the same. Is there anything else I can try before I send it back to you next week?",
	"You promised the delivery of order 48213-K for Tuesday between eight and noon. It is Thursday evening and nobody " +
		"has come, nobody has called, and the tracking page says it is still being packed. Please tell me what is going on.",
	"Thank you to whoever answered my question about the shade for the garden lantern yesterday: it fits, it looks lovely, " +
		"and my neighbour has already asked where it came from. That was quick and kind, and I wanted to say so in public.",
	"I was charged twice for the same pair of wall lights, once on the second and once on the fifth. My bank says it is " +
		"nothing they can undo. Could somebody look into this and send the money back before the end of the month?",
}

// apart is how far back the messages that are answered lie, so that they are stored by then.
const apart = 300

// message is the n-th one. One in three opens a conversation; the others carry one on that was opened a while ago.
func (w *world) message(n int64) intake.Handed {
	opener := n
	item := connector.Item{Change: connector.Said, ExternalID: fmt.Sprintf("post-%016x", uint64(n)*0x9E3779B97F4A7C15),
		Direction: switchboard.In, Visibility: switchboard.Public, Kind: switchboard.KindMention, Addressed: true,
		Published: w.began.Add(time.Duration(n) * time.Microsecond)}
	if n%3 != 0 && n > apart {
		opener = (n - apart) / 3 * 3
		item.ParentKey, item.Kind = fmt.Sprintf("post-%016x", uint64(opener)*0x9E3779B97F4A7C15), switchboard.KindReply
	}
	author := fmt.Sprintf("guest%d", opener)
	item.Author = switchboard.Author{ID: author, Handle: "@" + author, Name: "Guest " + author[len("guest"):]}
	item.Content.Text = texts[n%int64(len(texts))]
	item.URL = "https://square.example/p/" + item.ExternalID
	item.Raw = rawOf(item)
	return intake.Handed{Account: w.accounts[opener%accounts], Lane: connector.LaneStream,
		Batch: connector.Batch{Items: []connector.Item{item}, Next: connector.Cursor(item.ExternalID)}}
}

// rawOf is what the network would have sent.
func rawOf(item connector.Item) []byte {
	raw, err := json.Marshal(map[string]any{"id": item.ExternalID, "in_reply_to": item.ParentKey, "author": item.Author,
		"text": item.Content.Text, "url": item.URL})
	if err != nil {
		return nil
	}
	return raw
}

// take hands one message to intake.
func (w *world) take(ctx context.Context) error {
	r, err := w.In.Take(ctx, w.message(w.next.Add(1)-1), 0)
	if err == nil && r.Stored != 1 {
		return fmt.Errorf("intake stored %d of 1", r.Stored)
	}
	return err
}

// floorOn opens the floor beside a world: on the same disk, or in another database of the same server.
func (b *bench) floorOn(ctx context.Context, database string) (*floor.Floor, func(), error) {
	cfg := db.Config{Dialect: db.Postgres, DSN: database, Now: timesource.System().Now}
	folder, err := os.MkdirTemp(b.dir, "bench-floor-")
	if err != nil {
		return nil, nil, err
	}
	if database == "" {
		cfg.Dialect, cfg.DSN = db.SQLite, strings.Join([]string{folder, "floor.db"}, string(os.PathSeparator))
	}
	f, err := floor.Open(ctx, cfg)
	if err != nil {
		_ = os.RemoveAll(folder)
		return nil, nil, err
	}
	return f, func() {
		_ = f.Close()
		_ = os.RemoveAll(folder)
	}, nil
}
