// Package corpus reads the sets of labelled messages that triage learns from and is measured by: compressed JSON lines
// in a folder outside the repository, one folder a set.
package corpus

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Row is one message of a set. A field a set does not have is empty.
type Row struct {
	ID        string          `json:"id"`
	Text      string          `json:"text"`
	Label     json.RawMessage `json:"label"`
	Lang      string          `json:"lang"`
	Direction string          `json:"direction"`
	Kind      string          `json:"kind"`
	Author    string          `json:"author"`
}

// One is the row's label, empty when it has none or several.
func (r *Row) One() string {
	var one string
	if json.Unmarshal(r.Label, &one) != nil {
		return ""
	}
	return one
}

// Several are the row's labels where a set allows more than one.
func (r *Row) Several() (list []string) {
	_ = json.Unmarshal(r.Label, &list) // one label alone leaves it empty
	return list
}

// Rows reads a part of a set: train, val, dev or messages.
func Rows(folder fs.FS, set, part string) ([]Row, error) {
	return Read[Row](folder, path.Join(set, part+".jsonl.gz"))
}

// Read reads a file of JSON lines, unpacked where its name ends in .gz. The error names the file, and the line that
// cannot be read.
func Read[T any](folder fs.FS, name string) ([]T, error) {
	var out []T
	err := Lines(folder, name, func(line []byte) error {
		var one T
		if err := json.Unmarshal(line, &one); err != nil {
			return fmt.Errorf("%s, line %d: %w", name, len(out)+1, err)
		}
		out = append(out, one)
		return nil
	})
	return out, err
}

const maxLine = 2 << 20

// Lines hands over each line of a file, unpacked where its name ends in .gz. A line is overwritten by the next one.
func Lines(folder fs.FS, name string, each func(line []byte) error) error {
	file, err := folder.Open(name)
	if err != nil {
		return fmt.Errorf("open a set: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	var in io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(file); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	for lines.Scan() {
		if err := each(lines.Bytes()); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
