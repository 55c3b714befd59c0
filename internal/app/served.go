package app

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// servedFile says, while a server runs, where the console is: a command beside it may have been started with other settings.
// The server keeps it locked for as long as it lives, so that what a dead one left is not believed.
func servedFile(data string) string { return filepath.Join(data, "address") }

// ServedAt is where the server that runs on a data folder is reached; empty when none that lives says so.
func ServedAt(data string) string {
	f, err := os.Open(servedFile(data))
	if err != nil {
		return ""
	}
	defer f.Close()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB); !errors.Is(err, syscall.EWOULDBLOCK) {
		return ""
	}
	text, err := os.ReadFile(f.Name())
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// saysWhere writes down where the server is reached, all at once, until forget is called or the process ends.
func (a *App) saysWhere(at net.Addr) (forget func() error, err error) {
	f, err := os.CreateTemp(a.Settings.Data, "address-*")
	if err != nil {
		return nil, fmt.Errorf("app: say where the server is: %w", err)
	}
	name := servedFile(a.Settings.Data)
	_, err = fmt.Fprintln(f, baseURL(a.Settings, at.String()))
	if err == nil {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return nil, fmt.Errorf("app: say where the server is: %w", errors.Join(err, f.Close(), os.Remove(f.Name())))
	}
	return func() error { return forgetWhere(f, name) }, nil
}

// forgetWhere removes what a server said, unless another one has said something since.
func forgetWhere(own *os.File, name string) error {
	mine, err := own.Stat()
	there, gone := os.Stat(name)
	if err == nil && gone == nil && os.SameFile(mine, there) {
		err = os.Remove(name)
	}
	if gone != nil && !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	_ = syscall.Flock(int(own.Fd()), syscall.LOCK_UN) // a program being started may hold a copy of the file for a moment
	if err := errors.Join(err, own.Close()); err != nil {
		return fmt.Errorf("app: say that the server stopped: %w", err)
	}
	return nil
}
