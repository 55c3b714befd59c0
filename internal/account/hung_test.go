package account_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/practice"
	"switchboard/internal/store"
	"switchboard/internal/testkit"
)

// load is how much is said for how long.
type load struct {
	perSecond float64
	lasts     time.Duration
	folder    string
}

// Healthy accounts beside the one whose network hangs, how many messages there are for one answer (so that the answers
// stay within what the network lets an account post), and how long an answer may take to stand on the network.
const (
	healthy     = 3
	perAnswer   = 60
	answerIn    = 2 * time.Second
	requestLife = 30 * time.Second // as the product's own client has it
)

// stuck is a wire on which the requests of one account never end by themselves.
type stuck struct {
	wire
	hangs *atomic.Bool
	freed chan struct{}
}

func (s stuck) Do(req *http.Request) (*http.Response, error) {
	if !s.hangs.Load() || !strings.HasSuffix(req.Header.Get("Authorization"), "-hung") {
		return s.wire.Do(req)
	}
	ctx, cancel := context.WithTimeout(req.Context(), requestLife)
	defer cancel()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-s.freed:
		return nil, errors.New("the connection was reset")
	}
}

// crowd is a town of several accounts with much to say to all of them.
type crowd struct {
	*town
	accounts []switchboard.Account
	mu       sync.Mutex
	posts    []string
	found    int             // of posts, from the first, that are in a conversation
	took     []time.Duration // from the agent's word to its standing
	open     map[string]time.Time
}

func newCrowd(t *testing.T, folder string) *crowd {
	t.Helper()
	w := &crowd{town: newTown(t, folder, 3, practice.Options{MaxPosts: math.MaxInt32}), open: map[string]time.Time{}}
	for i := range healthy + 1 {
		a := w.account
		a.ID, a.Handle = switchboard.NewID[switchboard.AccountID](time.Now()), fmt.Sprintf("@branch%d", i)
		w.accounts = append(w.accounts, a)
		if _, err := w.net.Grant(a.Handle, a.Handle, secretOf(i)); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// secretOf the first account says that its requests hang.
func secretOf(i int) string {
	if i == 0 {
		return "token-that-is-hung"
	}
	return fmt.Sprintf("token-of-branch-%d", i)
}

func (w *crowd) connect(d *store.DB) {
	w.t.Helper()
	update(w.t, d, func(tx *store.Tx) error {
		brand, err := tx.EnsureBrand(switchboard.Brand{ID: switchboard.NewID[switchboard.BrandID](tx.Now()), Key: "main", Name: "Main"})
		for i, a := range w.accounts {
			if err != nil {
				break
			}
			a.BrandID = brand.ID
			if _, err = tx.InsertAccount(a); err == nil {
				err = tx.SetAccountSecrets(a.ID, []byte(secretOf(i)))
			}
		}
		return err
	})
}

// pour lets customers speak at the load's pace and agents answer some of them.
func (w *crowd) pour(p *process, l load) {
	var answering sync.WaitGroup
	begun := time.Now()
	for i := 0; time.Since(begun) < l.lasts; i++ {
		time.Sleep(time.Until(begun.Add(time.Duration(float64(i) / l.perSecond * float64(time.Second)))))
		to := w.accounts[i%len(w.accounts)]
		post, err := w.net.Say(practice.Saying{Handle: fmt.Sprint("@guest", i), Text: fmt.Sprint(to.Handle, " cup ", i, " is cold")})
		if err != nil {
			w.t.Error(err)
			break
		}
		w.posts = append(w.posts, post.ID)
		if to.ID != w.accounts[0].ID && i/len(w.accounts)%perAnswer == 0 {
			answering.Go(func() { w.reply(p, post, to) })
		}
	}
	answering.Wait()
}

// reply answers one post as soon as it has been placed.
func (w *crowd) reply(p *process, post practice.Post, to switchboard.Account) {
	m := w.await(p, post.ID)
	p.lead(w.t, m, w.ada.ID)
	text := "sorry about it, " + post.Handle
	if _, queued := p.say(w.t, m, answer{by: w.ada.ID, texts: []string{text}}); !queued {
		w.t.Errorf("the answer to %s is held", post.ID)
		return
	}
	said := time.Now()
	within(w.t, 20*time.Second, "the answer to "+post.ID+" stands", func() bool { return w.net.Count(to.Handle, text) == 1 })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.took = append(w.took, time.Since(said))
}

// missing reports whether a post is not in a conversation yet; what was found once is not looked for again.
func (w *crowd) missing(p *process) (missing bool) {
	view(w.t, p.DB, func(tx *store.Tx) error {
		for i, id := range w.posts[w.found:] {
			m, found, err := tx.MessageByKey(w.account.Realm, id)
			if missing = err != nil || !found || m.ConversationID.IsZero(); missing {
				w.found += i
				return err
			}
		}
		w.found = len(w.posts)
		return nil
	})
	return missing
}

// hang puts a load on a town of which one account's network hangs, in reading and in sending.
func hang(t *testing.T, l load) {
	t.Helper()
	w := newCrowd(t, l.folder)
	d := w.openAll()
	defer d.Close()
	f := newFate(blow{after: math.MaxInt}, nil)
	line := stuck{wire: wire{w.town, f}, hangs: &atomic.Bool{}, freed: make(chan struct{})}
	p := w.start(setting{db: d, wire: line})
	defer p.quit()
	first := w.send(p, "an answer before it hangs")
	within(t, time.Minute, "the first answer stands", func() bool { return w.net.Count(w.accounts[0].Handle, first.Parts[0].Text) == 1 })
	late := w.sendHung(p, line.hangs)
	w.pour(p, l)
	if n := w.net.Count(w.accounts[0].Handle, late.Parts[0].Text); n != 0 {
		t.Error("the hung network did not hang")
	}
	line.hangs.Store(false)
	close(line.freed)
	freed := time.Now()
	within(t, 2*time.Minute, "every message is in a conversation", func() bool { return !w.missing(p) })
	slices.Sort(w.took)
	worst := w.took[len(w.took)-1]
	t.Logf("caught up with the hung network in %s", time.Since(freed).Round(time.Millisecond))
	t.Logf("%d messages in %s, nothing lost; %d answers to healthy networks, median %s, worst %s", len(w.posts),
		l.lasts, len(w.took), w.took[len(w.took)/2].Round(time.Millisecond), worst.Round(time.Millisecond))
	if worst > answerIn {
		t.Errorf("an answer to a healthy network took %s", worst)
	}
}

// sendHung sends an answer right after the network of the first account has hung.
func (w *crowd) sendHung(p *process, hangs *atomic.Bool) switchboard.Draft {
	w.t.Helper()
	return w.send(p, "an answer while it hangs", func() { hangs.Store(true) })
}

// send lets an answer go out on the first account; before is called when everything else is ready.
func (w *crowd) send(p *process, text string, before ...func()) switchboard.Draft {
	w.t.Helper()
	post, err := w.net.Say(practice.Saying{Handle: "@early", Text: w.accounts[0].Handle + " before " + text})
	if err != nil {
		w.t.Fatal(err)
	}
	m := w.await(p, post.ID)
	p.lead(w.t, m, w.ada.ID)
	for _, do := range before {
		do()
	}
	draft, queued := p.say(w.t, m, answer{by: w.ada.ID, texts: []string{text}})
	if !queued {
		w.t.Fatalf("held: %+v", draft.Ruling)
	}
	return draft
}

// openAll opens the database with the crowd's accounts in it.
func (w *crowd) openAll() *store.DB {
	w.t.Helper()
	d := w.town.open()
	w.connect(d)
	return d
}

func TestAHungNetworkDelaysNobodyElse(t *testing.T) {
	hang(t, load{perSecond: 10_000.0 / 60, lasts: 12 * time.Second, folder: testkit.Folder(t)})
}
