// Command evaluate measures triage on labelled messages that nothing was learned from, beside what always saying the
// commonest label and the word lists come to, and writes the page of its figures.
//
//	go run ./internal/triage/evaluate -data DIR -write FILE
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"

	"switchboard/internal/triage"
	"switchboard/internal/triage/feelings"
	"switchboard/internal/triage/linear"
)

func main() {
	data := flag.String("data", "", "folder of the sets; without it only what stands in the repository is measured")
	here := flag.String("here", "internal/triage/evaluate", "folder of the texts and labels of the repository")
	models := flag.String("models", "", "folder of the models to measure instead of those that are built in")
	times := flag.Int("times", 3, "how often the recipe of questions of one's own is learned and asked on each set")
	page := flag.String("write", "", "page to write besides")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, settings{*data, *here, *models, *page, *times}); err != nil {
		fmt.Fprintln(os.Stderr, "evaluate:", err)
		os.Exit(1)
	}
}

// settings are what to measure, and where to write it.
type settings struct {
	data, here, models, page string
	times                    int
}

func run(ctx context.Context, tell io.Writer, s settings) error {
	read, learned, err := s.reader()
	if err != nil {
		return err
	}
	exams, err := heldout(os.DirFS(s.here))
	if err != nil {
		return err
	}
	words, err := os.ReadFile(filepath.Join(s.here, "analysis.md"))
	if err != nil {
		return fmt.Errorf("the analysis: %w", err)
	}
	if s.data != "" {
		more, err := sets(os.DirFS(s.data), os.DirFS(s.here))
		if err != nil {
			return err
		}
		exams = append(exams, more...)
	}
	baseline := triage.Baseline()
	felt, err := feelings.Model()
	if err != nil {
		return err
	}
	r := report{models: append(learned, felt), words: string(words)}
	if s.data != "" {
		if r.proofs, err = proofs(ctx, tell, os.DirFS(s.data), s.times); err != nil {
			return err
		}
	}
	if s.data != "" && s.models == "" {
		if r.lessons, err = corrected(os.DirFS(s.data)); err != nil {
			return err
		}
	}
	for _, e := range exams {
		r.results = append(r.results, e.sit(read, baseline))
	}
	fmt.Fprint(tell, r.markdown())
	if s.page == "" {
		return nil
	}
	if err := os.WriteFile(s.page, []byte(r.markdown()), 0o644); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// reader reads with the built-in models, or with those of a folder.
func (s settings) reader() (triage.Triager, []*linear.Model, error) {
	if s.models == "" {
		models, err := triage.Models()
		return triage.Shipped(), models, err
	}
	names, err := filepath.Glob(filepath.Join(s.models, "*.model"))
	if err != nil {
		return nil, nil, fmt.Errorf("models: %w", err)
	}
	var models []*linear.Model
	for _, name := range names {
		if filepath.Base(name) == "feelings.model" { // answers no head
			continue
		}
		file, err := os.ReadFile(name)
		if err != nil {
			return nil, nil, fmt.Errorf("read a model: %w", err)
		}
		m, err := linear.Decode(file)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		models = append(models, m)
	}
	read, err := triage.WithModels(models...)
	return read, models, err
}
