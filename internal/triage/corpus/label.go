package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Label says what a reader found in one message of a set. It names the message and holds no word of it.
type Label struct {
	Set       string   `json:"set"`
	ID        string   `json:"id"` // as Row.Key
	Intent    string   `json:"intent"`
	Urgency   string   `json:"urgency"`
	Sentiment string   `json:"sentiment"`
	Flags     []string `json:"flags"` // those that hold
}

// Holds reports whether a flag holds.
func (l *Label) Holds(flag string) bool { return slices.Contains(l.Flags, flag) }

// keyLength is how many hexadecimal digits of a text's hash name it.
const keyLength = 12

// Key names the row within its set: its id, or, where a set has none, the beginning of the SHA-256 of its text.
func (r *Row) Key() string {
	if r.ID != "" {
		return r.ID
	}
	sum := sha256.Sum256([]byte(r.Text))
	return hex.EncodeToString(sum[:])[:keyLength]
}

// Labelled is a message and what was found in it.
type Labelled struct {
	Row

	Label Label
}

// parts are the files of a set in which labelled messages stand.
func parts(set string) string {
	if strings.HasPrefix(set, "replay-") {
		return "messages"
	}
	return "train"
}

// Labels reads a file of labels and finds the message of each. One that names no message is an error: what it was made
// for is not what is there.
func Labels(data, labels fs.FS, name string) ([]Labelled, error) {
	list, err := Read[Label](labels, name)
	if err != nil {
		return nil, err
	}
	sets := map[string]map[string]Row{}
	out := make([]Labelled, len(list))
	for i := range list {
		l := &list[i]
		if sets[l.Set] == nil {
			if sets[l.Set], err = byKey(data, l.Set); err != nil {
				return nil, err
			}
		}
		row, ok := sets[l.Set][l.ID]
		if !ok {
			return nil, fmt.Errorf("message %s of %s is labelled but not there", l.ID, l.Set)
		}
		out[i] = Labelled{row, *l}
	}
	return out, nil
}

func byKey(data fs.FS, set string) (map[string]Row, error) {
	rows, err := Rows(data, set, parts(set))
	if err != nil {
		return nil, err
	}
	out := make(map[string]Row, len(rows))
	for i := range rows {
		out[rows[i].Key()] = rows[i]
	}
	return out, nil
}
