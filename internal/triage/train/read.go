package train

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"switchboard"
)

// maxLine is the longest line ReadLabelled reads, in bytes.
const maxLine = 2 << 20

// ReadLabelled reads JSON lines with `text` and `label`; other fields are passed over, empty lines too. The first line
// that cannot be used is refused with its number and the name of the file: a model learned from half a file is of no use.
func ReadLabelled(name string, r io.Reader) ([]Sample, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	var samples []Sample
	for number := 1; lines.Scan(); number++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		sample, err := readSample(lines.Bytes())
		if err != nil {
			return nil, switchboard.Refuse(switchboard.CodeInvalid, "%s, line %d: %s", name, number, textOf(err)).WithCause(err)
		}
		samples = append(samples, sample)
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, switchboard.Refuse(switchboard.CodeInvalid, "%s has a line longer than %d bytes.", name, maxLine)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read labelled lines: %w", err)
	}
	return samples, nil
}

func readSample(line []byte) (Sample, error) {
	var in struct {
		Text  *string `json:"text"`
		Label *string `json:"label"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return Sample{}, switchboard.Refuse(switchboard.CodeInvalid, "Expected a JSON object with text and label.").WithCause(err)
	}
	if in.Text == nil || in.Label == nil {
		return Sample{}, switchboard.Refuse(switchboard.CodeInvalid, "The fields text and label are both needed.")
	}
	label := strings.TrimSpace(*in.Label)
	if label == "" {
		return Sample{}, switchboard.Refuse(switchboard.CodeInvalid, "The label is empty.")
	}
	return Sample{Text: *in.Text, Label: label}, nil
}

func textOf(err error) string {
	var refusal *switchboard.Error
	if errors.As(err, &refusal) {
		return refusal.Text
	}
	return err.Error()
}
