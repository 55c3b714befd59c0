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
)

func main() {
	data := flag.String("data", "", "folder of the sets, as docs/reference/models.md names them")
	texts := flag.String("texts", "internal/triage/train/written", "folder of our own texts")
	out := flag.String("out", "bin/models", "folder the models are written to")
	only := flag.String("only", "", "make this group alone")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := ship(ctx, os.Stdout, *data, *texts, *out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "ship:", err)
		os.Exit(1)
	}
}

func ship(ctx context.Context, tell io.Writer, data, texts, out, only string) error {
	all, err := gather(os.DirFS(data), os.DirFS(texts))
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
		file, err := os.Create(filepath.Join(out, g.name+".model"))
		if err != nil {
			return fmt.Errorf("begin a model: %w", err)
		}
		if err := m.Encode(file); err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return fmt.Errorf("end a model: %w", err)
		}
	}
	return nil
}

// gather is every text there is to learn from.
func gather(data, texts fs.FS) ([]text, error) {
	all, err := written(texts)
	if err != nil {
		return nil, err
	}
	more, err := composed(texts)
	if err != nil {
		return nil, err
	}
	all = append(all, more...)
	for _, s := range sources() {
		if s.label == nil {
			continue
		}
		more, err := s.texts(data)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}
