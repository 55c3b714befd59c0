// Command cmd trains the model that tells languages, and measures it.
//
//	cmd train -text DIR -data DIR -out FILE [-seed N]
//	cmd measure -data DIR [-half N] [-hint none|right|wrong] [-model FILE]
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"

	"switchboard/internal/triage/language"
	train "switchboard/internal/triage/train/language"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == "train" {
		return learn(ctx, args[1:])
	}
	if len(args) > 0 && args[0] == "measure" {
		return measure(args[1:])
	}
	return errors.New("say train or measure")
}

func learn(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("train", flag.ContinueOnError)
	text := flags.String("text", "", "folder of sentences, one a line, one file a language, such as de.txt")
	data := flags.String("data", "", "folder of labelled messages")
	out := flags.String("out", "", "file to write the model to")
	seed := flags.Uint64("seed", 1, "where chance starts")
	if err := flags.Parse(args); err != nil {
		return err
	}
	sentences, err := train.Sentences(os.DirFS(*text))
	if err != nil {
		return err
	}
	messages, err := train.Messages(os.DirFS(*data))
	if err != nil {
		return err
	}
	model, err := train.Train(ctx, append(sentences, messages...), *seed)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := model.Encode(&b); err != nil {
		return err
	}
	fmt.Printf("%d sentences, %d messages, a model of %d bytes\n", len(sentences), len(messages), b.Len())
	return os.WriteFile(*out, b.Bytes(), 0o644)
}

func measure(args []string) error {
	flags := flag.NewFlagSet("measure", flag.ContinueOnError)
	data := flags.String("data", "", "folder of labelled data")
	half := flags.Int("half", -1, "0 or 1 for one half of the texts, else all")
	model := flags.String("model", "", "file of the model, instead of the one built in")
	hint := flags.String("hint", "none", "what the network says of the language: none, right or wrong")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if train.Hints[*hint] == nil {
		return fmt.Errorf("no hint is called %q", *hint)
	}
	identify, err := identifier(*model)
	if err != nil {
		return err
	}
	checks, err := train.Checks(os.DirFS(*data))
	if err != nil {
		return err
	}
	checks = slices.DeleteFunc(checks, func(c train.Check) bool { return *half >= 0 && train.Half(c.Text) != *half })
	return train.Measure(identify, checks, train.Hints[*hint]).Write(os.Stdout)
}

func identifier(model string) (train.Identifier, error) {
	if model == "" {
		return language.Identify, nil
	}
	data, err := os.ReadFile(model)
	if err != nil {
		return nil, err
	}
	m, err := language.Decode(data)
	if err != nil {
		return nil, err
	}
	return m.Identify, nil
}
