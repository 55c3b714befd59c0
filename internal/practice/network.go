package practice

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"switchboard"
)

// Options of a Network.
type Options struct {
	Dir      string // holds practice.jsonl; made when missing
	Clock    Clock
	Seed     uint64 // of the flaky mode
	MaxPosts int    // kept in memory; 0 for MaxPosts
	// Backlog is how many events a stream that is behind is given; what lies before is jumped over. 0 for 1000.
	Backlog int
	// Repeats says that a second post with a client key that is known stands as well, as on networks that do not look.
	Repeats bool
	// Generation is the one that Replace was told last and whose commit stands; empty for none.
	Generation string
	// InUse: somebody has an account here that no story brought. Then what was prepared to replace everything by nothing was
	// not committed: those accounts would have gone with it.
	InUse bool
}

// Network is the practice network. It is safe for use by several goroutines.
type Network struct {
	options Options
	mu      sync.Mutex
	log     *journal
	changed chan struct{} // closed and replaced when something becomes visible

	accounts map[string]Account // by handle in small letters
	posts    map[string]*Post   // visible and hidden
	order    []string           // ids of visible posts, oldest first
	hidden   []hiddenPost       // by the time they become visible
	events   []happening
	lastSeq  int64
	lastID   int64
	keys     map[string]string          // account and client key → id
	voices   map[string]map[string]bool // root → who spoke in the thread or was named in it
	faults   *weather
	paces    map[string]*pace

	generation string // of the story it was told last
}

type hiddenPost struct {
	id string
	at time.Time
}

type happening struct {
	seq  int64
	kind EventKind
	id   string
}

// Open reads the log in dir and stands where it ended. Close it.
func Open(options Options) (*Network, error) {
	if options.MaxPosts == 0 {
		options.MaxPosts = MaxPosts
	}
	if options.Backlog == 0 {
		options.Backlog = 1000
	}
	if err := os.MkdirAll(options.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("practice network: %w", err)
	}
	if err := settleNext(options); err != nil {
		return nil, fmt.Errorf("practice network: %w", err)
	}
	n := &Network{options: options, changed: make(chan struct{}), faults: newWeather(options.Seed)}
	n.clear()
	log, err := openJournal(filepath.Join(options.Dir, logFile), n.apply)
	if err != nil {
		return nil, err
	}
	n.log = log
	return n, nil
}

// Close closes the log. Nothing can be posted after it.
func (n *Network) Close() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.log.close()
}

// Grant makes a company's account, or gives an existing one another token. Asking for what is so already writes
// nothing.
func (n *Network) Grant(handle, name, token string) (Account, error) {
	handle, err := Handle(handle)
	if err != nil {
		return Account{}, err
	}
	if len(token) < 8 {
		return Account{}, switchboard.Refuse(switchboard.CodeInvalid, "The token is too short.").WithField("token").
			WithHint("Use at least 8 characters.")
	}
	account := Account{Handle: handle, Name: cleanName(name, handle), Token: digest(token)}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.accounts[strings.ToLower(handle)] == account {
		return account, nil
	}
	for _, other := range n.accounts {
		if other.Token == account.Token && !strings.EqualFold(other.Handle, handle) {
			return Account{}, switchboard.Refuse(switchboard.CodeConflict, "Another account has this token.").WithField("token").
				WithHint("Choose one of its own for each account.")
		}
	}
	return account, n.record(entry{Op: opAccount, Account: &account})
}

// Accounts lists the companies' accounts by handle.
func (n *Network) Accounts() []Account {
	n.mu.Lock()
	defer n.mu.Unlock()
	list := make([]Account, 0, len(n.accounts))
	for _, account := range n.accounts {
		list = append(list, account)
	}
	slices.SortFunc(list, func(a, b Account) int { return strings.Compare(a.Handle, b.Handle) })
	return list
}

// bearer finds the account of a token.
func (n *Network) bearer(token string) (Account, bool) {
	sum := digest(token)
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, account := range n.accounts {
		if subtle.ConstantTimeCompare([]byte(account.Token), []byte(sum)) == 1 {
			return account, true
		}
	}
	return Account{}, false
}

func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// record makes an entry durable, then true. The caller holds the lock.
func (n *Network) record(e entry) error {
	e.At = n.options.Clock.Now().UTC()
	if err := n.log.append(e); err != nil {
		return switchboard.Refuse(switchboard.CodeUnavailable, "The practice network cannot write its log.").
			WithHint("Make room on the disk.").WithCause(err)
	}
	n.apply(e)
	return nil
}

// apply changes the memory by one entry; the log replays through it, so it takes nothing from outside.
func (n *Network) apply(e entry) {
	switch e.Op {
	case opBegin:
		n.generation = e.ID
	case opAccount:
		n.accounts[strings.ToLower(e.Account.Handle)] = *e.Account
	case opPost:
		n.accept(*e.Post, e.VisibleAt)
	case opReveal:
		n.hidden = slices.DeleteFunc(n.hidden, func(h hiddenPost) bool { return h.id == e.ID })
		n.show(e.ID)
	case opEdit:
		if post := n.posts[e.ID]; post != nil {
			post.Text, post.EditedAt = e.Text, e.At
			n.happen(EventEdit, e.ID)
		}
	case opDelete:
		if post := n.posts[e.ID]; post != nil {
			post.Text, post.Deleted = "", true
			n.happen(EventDelete, e.ID)
		}
	case opHide:
		if post := n.posts[e.ID]; post != nil {
			post.HiddenBy = e.Text
		}
	}
}

func (n *Network) accept(post Post, visibleAt time.Time) {
	n.posts[post.ID] = &post
	if number, err := strconv.ParseInt(strings.TrimPrefix(post.ID, "p"), 10, 64); err == nil {
		n.lastID = max(n.lastID, number)
	}
	if post.ClientKey != "" {
		n.keys[post.AuthorID()+" "+post.ClientKey] = post.ID
	}
	if visibleAt.IsZero() {
		n.show(post.ID)
		return
	}
	n.hidden = append(n.hidden, hiddenPost{post.ID, visibleAt})
	slices.SortStableFunc(n.hidden, func(a, b hiddenPost) int { return a.at.Compare(b.at) })
}

func (n *Network) show(id string) {
	post := n.posts[id]
	if post == nil {
		return
	}
	n.order = append(n.order, id)
	if n.voices[post.Root] == nil {
		n.voices[post.Root] = map[string]bool{}
	}
	n.voices[post.Root][post.AuthorID()] = true
	for _, handle := range post.Mentions() {
		n.voices[post.Root][handle] = true
	}
	n.happen(EventPost, id)
	n.forget()
}

func (n *Network) happen(kind EventKind, id string) {
	if n.isHidden(id) {
		return
	}
	n.lastSeq++
	n.events = append(n.events, happening{n.lastSeq, kind, id})
	close(n.changed)
	n.changed = make(chan struct{})
}

func (n *Network) isHidden(id string) bool {
	return slices.ContainsFunc(n.hidden, func(h hiddenPost) bool { return h.id == id })
}

// forget drops the oldest tenth from memory once there are too many posts. The log keeps them.
func (n *Network) forget() {
	if len(n.order) <= n.options.MaxPosts {
		return
	}
	drop := max(n.options.MaxPosts/10, 1)
	for _, id := range n.order[:drop] {
		post := n.posts[id]
		delete(n.posts, id)
		delete(n.keys, post.AuthorID()+" "+post.ClientKey)
		if post.Root == id {
			delete(n.voices, id)
		}
	}
	n.order = slices.Clone(n.order[drop:])
	first := slices.IndexFunc(n.events, func(h happening) bool { return n.posts[h.id] != nil })
	first = max(first, len(n.events)-2*n.options.MaxPosts)
	n.events = slices.Clone(n.events[max(first, 0):])
}

// settle shows what was hidden until now. The caller holds the lock.
func (n *Network) settle() {
	now := n.options.Clock.Now()
	for len(n.hidden) > 0 && !n.hidden[0].at.After(now) {
		if n.record(entry{Op: opReveal, ID: n.hidden[0].id}) != nil {
			return
		}
	}
}
