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

// Tell writes down what is to have been said. It may be called again; the last time counts.
type Tell func(accounts []Account, posts []Post) error

// Replace makes the network one on which exactly that was said which commit tells, before it commits somewhere else that it
// was. Nobody reads or posts until commit has returned, and after its error everything is as it was. Should the process end
// in between, whoever opens the network says by Options.Generation whether it was committed.
func (n *Network) Replace(generation string, commit func(Tell) error) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	next := filepath.Join(n.options.Dir, nextFile)
	err := commit(func(accounts []Account, posts []Post) error {
		return write(next, beginning(generation, accounts, posts))
	})
	if err != nil {
		return errors.Join(err, ignoreMissing(os.Remove(next)))
	}
	return n.turnTo(next)
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
	n.lastSeq, n.lastID = 0, 0
}

// settleNext finishes or undoes a Replace during which the process ended.
func settleNext(dir, generation string) error {
	next := filepath.Join(dir, nextFile)
	file, err := os.Open(next)
	if err != nil {
		return ignoreMissing(err)
	}
	first := entry{}
	err = json.NewDecoder(file).Decode(&first)
	if err = errors.Join(err, file.Close()); err == nil && first.Op == opBegin && first.ID == generation {
		return os.Rename(next, filepath.Join(dir, logFile))
	}
	return os.Remove(next)
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
