package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/config"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// SetupLinkFile is where the link lies with which the first administrator is made, while there is one.
func SetupLinkFile(data string) string { return filepath.Join(data, "setup-link") }

// SetupAddress is a one-time link as an address. The token stands behind the #, which browsers send to nobody. At is where
// the server listens.
func SetupAddress(s config.Settings, at string, link access.Link) string {
	return baseURL(s, at) + "/setup#" + link.Token
}

// InvitationAddress is SetupAddress for an invitation.
func InvitationAddress(s config.Settings, at string, link access.Link) string {
	return baseURL(s, at) + "/invitation#" + link.Token
}

// baseURL is where this machine reaches the console: the public address, or else the one listened on, which may be given
// as a whole.
func baseURL(s config.Settings, at string) string {
	if s.PublicURL != "" {
		return s.PublicURL
	}
	if strings.Contains(at, "://") {
		return at
	}
	host, port, err := net.SplitHostPort(at)
	if err != nil {
		return "http://" + at
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// WriteSetupLink keeps the address of a set-up link in a file that only this user can read, in place of the one before.
func WriteSetupLink(data, address string) error {
	path := SetupLinkFile(data)
	if err := ForgetSetupLink(data); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("app: set-up link: %w", err)
	}
	_, err = fmt.Fprintln(f, address)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("app: set-up link: %w", err)
	}
	return nil
}

// ForgetSetupLink removes the file with the set-up link, if there is one.
func ForgetSetupLink(data string) error {
	if err := os.Remove(SetupLinkFile(data)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("app: set-up link: %w", err)
	}
	return nil
}

// welcome makes a set-up link for whoever starts an installation in which nobody works, and says where it is. On a terminal
// the link itself is shown; where output is kept, only the path of its file.
func (a *App) welcome(ctx context.Context, at net.Addr) error {
	link, err := access.NewSetupLink(ctx, a.DB)
	if switchboard.IsCode(err, switchboard.CodeConflict) {
		return ForgetSetupLink(a.Settings.Data)
	}
	if err != nil {
		return err
	}
	address := SetupAddress(a.Settings, at.String(), link)
	if err := WriteSetupLink(a.Settings.Data, address); err != nil {
		return err
	}
	a.Log.Info("nobody can sign in yet: open the set-up link in this file with a browser",
		"file", SetupLinkFile(a.Settings.Data), "until", link.Until)
	if a.Terminal != nil {
		fmt.Fprintf(a.Terminal, "\n  Set up your board:  %s\n  It works once, until %s. %s\n\n", address,
			link.Until.Local().Format("15:04"), switchboard.Typed("`switchboard user link` makes another.", a.Command))
	}
	return nil
}

// watchSetupLink removes the file with the set-up link when that runs out.
func (a *App) watchSetupLink(ctx context.Context) error {
	for ctx.Err() == nil {
		left, err := a.setupLinkLeft(ctx)
		if err != nil || left <= 0 {
			a.unlessStopping(ctx, errors.Join(err, a.tidySetupLink(ctx)))
			return nil
		}
		_ = timesource.Wait(ctx, a.Time, left)
	}
	return nil
}

// setupLinkLeft is for how long a set-up link is still good; 0 when there is none.
func (a *App) setupLinkLeft(ctx context.Context) (left time.Duration, err error) {
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		link, found, err := tx.OpenLink(access.PurposeSetup, switchboard.AgentID{})
		if found {
			left = link.ExpiresAt.Sub(tx.Now())
		}
		return err
	})
	return left, err
}

// tidySetupLink removes the file of a link that is not good any more, such as one that a command made.
func (a *App) tidySetupLink(ctx context.Context) error {
	if _, err := os.Stat(SetupLinkFile(a.Settings.Data)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	left, err := a.setupLinkLeft(ctx)
	if err != nil || left > 0 {
		return err
	}
	return ForgetSetupLink(a.Settings.Data)
}

// setupLinkSpent removes the file of the link that was just used.
func (a *App) setupLinkSpent() {
	if err := ForgetSetupLink(a.Settings.Data); err != nil {
		a.Log.Error("the file of a set-up link that is spent could not be removed", "error", err)
	}
}
