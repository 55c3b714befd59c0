package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"

	"switchboard"
	"switchboard/internal/account"
	"switchboard/internal/blob"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	"switchboard/internal/consult"
	"switchboard/internal/desk"
	"switchboard/internal/disk"
	"switchboard/internal/flow"
	"switchboard/internal/govern"
	"switchboard/internal/intake"
	"switchboard/internal/keyring"
	"switchboard/internal/learning"
	"switchboard/internal/line"
	"switchboard/internal/live"
	"switchboard/internal/mailer"
	"switchboard/internal/netguard"
	"switchboard/internal/notice"
	"switchboard/internal/ownership"
	"switchboard/internal/practice"
	"switchboard/internal/report"
	"switchboard/internal/seal"
	"switchboard/internal/secondread"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/timers"
	"switchboard/internal/timesource"
	"switchboard/internal/triage"
	"switchboard/internal/triage/topic"
)

// Options of an App.
type Options struct {
	Settings config.Settings
	Log      *slog.Logger
	Time     timesource.Source
	Networks *connector.Registry // the connectors built in
	Version  string
	// Terminal is where a secret may be shown because a person reads along; nil where output is kept.
	Terminal io.Writer
	Command  string // how this program was called, for texts that say what to type; empty for switchboard
	Sample   bool   // show the sample company in an installation that has nothing of its own
	// Free measures the room that is left on the disk of a folder, in bytes; nil asks the system.
	Free func(folder string) (int64, error)
}

// App is an open installation.
type App struct {
	Options
	DB         *store.DB
	Ring       *seal.Ring
	Blobs      *blob.Store
	Guard      *netguard.Guard
	Desk       *desk.Desk
	Dispatcher desk.Dispatcher
	Consults   *consult.Desk
	Reports    *report.Desk
	In         flow.Inbound
	Out        flow.Outbound
	Line       *line.Line
	Hub        *live.Hub
	Sequencer  live.Sequencer
	Timers     timers.Runner
	Keeper     *account.Keeper
	Reader     *triage.Company
	Learner    *learning.Learner
	Practice   *practice.Network // nil when it is not served
	Mail       *mailer.Mailer    // nil when no mail server is set
	Second     *secondread.Reader
	Node       string

	metrics      *metrics
	practiceAt   string          // where the practice network is served
	mailGuard    *netguard.Guard // lets out to the mail server of the settings alone
	pushGuard    *netguard.Guard // lets out to push services
	hookGuard    *netguard.Guard // lets out to chat tools
	readGuard    *netguard.Guard // lets out to the external classifier
	swept        int             // parts of the blobs that were swept
	installation store.Installation
	policy       atomic.Pointer[ownership.Policy]
	topics       atomic.Pointer[topic.Reader]
	lessons      chan struct{} // holds one where topics have something to learn from
}

// Open opens the installation in the data folder, or founds it, and brings its schema up to date. Nothing runs yet. It
// refuses keys that are missing or not the installation's (keyring.ErrMissing, keyring.ErrOther) and leaves none behind.
func Open(ctx context.Context, o Options) (*App, error) {
	a := &App{Options: o, Node: switchboard.NewID[switchboard.RequestID](o.Time.Now()).String(), lessons: make(chan struct{}, 1)}
	for _, step := range []func(context.Context) error{a.openMail, a.openNotices, a.openDatabase, a.openKeys, a.openFiles, a.loadPolicy, a.loadTopics, a.loadLayer} {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	a.assemble()
	if err := a.Second.Load(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// Close lets go of everything Open took.
func (a *App) Close() error {
	for _, guard := range []*netguard.Guard{a.Guard, a.mailGuard, a.pushGuard, a.hookGuard, a.readGuard} {
		if guard != nil {
			guard.Close()
		}
	}
	if a.DB == nil {
		return nil
	}
	return a.DB.Close()
}

// DatabaseFile is where the embedded database of a data folder lies.
func DatabaseFile(data string) string { return filepath.Join(data, "switchboard.db") }

// KeyFile is where the keys of a data folder lie. They are in no backup.
func KeyFile(data string) string { return filepath.Join(data, "keys") }

// BlobFolder is where attachments of a data folder lie.
func BlobFolder(data string) string { return filepath.Join(data, "blobs") }

// DatabaseConfig is how the settings say to open the database.
func DatabaseConfig(s config.Settings, time timesource.Source, log *slog.Logger) db.Config {
	if s.Database != "" {
		return db.Config{Dialect: db.Postgres, DSN: s.Database, Now: time.Now, Log: log}
	}
	return db.Config{Dialect: db.SQLite, DSN: DatabaseFile(s.Data), Now: time.Now, Log: log}
}

func (a *App) openDatabase(ctx context.Context) (err error) {
	if a.DB, err = store.Open(ctx, DatabaseConfig(a.Settings, a.Time, a.Log)); err != nil {
		return ExplainOpen(a.Settings, err)
	}
	from, to, err := a.DB.Migrate(ctx)
	switch {
	case errors.Is(err, db.ErrNewerSchema):
		return switchboard.Refuse(switchboard.CodeUnavailable, "The database was written by a newer version of Switchboard.").
			WithHint("Run that version, or restore a backup made before the upgrade.").WithCause(err)
	case err != nil:
		return fmt.Errorf("app: migrate: %w", err)
	case from != to:
		a.Log.Info("schema brought up to date", "from", from, "to", to)
	}
	return nil
}

// ExplainOpen says to a person why a database could not be opened, and what to do.
func ExplainOpen(s config.Settings, err error) error {
	switch {
	case errors.Is(err, db.ErrLocked):
		return switchboard.Refuse(switchboard.CodeUnavailable, "Another process uses the data folder.").
			WithHint("Stop `switchboard serve` on it first, or give another --data.").WithCause(err)
	case s.Database != "":
		return switchboard.Refuse(switchboard.CodeUnavailable, "The PostgreSQL database cannot be reached.").
			WithHint("Check --database and that the server runs.").WithCause(err)
	}
	return switchboard.Refuse(switchboard.CodeUnavailable, "The database in the data folder cannot be opened.").
		WithHint("Check that the folder given by --data can be written and has room.").WithCause(err)
}

// openKeys opens the key ring and founds the installation under it, or makes sure that it is the installation's own. A
// key file made a moment before another node was first goes again: it fits nothing, and the right one has to lie there.
func (a *App) openKeys(ctx context.Context) error {
	file := KeyFile(a.Settings.Data)
	ring, made, err := keyring.Open(ctx, a.DB, file)
	if err != nil {
		return err
	}
	a.Ring = ring
	if err = a.found(ctx); made && errors.Is(err, keyring.ErrOther) {
		err = errors.Join(err, os.Remove(file))
	}
	return err
}

func (a *App) openFiles(context.Context) (err error) {
	a.Blobs, err = blob.Open(BlobFolder(a.Settings.Data), blob.Limits{Reserve: a.Settings.DiskReserve})
	if err != nil {
		return fmt.Errorf("app: blobs: %w", err)
	}
	a.guard()
	return nil
}

// guard makes the only way out of this process. The hosts given may be dialled although they are not public.
func (a *App) guard(hosts ...string) {
	a.Guard = netguard.New(netguard.Options{AllowPrivate: a.Settings.AllowPrivate.All, AllowHosts: hosts,
		AllowPrefixes: a.Settings.AllowPrivate.Prefixes, UserAgent: a.userAgent()})
}

func (a *App) userAgent() string { return "Switchboard/" + a.Version }

// Reserve is the disk space below which intake takes nothing more in.
func (a *App) Reserve() disk.Reserve {
	return disk.Reserve{Path: a.Settings.Data, Bytes: a.Settings.DiskReserve, Free: a.Free}
}

// found makes sure that the installation has an identity, the keys at hand, a brand and a policy.
func (a *App) found(ctx context.Context) error {
	return a.DB.Update(ctx, func(tx *store.Tx) (err error) {
		now := tx.Now()
		incarnation := switchboard.NewID[switchboard.RequestID](now).String()
		if a.installation, err = tx.EnsureInstallation(incarnation[len("req_"):]); err != nil {
			return err
		}
		if err = keyring.Claim(tx, a.Ring, Bindings(), KeyFile(a.Settings.Data)); err != nil {
			return err
		}
		brand := switchboard.Brand{ID: switchboard.NewID[switchboard.BrandID](now), Key: "main", Name: "Main brand"}
		if _, err = tx.EnsureBrand(brand); err != nil {
			return err
		}
		if a.DB.Dialect() == db.SQLite { // nobody else can be alive on this database
			if _, err = tx.ForgetDeadNodes(now.AddDate(100, 0, 0)); err != nil {
				return err
			}
			if _, err = tx.EndLeases(); err != nil {
				return err
			}
		}
		return foundPolicy(tx)
	})
}

func foundPolicy(tx *store.Tx) error {
	_, found, err := tx.ActivePolicy()
	if err != nil || found {
		return err
	}
	policy, err := ownership.DefaultPolicy()
	if err != nil {
		return err
	}
	first := govern.Version(policy, tx.Now())
	first.Why = "the policy to start with"
	return tx.InsertPolicy(first)
}

func (a *App) loadPolicy(ctx context.Context) error {
	var active store.PolicyVersion
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		active, _, err = tx.ActivePolicy()
		return err
	})
	if err != nil {
		return err
	}
	policy, err := ownership.Parse([]byte(active.Source))
	if err != nil {
		return fmt.Errorf("app: active policy: %w", err)
	}
	a.policy.Store(policy)
	return nil
}

// loadLayer makes what reads messages, with what people taught it.
func (a *App) loadLayer(ctx context.Context) error {
	a.Reader = triage.NewCompany()
	a.Learner = &learning.Learner{DB: a.DB, Reader: a.Reader, Time: a.Time, Log: a.Log}
	return a.Learner.Load(ctx)
}

// assemble puts the parts together.
func (a *App) assemble() {
	ring := func() { a.Line.Ring() }
	a.metrics = newMetrics(a.room)
	a.Desk = desk.New()
	a.Desk.Watch = notice.Duty{}
	a.Desk.OnCall = notice.OnCall
	a.Desk.Escalations = a.escalations
	a.Desk.Promised = a.promised
	a.assembleHelp()
	a.assembleSecond()
	a.Hub = live.NewHub(a.DB, a.Log)
	a.Dispatcher = desk.Dispatcher{Desk: a.Desk, DB: a.DB, Time: a.Time, Log: a.Log, Journal: a.Hub}
	a.Sequencer = live.Sequencer{DB: a.DB, Time: a.Time, Log: a.Log}
	a.Out = flow.Outbound{DB: a.DB, Desk: a.Desk, Spec: a.spec, Ring: func(id switchboard.AccountID) { a.Keeper.Ring(id) },
		Node: a.Node, Bell: ring, Policy: a.policy.Load}
	a.In = flow.Inbound{DB: a.DB, Intake: intake.Intake{Node: a.Node, Digest: a.tombstone}, Triage: a.Reader,
		Topics: a.topics.Load, Policy: a.policy.Load, Desk: a.Desk, Out: a.Out, Bell: ring,
		Files: a.Blobs, Room: a.room, Questions: a.Consults, Reports: a.Reports, Second: a.Second}
	a.Line = line.New(a.In, line.Settings{Node: a.Node, Time: a.Time, Log: a.Log, Workers: a.workers()})
	a.Timers = timers.Runner{DB: a.DB, Time: a.Time, Log: a.Log, Handlers: a.timerHandlers()}
	a.Keeper = &account.Keeper{DB: a.DB, In: a.In, Out: a.Out, Networks: a.Networks, Letters: consult.Letters{DB: a.DB}, Hub: a.Hub, Env: a.environment(),
		Unseal: a.unseal, Seal: a.seal, Time: a.Time, Log: a.Log, Node: a.Node}
}

// spec is what the built-in connectors say of a network.
func (a *App) spec(key switchboard.NetworkKey) (connector.Spec, bool) {
	s, err := a.Networks.Get(key)
	return s, err == nil
}

// workers is how many messages are worked at once: several for each processor, since most of the time goes into
// waiting for a commit that they share.
func (a *App) workers() int {
	if a.Settings.Workers > 0 {
		return a.Settings.Workers
	}
	return 16 * runtime.GOMAXPROCS(0)
}

func (a *App) tombstone(parts ...string) []byte {
	sum := a.Ring.Digest("tombstone", parts...)
	return sum[:]
}

// PolicyName is the name of the policy in force.
func (a *App) PolicyName() string { return a.policy.Load().Name() }
