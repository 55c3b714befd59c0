package app

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
)

// servedFile says, while a server runs, where the console is: a command beside it may have been started with other settings.
func servedFile(data string) string { return filepath.Join(data, "address") }

// ServedAt is where the server that runs on a data folder is reached; empty when none says so.
func ServedAt(data string) string {
	text, err := os.ReadFile(servedFile(data))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// saysWhere writes down where the server is reached, until forget is called.
func (a *App) saysWhere(at net.Addr) (forget func() error, err error) {
	name := servedFile(a.Settings.Data)
	if err := os.WriteFile(name, []byte(baseURL(a.Settings, at.String())+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("app: say where the server is: %w", err)
	}
	return func() error {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("app: say that the server stopped: %w", err)
		}
		return nil
	}, nil
}
