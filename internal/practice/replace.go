package practice

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// opBegin is the first line of a log that was written as a whole: ID is its generation.
const opBegin operation = "begin"

const (
	logFile  = "practice.jsonl"
	nextFile = "practice.next.jsonl" // prepared, and not known yet to be wanted
)

// Story is what is to have been said on the network, and nothing else.
type Story struct {
	Generation string // a name of its own for each, by which Options.Generation tells them apart
	Accounts   []Account
	Posts      []Post
}

// ErrUnknown is what a commit of Replace returns when nobody can say whether it stands.
var ErrUnknown = errors.New("nobody knows whether it was committed")

// Replace makes the network one on which exactly the story was said. The story is on disk before commit says somewhere else
// that it counts. Nobody reads or posts until commit has returned, and after its error everything is as it was; after
// ErrUnknown too, but what was prepared stays. Then, and should the process end in between, whoever opens the network says by
// Options.Generation whether it was committed.
func (n *Network) Replace(s Story, commit func() error) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	next := filepath.Join(n.options.Dir, nextFile)
	err := write(next, beginning(s.Generation, s.Accounts, s.Posts))
	if err == nil {
		err = commit()
	}
	switch {
	case errors.Is(err, ErrUnknown):
		return err
	case err != nil:
		return errors.Join(err, ignoreMissing(os.Remove(next)))
	}
	return n.turnTo(next)
}

// Generation is that of the story the network was told last, empty when it was told none.
func (n *Network) Generation() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.generation
}

// Granted is an account as Grant would make it.
func Granted(handle, name, token string) Account {
	return Account{Handle: handle, Name: cleanName(name, handle), Token: digest(token)}
}

func beginning(generation string, accounts []Account, posts []Post) []entry {
	entries := []entry{{Op: opBegin, ID: generation}}
	for i := range accounts {
		entries = append(entries, entry{Op: opAccount, Account: &accounts[i]})
	}
	for i := range posts {
		entries = append(entries, entry{Op: opPost, At: posts[i].At, Post: &posts[i]})
	}
	return entries
}

func write(path string, entries []entry) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("practice network: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	out := bufio.NewWriter(file)
	encoder := json.NewEncoder(out)
	for _, e := range entries {
		if err := encoder.Encode(e); err != nil {
			return fmt.Errorf("practice network: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("practice network: %w", err)
	}
	return file.Sync()
}

// turnTo puts a prepared log in the place of the present one.
func (n *Network) turnTo(next string) error {
	if err := n.log.close(); err != nil {
		return err
	}
	if err := os.Rename(next, filepath.Join(n.options.Dir, logFile)); err != nil {
		return fmt.Errorf("practice network: %w", err)
	}
	n.clear()
	log, err := openJournal(filepath.Join(n.options.Dir, logFile), n.apply)
	if err != nil {
		return err
	}
	n.log = log
	close(n.changed)
	n.changed = make(chan struct{})
	return nil
}

// clear forgets everything that was said. The caller holds the lock, or is alone.
func (n *Network) clear() {
	n.accounts, n.posts, n.keys = map[string]Account{}, map[string]*Post{}, map[string]string{}
	n.voices, n.paces = map[string]map[string]bool{}, map[string]*pace{}
	n.order, n.hidden, n.events = nil, nil, nil
	n.lastSeq, n.lastID, n.generation = 0, 0, ""
}

// settleNext finishes or undoes a Replace during which the process ended.
func settleNext(o Options) error {
	next := filepath.Join(o.Dir, nextFile)
	file, err := os.Open(next)
	if err != nil {
		return ignoreMissing(err)
	}
	first := entry{}
	err = json.NewDecoder(file).Decode(&first)
	wanted := first.Op == opBegin && first.ID == o.Generation && (first.ID != "" || !o.InUse)
	if err = errors.Join(err, file.Close()); err == nil && wanted {
		return os.Rename(next, filepath.Join(o.Dir, logFile))
	}
	return os.Remove(next)
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
