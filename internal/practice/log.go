package practice

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// operation is what a line of the log does.
type operation string

const (
	opAccount operation = "account"
	opPost    operation = "post"
	opReveal  operation = "reveal" // an accepted post becomes visible
	opEdit    operation = "edit"
	opDelete  operation = "delete"
	opHide    operation = "hide" // by Text, a handle; shown again when that is empty
)

// entry is one line of the log.
type entry struct {
	Op        operation `json:"op"`
	At        time.Time `json:"at"`
	Post      *Post     `json:"post,omitempty"`
	VisibleAt time.Time `json:"visible_at,omitzero"` // of a post that stays hidden until then
	ID        string    `json:"id,omitempty"`
	Text      string    `json:"text,omitempty"`
	Account   *Account  `json:"account,omitempty"`
}

// Account is a company's account. Token is the SHA-256 of its token.
type Account struct {
	Handle string `json:"handle"`
	Name   string `json:"name"`
	Token  string `json:"token"`
}

// journal appends entries to a file and makes each durable before it returns.
type journal struct {
	file *os.File
}

// openJournal reads every whole entry into apply, cuts off what a crash left of the last one, and is ready to append.
func openJournal(path string, apply func(entry)) (*journal, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the practice log: %w", err)
	}
	end, err := replay(file, apply)
	if err == nil {
		err = file.Truncate(end)
	}
	if err == nil {
		_, err = file.Seek(end, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("reading the practice log: %w", err), file.Close())
	}
	return &journal{file: file}, nil
}

// replay returns where the last whole entry ends.
func replay(file io.Reader, apply func(entry)) (int64, error) {
	in := bufio.NewReaderSize(file, 64<<10)
	var end int64
	for number := 1; ; number++ {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return end, nil
		}
		if err != nil {
			return end, err
		}
		var e entry
		if err := json.Unmarshal(bytes.TrimSpace(line), &e); err != nil {
			return end, fmt.Errorf("line %d: %w", number, err)
		}
		if e.Op == opPost && e.Post == nil || e.Op == opAccount && e.Account == nil {
			return end, fmt.Errorf("line %d: %s without what it is about", number, e.Op)
		}
		apply(e)
		end += int64(len(line))
	}
}

// append makes an entry durable. After an error nothing of it remains.
func (j *journal) append(e entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encoding an entry: %w", err)
	}
	at, err := j.file.Seek(0, io.SeekCurrent)
	if err != nil {
		return fmt.Errorf("practice log: %w", err)
	}
	if _, err = j.file.Write(append(line, '\n')); err == nil {
		err = j.file.Sync()
	}
	if err == nil {
		return nil
	}
	_, back := j.file.Seek(at, io.SeekStart)
	return errors.Join(fmt.Errorf("writing the practice log: %w", err), j.file.Truncate(at), back)
}

func (j *journal) close() error { return j.file.Close() }
