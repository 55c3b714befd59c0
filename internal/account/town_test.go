package account_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/account"
	"switchboard/internal/connector"
	connected "switchboard/internal/connector/practice"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/flow"
	"switchboard/internal/intake"
	"switchboard/internal/line"
	"switchboard/internal/live"
	"switchboard/internal/ownership"
	"switchboard/internal/practice"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
	"switchboard/internal/timesource"
	"switchboard/internal/triage"
)

const (
	handle  = "@kettlery"
	token   = "token-of-the-kettlery"
	address = "http://network.test/practice"
)

// chance is a source of random numbers for several goroutines.
type chance struct {
	mu sync.Mutex
	r  *rand.Rand
}

func (c *chance) below(n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.r.IntN(n)
}

func (c *chance) upTo(d time.Duration) time.Duration {
	return time.Duration(c.below(int(d/time.Millisecond))) * time.Millisecond
}

// town is a practice network that outlives every process of the company that is connected to it.
type town struct {
	*chance
	t       testing.TB
	net     *practice.Network
	web     http.Handler
	spec    connector.Spec
	dir     string
	late    time.Duration // how long a request may be on its way
	account switchboard.Account
	ada, bo switchboard.Agent
	lives   int
}

func newTown(t testing.TB, dir string, seed uint64, options practice.Options) *town {
	t.Helper()
	options.Dir, options.Clock, options.Seed = filepath.Join(dir, "network"), timesource.System(), seed
	network, err := practice.Open(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { network.Close() })
	if _, err := network.Grant(handle, "The Kettlery", token); err != nil {
		t.Fatal(err)
	}
	w := &town{chance: &chance{r: rand.New(rand.NewPCG(seed, 9))}, t: t, net: network, spec: connected.Spec(), dir: dir}
	w.web = network.Handler(practice.HandlerOptions{})
	w.ada, w.bo = person("Ada Sommer"), person("Bo Winter")
	w.account = switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](time.Now()), Network: connected.Key,
		Realm: switchboard.Realm("practice:" + address), Handle: handle, Name: "The Kettlery", Accountable: w.ada.ID,
		Voice: switchboard.VoiceCorporate, State: switchboard.AccountLive, Config: map[string]string{"url": address},
		CreatedAt: time.Now()}
	return w
}

func person(name string) switchboard.Agent {
	return switchboard.Agent{ID: switchboard.NewID[switchboard.AgentID](time.Now()), Name: name, Email: name,
		Role: switchboard.RoleAgent, Freedom: 5, Cap: 1000, Presence: switchboard.Here}
}

// open opens the database of the company, founded when there is none.
func (w *town) open() *store.DB {
	w.t.Helper()
	return w.openFile(filepath.Join(w.dir, "switchboard.db"))
}

func (w *town) openFile(path string) *store.DB {
	w.t.Helper()
	_, missing := os.Stat(path)
	d, err := store.Open(context.Background(), db.Config{Dialect: db.SQLite, DSN: path, Now: time.Now})
	if err != nil {
		w.t.Fatal(err)
	}
	if _, _, err := d.Migrate(context.Background()); err != nil {
		w.t.Fatal(err)
	}
	if missing != nil {
		w.found(d)
	}
	return d
}

func (w *town) found(d *store.DB) {
	w.t.Helper()
	update(w.t, d, func(tx *store.Tx) error {
		brand, err := tx.EnsureBrand(switchboard.Brand{ID: switchboard.NewID[switchboard.BrandID](tx.Now()), Key: "main", Name: "Main"})
		if err != nil {
			return err
		}
		if _, err := tx.EnsureInstallation("first"); err != nil {
			return err
		}
		for _, a := range []switchboard.Agent{w.ada, w.bo} {
			if err := tx.InsertAgent(a, ""); err != nil {
				return err
			}
		}
		w.account.BrandID = brand.ID
		return addAccount(tx, w.account)
	})
}

func addAccount(tx *store.Tx, a switchboard.Account) error {
	if _, err := tx.InsertAccount(a); err != nil {
		return err
	}
	return tx.SetAccountSecrets(a.ID, []byte(token))
}

func update(t testing.TB, d *store.DB, fn func(*store.Tx) error) {
	t.Helper()
	if err := d.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func view(t testing.TB, d *store.DB, fn func(*store.Tx) error) {
	t.Helper()
	if err := d.View(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// process is one life of one process of the company.
type process struct {
	*store.DB
	keeper *account.Keeper
	out    flow.Outbound
	desk   *desk.Desk
	stop   context.CancelFunc
	ended  chan struct{}
}

// setting is what processes differ in.
type setting struct {
	db       *store.DB
	time     timesource.Source
	wire     connector.HTTPClient
	networks account.Networks
	pace     account.Pace
	log      *slog.Logger
	digest   func(parts ...string) []byte // of what was taken down
}

// start begins a process.
func (w *town) start(s setting) *process {
	w.lives++
	node := fmt.Sprint("node-", w.lives)
	if s.networks == nil {
		s.networks = only(w.spec)
	}
	if s.time == nil {
		s.time = timesource.System()
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	p := assemble(w.t, s, node)
	ctx, stop := context.WithCancel(context.Background())
	p.stop, p.ended = stop, make(chan struct{})
	l := line.New(p.keeper.In, line.Settings{Node: "line", Time: timesource.System(), Log: s.log, Workers: 4})
	p.keeper.In.Bell, p.keeper.Out.Bell = l.Ring, l.Ring
	p.out.Bell = l.Ring
	var wg sync.WaitGroup
	for _, run := range []func(context.Context) error{p.keeper.Hub.Run, l.Run, p.keeper.Run} {
		wg.Go(func() { _ = run(ctx) })
	}
	go func() { wg.Wait(); close(p.ended) }()
	return p
}

var (
	lexicon        = sync.OnceValue(triage.Shipped)
	startingPolicy = sync.OnceValues(ownership.DefaultPolicy)
)

// alone is a policy under which people approve their own text.
var alone = sync.OnceValue(func() *ownership.Policy {
	policy, err := ownership.Shipped("solo")
	if err != nil {
		panic(err)
	}
	return policy
})

func assemble(t testing.TB, s setting, node string) *process {
	t.Helper()
	policy, err := startingPolicy()
	if err != nil {
		t.Fatal(err)
	}
	if s.digest == nil {
		s.digest = func(parts ...string) []byte { return []byte(fmt.Sprint(parts)) }
	}
	p := &process{DB: s.db, desk: desk.New()}
	spec := func(key switchboard.NetworkKey) (connector.Spec, bool) {
		found, err := s.networks.Get(key)
		return found, err == nil
	}
	p.out = flow.Outbound{DB: s.db, Desk: p.desk, Spec: spec, Policy: alone, Node: "line",
		Ring: func(id switchboard.AccountID) { p.keeper.Ring(id) }}
	in := flow.Inbound{DB: s.db, Intake: intake.Intake{Node: "line", Digest: s.digest}, Triage: lexicon(), Policy: func() *ownership.Policy { return policy }, Desk: p.desk, Out: p.out}
	p.keeper = &account.Keeper{DB: s.db, In: in, Out: p.out, Networks: s.networks, Hub: live.NewHub(s.db, s.log),
		Env: connector.Env{Reading: s.wire, Sending: s.wire, Now: s.time.Now}, Time: s.time, Log: s.log, Node: node, Pace: s.pace,
		Unseal: func(_ switchboard.AccountID, sealed []byte) (map[string]string, error) {
			return map[string]string{"token": string(sealed)}, nil
		}}
	return p
}

// quit ends a process in peace.
func (p *process) quit() {
	p.stop()
	<-p.ended
}

// only is a registry of the Specs given.
type networks map[switchboard.NetworkKey]connector.Spec

func only(specs ...connector.Spec) networks {
	n := networks{}
	for _, s := range specs {
		n[s.Key] = s
	}
	return n
}

func (n networks) Get(key switchboard.NetworkKey) (connector.Spec, error) {
	s, found := n[key]
	if !found {
		return s, switchboard.Refuse(switchboard.CodeUnsupported, "There is no such network.")
	}
	return s, nil
}

// ask lets a customer ask the account something and returns the id of their post.
func (w *town) ask(name, text string) string {
	w.t.Helper()
	post, err := w.net.Say(practice.Saying{Handle: name, Text: handle + " " + text})
	if err != nil {
		w.t.Fatal(err)
	}
	return post.ID
}

// matter is a customer's post with the conversation it opened.
type matter struct {
	conversation switchboard.ConversationID
	leg          switchboard.Leg
	post         string
}

// await waits until the post has been placed.
func (w *town) await(p *process, post string) (m matter) {
	w.t.Helper()
	eventually(w.t, "the post "+post+" is placed", func() bool {
		view(w.t, p.DB, func(tx *store.Tx) error {
			message, found, err := tx.MessageByKey(w.account.Realm, post)
			if err != nil || !found || message.LegID.IsZero() {
				return err
			}
			m.post, m.conversation = post, message.ConversationID
			m.leg, err = tx.Leg(message.LegID)
			return err
		})
		return m.post != ""
	})
	return m
}

// lead makes an agent the lead.
func (p *process) lead(t testing.TB, m matter, who switchboard.AgentID) {
	t.Helper()
	update(t, p.DB, func(tx *store.Tx) error {
		_, err := p.desk.Act(tx, m.conversation, conversation.Taken{By: conversation.Manager(who), Reason: "skill"})
		return err
	})
}

// answer is what an agent says.
type answer struct {
	by    switchboard.AgentID
	texts []string
	at    time.Time // when it is to go out; zero for at once
}

// say saves a draft and sends it; queued is false when the guard does not let it out now.
func (p *process) say(t testing.TB, m matter, a answer) (draft switchboard.Draft, queued bool) {
	t.Helper()
	draft = a.draft(m)
	if err := p.send(&draft, a); err != nil {
		t.Fatal(err)
	}
	return draft, draft.State == switchboard.DraftSending
}

func (a answer) draft(m matter) switchboard.Draft {
	d := switchboard.Draft{ID: switchboard.NewID[switchboard.DraftID](time.Now()), ConversationID: m.conversation,
		LegID: m.leg.ID, AuthorID: a.by, ReplyTo: m.post, State: switchboard.DraftEditing, Version: 1, SendAt: a.at}
	for _, text := range a.texts {
		d.Parts = append(d.Parts, switchboard.Part{Text: text})
	}
	return d
}

func (p *process) send(draft *switchboard.Draft, a answer) error {
	return p.DB.Update(context.Background(), func(tx *store.Tx) error {
		c, err := tx.Conversation(draft.ConversationID)
		if err != nil {
			return err
		}
		fresh := *draft
		fresh.Version, fresh.State, fresh.Epoch, fresh.UpdatedAt = 1, switchboard.DraftEditing, c.Epoch, tx.Now()
		if err := tx.SaveDraft(fresh); err != nil {
			return err
		}
		*draft, err = p.out.Send(tx, fresh.ID, 1, a.by)
		return err
	})
}

func (p *process) deliveries(t testing.TB, id switchboard.DraftID) (list []switchboard.Delivery) {
	t.Helper()
	view(t, p.DB, func(tx *store.Tx) (err error) {
		list, err = tx.DraftDeliveries(id)
		return err
	})
	return list
}

// eventually waits in the time the test lives in.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	within(t, 20*time.Second, what, ok)
}

func within(t testing.TB, d time.Duration, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(d); !ok(); time.Sleep(d / 2000) {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
	}
}

// drained reads a body to its end.
func drained(body io.ReadCloser) []byte {
	if body == nil {
		return nil
	}
	defer body.Close()
	raw, _ := io.ReadAll(body) //nolint:errcheck // it is a reader of a string
	return raw
}
