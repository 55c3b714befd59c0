// Command evaluate measures triage on labelled messages that nothing was learned from, beside what always saying the
// commonest label and the word lists come to, and writes the page of its figures.
//
//	go run ./internal/triage/evaluate -data DIR -models DIR -write FILE
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"switchboard/internal/triage"
	"switchboard/internal/triage/linear"
)

func main() {
	data := flag.String("data", "", "folder of the sets; without it only what stands in the repository is measured")
	here := flag.String("here", "internal/triage/evaluate", "folder of the texts and labels of the repository")
	models := flag.String("models", "bin/models", "folder of the models to measure; without any the word lists are measured")
	page := flag.String("write", "", "page to write besides")
	flag.Parse()
	if err := run(os.Stdout, *data, *here, *models, *page); err != nil {
		fmt.Fprintln(os.Stderr, "evaluate:", err)
		os.Exit(1)
	}
}

func run(tell io.Writer, data, here, models, page string) error {
	read, learned, err := readerOf(models)
	if err != nil {
		return err
	}
	exams, err := heldout(os.DirFS(here))
	if err != nil {
		return err
	}
	if data != "" {
		more, err := sets(os.DirFS(data), os.DirFS(here))
		if err != nil {
			return err
		}
		exams = append(exams, more...)
	}
	baseline := triage.Baseline()
	r := report{models: learned}
	for _, e := range exams {
		r.results = append(r.results, e.sit(read, baseline))
	}
	fmt.Fprint(tell, r.markdown())
	if page == "" {
		return nil
	}
	if err := os.WriteFile(page, []byte(r.markdown()), 0o644); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// readerOf reads with the models of a folder.
func readerOf(folder string) (triage.Triager, []*linear.Model, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.model"))
	if err != nil {
		return nil, nil, fmt.Errorf("models: %w", err)
	}
	var models []*linear.Model
	for _, name := range names {
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
