package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"switchboard/internal/triage/feelings"
	"switchboard/internal/triage/linear"
	"switchboard/internal/triage/train"
)

// triageTrain learns a question of one's own.
type triageTrain struct {
	Task  string `required:"" placeholder:"NAME" help:"What the model is called."`
	Train string `required:"" type:"existingfile" placeholder:"FILE" help:"JSON lines with text and label to learn from; the label oos means out of scope."`
	Val   string `type:"existingfile" placeholder:"FILE" help:"More of them, to calibrate and to tell how it does; they are learned from afterwards. Without it a part of the first is kept apart."`
	Out   string `required:"" type:"path" placeholder:"MODEL" help:"Where the model is written; one that is there is replaced."`
	Seed  uint64 `default:"1" help:"The same texts and seed give the same model."`
}

// learned is what is told of a model.
type learned struct {
	Task         string  `json:"task"`
	Texts        int     `json:"texts"`
	Labels       int     `json:"labels"`
	Asked        int     `json:"asked"`                   // texts kept apart
	Right        float64 `json:"right"`                   // share of those
	OutsideFound float64 `json:"outside_found,omitempty"` // share of those out of scope
	Bytes        int64   `json:"bytes"`
}

// Run learns, and writes the model only when all of it went well.
func (c *triageTrain) Run(r *run) error {
	beside, err := feelings.Model()
	if err != nil {
		return err
	}
	task := train.Task{Name: c.Task, Recipe: linear.Default(), Beside: beside, Seed: c.Seed}
	if task.Learn, err = labelledFile(c.Train); err != nil {
		return err
	}
	if c.Val != "" {
		if task.Validate, err = labelledFile(c.Val); err != nil {
			return err
		}
	}
	result, err := task.Run(r.ctx)
	if err != nil {
		return err
	}
	size, err := writeModel(c.Out, result.Model)
	if err != nil {
		return err
	}
	out := learned{c.Task, result.Texts, result.Labels, result.Asked, result.Right, result.OutsideFound, size}
	if r.json {
		return json.NewEncoder(r.out).Encode(out)
	}
	fmt.Fprintf(r.out, "Learned %d labels from %d texts. Of %d texts kept apart %.1f %% were right", out.Labels, out.Texts,
		out.Asked, 100*out.Right)
	if result.Outside() {
		fmt.Fprintf(r.out, ", and %.1f %% of those out of scope were told", 100*out.OutsideFound)
	}
	fmt.Fprintf(r.out, ".\n%s\n", c.Out)
	return nil
}

func labelledFile(path string) ([]train.Sample, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open labelled texts: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	return train.ReadLabelled(path, file)
}

// writeModel lets the model appear under its name only when it is whole.
func writeModel(path string, m *linear.Model) (size int64, err error) {
	part, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".part-")
	if err != nil {
		return 0, fmt.Errorf("begin the model's file: %w", err)
	}
	defer func() { _ = os.Remove(part.Name()) }() // gone already when all went well
	if err = m.Encode(part); err == nil {
		size, err = part.Seek(0, io.SeekCurrent)
	}
	if closed := part.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(part.Name(), path)
	}
	if err != nil {
		return 0, fmt.Errorf("write the model: %w", err)
	}
	return size, nil
}
