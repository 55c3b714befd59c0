package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"switchboard"
	"switchboard/internal/importer"
)

// importCommand reads message records.
type importCommand struct {
	Files     []string  `arg:"" name:"file" help:"Files of message records, one JSON object a line; - is standard input."`
	LiveAfter time.Time `help:"What was published at this time or later is live work; everything else is history." placeholder:"TIME"`
}

// maxTold is how many bad lines are told one by one.
const maxTold = 100

// Run imports and prints a summary. Lines that are no records are told and stop nothing; then it returns errSomeRefused.
func (c *importCommand) Run(r *run) error {
	summary, err := c.take(r)
	if err != nil {
		return err
	}
	if err := c.print(r, summary); err != nil || summary.Rejected == 0 {
		return err
	}
	return errSomeRefused
}

// take imports everything and tells bad lines one by one.
func (c *importCommand) take(r *run) (summary importer.Summary, err error) {
	began := r.time.Elapsed()
	a, err := r.open()
	if err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	told := 0
	i := a.Importer(c.LiveAfter, func(bad importer.Rejection) {
		if told++; told <= maxTold {
			fmt.Fprintf(r.err, "%s:%d: %s\n", bad.File, bad.Line, reason(bad.Err))
		}
	})
	for _, name := range c.Files {
		if err := c.file(r, i, name); err != nil {
			return summary, err
		}
	}
	if summary, err = i.Finish(r.ctx, began); err == nil && told > maxTold {
		fmt.Fprintf(r.err, "%d more lines were rejected\n", told-maxTold)
	}
	return summary, err
}

func (c *importCommand) file(r *run, i *importer.Importer, name string) (err error) {
	from := io.NopCloser(r.in)
	if name != "-" {
		if from, err = os.Open(name); err != nil {
			return switchboard.Refuse(switchboard.CodeInvalid, "A file cannot be read.").WithCause(err)
		}
	}
	defer from.Close()
	return i.File(r.ctx, name, from)
}

func (c *importCommand) print(r *run, s importer.Summary) error {
	if r.json {
		return json.NewEncoder(r.out).Encode(s)
	}
	_, err := fmt.Fprintf(r.out, `read          %d
stored        %d
duplicates    %d
revised       %d
deleted       %d
rejected      %d
failed        %d
conversations %d
customers     %d
seconds       %.2f
`, s.Read, s.Stored, s.Duplicates, s.Revised, s.Deleted, s.Rejected, s.Failed, s.Conversations, s.Customers, s.Seconds)
	return err
}

// reason says what is wrong with a line and what to do about it.
func reason(err error) string {
	var e *switchboard.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	text := e.Text
	if e.Field != "" {
		text = e.Field + ": " + text
	}
	if e.Hint != "" {
		text += " " + e.Hint
	}
	return text
}
