package main

import (
	"fmt"
	"os"

	"switchboard"
	"switchboard/internal/triage"
	"switchboard/internal/triage/linear"
	"switchboard/internal/triage/topic"
)

// triageCommand reads texts, or learns to.
type triageCommand struct {
	Read  triageRead  `cmd:"" default:"withargs" help:"Read JSON lines with a text, print what the built-in models find in each, whatever an installation has learned. A line that cannot be read is told with its number and stops nothing; the exit status is 3 then."`
	Train triageTrain `cmd:"" help:"Learn a question of your own from labelled JSON lines."`

	Layers triageLayers `cmd:"" help:"List what was learned from corrections, version by version."`
	Learn  triageLearn  `cmd:"" help:"Learn from the corrections now."`
	Use    triageUse    `cmd:"" help:"Put a version of what was learned into force, or take it out."`
}

// triageRead classifies texts.
type triageRead struct {
	Model  string `type:"existingfile" placeholder:"FILE" xor:"with" help:"A model of your own, as triage train writes it: print its label instead."`
	Topics string `type:"existingfile" placeholder:"FILE" xor:"with" help:"A list of topics, YAML or JSON as it is exported: print which of them each text is about as well."`
}

// Run reads JSON lines from standard input and prints an answer for each. Lines that cannot be read are told and stop
// nothing; then it returns errSomeRefused.
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
	if c.Topics != "" {
		list, err := readTopics(c.Topics)
		if err != nil {
			return err
		}
		say = triage.Verdicts(withTopics{triage.Shipped(), list})
	}
	refused := false
	err := triage.Run(r.in, r.out, say, func(bad triage.Problem) {
		refused = true
		fmt.Fprintf(r.err, "line %d: %s\n", bad.Line, bad.Reason)
	})
	if err != nil || !refused {
		return err
	}
	return errSomeRefused
}

// withTopics reads topics of a list as well.
type withTopics struct {
	triage.Triager
	list *topic.Reader
}

// Classify reads one message. Its topics are never nil: none was found, and not none looked for.
func (w withTopics) Classify(in triage.Input) switchboard.Verdict {
	v := w.Triager.Classify(in)
	v.Topics = append([]switchboard.TopicFinding{}, w.list.Find(in.Text, v.Language)...)
	return v
}

func readTopics(path string) (*topic.Reader, error) {
	about, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("look at the list of topics: %w", err)
	}
	if about.Size() > topic.MaxFile {
		return nil, switchboard.Refuse(switchboard.CodeTooLarge, "%s is larger than a list of topics may be.", path)
	}
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the list of topics: %w", err)
	}
	list, err := topic.ReadList(source)
	if err != nil {
		return nil, err
	}
	return topic.NewReader(list)
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
