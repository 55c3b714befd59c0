package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/calendar"
	"switchboard/internal/roster/schedule"
	"switchboard/internal/rota"
	"switchboard/internal/store"
)

// rosterCommand holds what can be done with when people work.
type rosterCommand struct {
	Import rosterImport `cmd:"" help:"Take shifts over from a calendar (iCalendar) or a table (CSV)."`
}

type rosterImport struct {
	File    string `arg:"" help:"The file; - is standard input."`
	DryRun  bool   `help:"Only say what would change."`
	Zone    string `help:"Time zone of times that name none; the company's unless said otherwise." placeholder:"ZONE"`
	Confirm bool   `help:"Import it although it leaves something undone that is done now."`
}

// Run imports and prints what changed. Lines that cannot be read and people nobody knows are told and stop nothing; then
// it returns errSomeRefused.
func (c *rosterImport) Run(r *run) error {
	file, err := c.read(r)
	if err != nil {
		return err
	}
	var done rota.Imported
	if c.DryRun {
		err = r.view(func(tx *store.Tx) (err error) {
			done, err = file.Preview(tx)
			return err
		})
	} else {
		err = r.change(func(a *app.App) error {
			return a.DB.Update(r.ctx, func(tx *store.Tx) (err error) {
				if done, err = file.Apply(tx, a.Desk); err != nil {
					return err
				}
				return c.unread(done)
			})
		})
	}
	if err != nil {
		return err
	}
	if err := c.print(r, done); err != nil {
		return err
	}
	if len(done.Bad)+len(done.Unknown) > 0 {
		return errSomeRefused
	}
	return nil
}

func (c *rosterImport) read(r *run) (file rota.Import, err error) {
	if c.Zone != "" {
		if file.Zone, err = calendar.LoadZone(c.Zone); err != nil {
			return file, err
		}
	}
	file.Name = c.File
	from := io.NopCloser(r.in)
	if c.File != "-" {
		if from, err = os.Open(c.File); err != nil {
			return file, switchboard.Refuse(switchboard.CodeInvalid, "The file cannot be read.").WithCause(err)
		}
	}
	defer from.Close()
	if file.Data, err = io.ReadAll(io.LimitReader(from, schedule.MaxBytes+1)); err != nil {
		return file, switchboard.Refuse(switchboard.CodeInvalid, "The file cannot be read.").WithCause(err)
	}
	return file, nil
}

// unread refuses what leaves something undone until it is confirmed.
func (c *rosterImport) unread(done rota.Imported) error {
	if c.Confirm || len(done.Warnings) == 0 {
		return nil
	}
	return switchboard.Refuse(switchboard.CodeUnstaffed, "%s", done.Warnings[0].Sentence).
		WithHint("Nothing was imported. Look at it with --dry-run, and import it all the same with --confirm.")
}

func (c *rosterImport) print(r *run, done rota.Imported) error {
	if r.json {
		return json.NewEncoder(r.out).Encode(done)
	}
	for _, b := range done.Bad {
		fmt.Fprintf(r.err, "%s:%d: %s\n", c.File, b.Line, b.Reason)
	}
	for _, u := range done.Unknown {
		fmt.Fprintf(r.err, "%s:%d: nobody called %q works here", c.File, u.Line, u.Who)
		if u.Suggestion != "" {
			fmt.Fprintf(r.err, "; did you mean %s?", u.Suggestion)
		}
		fmt.Fprintln(r.err)
	}
	for _, k := range done.Kept {
		who := "another file says"
		if k.ByHand {
			who = "somebody entered"
		}
		fmt.Fprintf(r.err, "%s:%d: left out: %s %s for %s from %s to %s\n", c.File, k.Line, who, whatOf(k.Absence), k.Name,
			k.From.Format(time.RFC3339), k.Until.Format(time.RFC3339))
	}
	for _, w := range done.Warnings {
		fmt.Fprintf(r.err, "warning: %s\n", w.Sentence)
	}
	for _, d := range done.Changes {
		if _, err := fmt.Fprintf(r.out, "%-6s %s  %s to %s  %s\n", d.What, d.Name, d.From.Format(time.RFC3339), d.Until.Format(time.RFC3339), whatOf(d.Absence)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(r.out, "added %d  changed %d  removed %d  unchanged %d\n", done.Added, done.Changed, done.Removed, done.Unchanged)
	return err
}

// whatOf names a time by the reason of an absence, which a shift has not.
func whatOf(absence string) string {
	if absence == "" {
		return "shift"
	}
	return absence
}
