package main

import (
	"fmt"
	"os"

	"switchboard"
	"switchboard/internal/triage"
	"switchboard/internal/triage/linear"
)

// triageCommand reads texts, or learns to.
type triageCommand struct {
	Read  triageRead  `cmd:"" default:"withargs" help:"Read JSON lines with a text, print what triage finds in each."`
	Train triageTrain `cmd:"" help:"Learn a question of your own from labelled JSON lines."`
}

// triageRead classifies texts.
type triageRead struct {
	Model string `type:"existingfile" placeholder:"FILE" help:"A model of your own, as triage train writes it: print its label instead."`
}

// Run reads JSON lines from standard input and prints an answer for each. Lines that cannot be read are told and do not
// make it fail.
func (c *triageRead) Run(r *run) error {
	say := triage.Verdicts(triage.Shipped())
	if c.Model != "" {
		own, err := readModel(c.Model)
		if err != nil {
			return err
		}
		if say, err = triage.Labels(own); err != nil {
			return err
		}
	}
	summary, err := triage.Run(r.in, r.out, say)
	for _, bad := range summary.Problems {
		fmt.Fprintf(r.err, "line %d: %s\n", bad.Line, bad.Reason)
	}
	return err
}

func readModel(path string) (*linear.Model, error) {
	about, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("look at the model: %w", err)
	}
	if about.Size() > linear.MaxFile {
		return nil, switchboard.Refuse(switchboard.CodeTooLarge, "%s is larger than a model may be.", path)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the model: %w", err)
	}
	m, err := linear.Decode(file)
	if err != nil {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "%s cannot be used: %v.", path, err).WithCause(err)
	}
	return m, nil
}
