// Command ship makes the models that are built into the product from the texts of this repository and the sets of a
// data folder, and tells of each head how it does on texts that were kept apart.
//
//	go run ./internal/triage/train/ship -data DIR
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"

	"switchboard/internal/triage/linear"
)

func main() {
	data := flag.String("data", "", "folder of the sets, as docs/reference/models.md names them")
	texts := flag.String("texts", "internal/triage/train/written", "folder of our own texts")
	labels := flag.String("labels", "internal/triage/train/labels", "folder of our labels of messages of the sets")
	out := flag.String("out", "bin/models", "folder the models are written to")
	only := flag.String("only", "", "make this group alone")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := ship(ctx, os.Stdout, folders{os.DirFS(*data), os.DirFS(*texts), os.DirFS(*labels)}, *out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "ship:", err)
		os.Exit(1)
	}
}

// folders are where there is something to learn from.
type folders struct {
	data, texts, labels fs.FS
}

func ship(ctx context.Context, tell io.Writer, from folders, out, only string) error {
	if only == "" || only == feelingsName {
		m, err := learnFeelings(ctx, tell, from.data)
		if err != nil {
			return err
		}
		if err := keep(filepath.Join(out, feelingsName+".model"), m); err != nil {
			return err
		}
	}
	if only == feelingsName {
		return nil
	}
	all, err := from.gather()
	if err != nil {
		return err
	}
	for _, g := range groups() {
		if only != "" && g.name != only {
			continue
		}
		m, err := g.learn(ctx, tell, all)
		if err != nil {
			return err
		}
		if err := keep(filepath.Join(out, g.name+".model"), m); err != nil {
			return err
		}
	}
	return nil
}

// keep writes a model's file.
func keep(name string, m *linear.Model) error {
	file, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("begin a model: %w", err)
	}
	if err := m.Encode(file); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("end a model: %w", err)
	}
	return nil
}

// gather is every text there is to learn from.
func (f folders) gather() ([]text, error) {
	all, err := written(f.texts)
	if err != nil {
		return nil, err
	}
	for _, read := range []func(fs.FS) ([]text, error){moods, composed} {
		more, err := read(f.texts)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	var read []text
	for _, reader := range []func(data, labels fs.FS) ([]text, error){labelledTexts, labelledGrumbles, labelledCare} {
		more, err := reader(f.data, f.labels)
		if err != nil {
			return nil, err
		}
		read = append(read, more...)
	}
	all = append(all, read...)
	for _, s := range sources() {
		if s.label == nil {
			continue
		}
		more, err := s.texts(f.data)
		if err != nil {
			return nil, err
		}
		all = append(all, unread(more, read)...)
	}
	return all, nil
}
