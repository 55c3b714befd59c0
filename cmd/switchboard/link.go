package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/app"
	"switchboard/internal/store"
)

// userLink makes one-time links, also beside a running server.
type userLink struct {
	Email string `arg:"" optional:"" help:"Who is to choose a password; without this, the link sets the installation up."`
	At    string `help:"Where the server listens, if not where one that runs says, or the settings do." placeholder:"HOST:PORT"`
}

// Run makes it. A set-up link is written to a file, and shown only to a person on a terminal.
func (c *userLink) Run(r *run) error {
	at := cmp.Or(c.At, app.ServedAt(r.settings.Data), r.settings.Listen)
	return r.beside(func(a *app.App) error {
		database := a.DB
		if c.Email != "" {
			return c.invite(r, database, at)
		}
		link, err := access.NewSetupLink(r.ctx, database)
		if err != nil {
			return err
		}
		return tellSetupLink(r, app.SetupAddress(r.settings, at, link), link)
	})
}

func tellSetupLink(r *run, address string, link access.Link) error {
	if err := app.WriteSetupLink(r.settings.Data, address); err != nil {
		return err
	}
	file := app.SetupLinkFile(r.settings.Data)
	if r.json {
		return json.NewEncoder(r.out).Encode(map[string]any{"file": file, "until": link.Until})
	}
	fmt.Fprintf(r.err, "It works once, until %s, while the server runs.\n", link.Until.Local().Format("15:04"))
	if out := r.terminal(); out != nil {
		return printLine(out, address)
	}
	return printLine(r.out, file)
}

func printLine(to io.Writer, text string) error {
	_, err := fmt.Fprintln(to, text)
	return err
}

func (c *userLink) invite(r *run, database *store.DB, at string) error {
	var agent switchboard.Agent
	err := database.View(r.ctx, func(tx *store.Tx) (err error) {
		agent, err = who(tx, c.Email)
		return err
	})
	if err != nil {
		return err
	}
	link, err := access.NewGate(access.Options{DB: database, Time: r.time}).Invite(r.ctx, access.System(), agent.ID)
	if err != nil {
		return err
	}
	address := app.InvitationAddress(r.settings, at, link)
	if r.json {
		return json.NewEncoder(r.out).Encode(map[string]any{"link": address, "until": link.Until})
	}
	fmt.Fprintf(r.err, "For %s, shown this once; it works once, until %s:\n", agent.Name, link.Until.Local().Format("2006-01-02 15:04"))
	if r.settings.PublicURL == "" {
		fmt.Fprintln(r.err, "It opens on this machine alone: for somebody elsewhere, set public-url to the address they reach the console at, and make it again.")
	}
	return printLine(r.out, address)
}
