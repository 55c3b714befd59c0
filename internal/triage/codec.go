package triage

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"switchboard"
	"switchboard/internal/triage/feelings"
	"switchboard/internal/triage/linear"
)

// MaxLine is the longest line Run reads, in bytes.
const MaxLine = 2 << 20

// Line is one line of input: the message, and its id as it was written, to be given back unchanged.
type Line struct {
	ID    json.RawMessage
	Input Input
}

// ReadLine reads a JSON object with `id` (text or number), `text`, and optionally `lang` and `network`. Other fields are
// passed over. The error says what is wrong in words a person can act on.
func ReadLine(line []byte) (Line, error) {
	var in struct {
		ID      json.RawMessage `json:"id"`
		Text    *string         `json:"text"`
		Lang    string          `json:"lang"`
		Network string          `json:"network"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return Line{}, switchboard.Refuse(switchboard.CodeInvalid, "%s.", reason(err)).WithCause(err)
	}
	if in.Text == nil {
		return Line{}, switchboard.Refuse(switchboard.CodeInvalid, "The field text is missing.").WithField("text")
	}
	id, err := plainID(in.ID)
	if err != nil {
		return Line{}, err
	}
	if len(in.ID) == 0 {
		in.ID = json.RawMessage("null")
	}
	return Line{ID: in.ID, Input: Input{ID: id, Text: *in.Text, Lang: in.Lang, Network: in.Network}}, nil
}

func reason(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("This is not JSON: %v at byte %d", syntax, syntax.Offset)
	case errors.As(err, &kind) && kind.Field == "":
		return "Expected one JSON object on the line, not " + kind.Value
	case errors.As(err, &kind):
		return fmt.Sprintf("The field %s cannot be a %s", kind.Field, kind.Value)
	}
	return "This line cannot be read"
}

func plainID(raw json.RawMessage) (string, error) {
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return "", nil
	case raw[0] == '"':
		var id string
		if err := json.Unmarshal(raw, &id); err != nil {
			return "", switchboard.Refuse(switchboard.CodeInvalid, "The field id cannot be read.").WithCause(err)
		}
		return id, nil
	case raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9':
		return string(raw), nil
	}
	return "", switchboard.Refuse(switchboard.CodeInvalid, "The field id must be text or a number.").WithField("id")
}

// answer is one line of output.
type answer struct {
	ID       json.RawMessage              `json:"id"`
	Language string                       `json:"language"`
	Heads    map[switchboard.Head]finding `json:"heads"`
	Entities []switchboard.Entity         `json:"entities"`
	Topics   []topicFinding               `json:"topics,omitzero"` // absent where no list was given
	Model    string                       `json:"model"`
}

// finding leaves the evidence out: a line is read by programs that have the text themselves.
type finding struct {
	Label      string  `json:"label"`
	Confidence float64 `json:"confidence"`
}

// topicFinding is a topic of the list that was given.
type topicFinding struct {
	Topic      switchboard.TopicKey   `json:"topic"`
	Basis      switchboard.TopicBasis `json:"basis"`
	Confidence float64                `json:"confidence"`
}

// Say writes the answer to one line.
type Say func(w io.Writer, line Line) error

// Verdicts answers lines with what triage finds in them.
func Verdicts(t Triager) Say {
	return func(w io.Writer, line Line) error { return WriteLine(w, line.ID, t.Classify(line.Input)) }
}

// Labels answers lines with the label of a model's first head. A model that stands on one that is not built in is
// refused.
func Labels(m *linear.Model) (Say, error) {
	on, err := feelings.For(m.Recipe)
	if err != nil {
		return nil, err
	}
	return func(w io.Writer, line Line) error {
		reading := linear.Read(line.Input.Text, m.Recipe)
		if on != nil {
			reading.Listen(on)
		}
		found := m.Answer(reading)[0]
		return writeJSON(w, labelled{line.ID, found.Label, math.Round(found.Probability*1e4) / 1e4})
	}, nil
}

// labelled is one line of output of a model of one's own.
type labelled struct {
	ID         json.RawMessage `json:"id"`
	Label      string          `json:"label"`
	Confidence float64         `json:"confidence"`
}

func writeJSON(w io.Writer, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("answer a line: %w", err)
	}
	if _, err := w.Write(append(text, '\n')); err != nil {
		return fmt.Errorf("write an answer: %w", err)
	}
	return nil
}

// WriteLine writes a verdict as one JSON line under the id of the line it answers.
func WriteLine(w io.Writer, id json.RawMessage, v switchboard.Verdict) error {
	out := answer{ID: id, Language: v.Language, Heads: make(map[switchboard.Head]finding, len(v.Heads)),
		Entities: v.Entities, Model: v.Model}
	for head, f := range v.Heads {
		out.Heads[head] = finding{f.Label, f.Confidence}
	}
	if v.Topics != nil {
		out.Topics = make([]topicFinding, len(v.Topics))
		for i, f := range v.Topics {
			out.Topics[i] = topicFinding{f.Topic, f.Basis, f.Confidence}
		}
	}
	if out.Entities == nil {
		out.Entities = []switchboard.Entity{}
	}
	return writeJSON(w, out)
}

// Problem is a line that could not be read.
type Problem struct {
	Line   int // from 1
	Reason string
}

// Run reads JSON lines from r and writes an answer for each to w, in the same order, at the latest when r has nothing more
// for now. A line that cannot be read is told at once and does not stop the rest; only a failure of r or w does.
func Run(r io.Reader, w io.Writer, say Say, tell func(Problem)) error {
	out := bufio.NewWriterSize(w, 64<<10)
	in := bufio.NewReaderSize(flushing{r, out}, 64<<10)
	for number := 1; ; number++ {
		line, tooLong, err := readLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return errors.Join(fmt.Errorf("read line %d: %w", number, err), out.Flush())
		}
		if tooLong || len(bytes.TrimSpace(line)) > 0 {
			question, refused := questionIn(line, tooLong)
			if refused != "" {
				tell(Problem{number, refused})
			} else if err := say(out, question); err != nil {
				return err
			}
		}
		if err != nil {
			break
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write verdicts: %w", err)
	}
	return nil
}

// questionIn reads one line that is not empty, or says why it is refused.
func questionIn(line []byte, tooLong bool) (in Line, refused string) {
	if tooLong {
		return in, fmt.Sprintf("The line is longer than %d bytes.", MaxLine)
	}
	in, err := ReadLine(line)
	if err != nil {
		refused = textOf(err)
	}
	return in, refused
}

// flushing writes what is held back before it reads on: whoever asks one thing after the other waits for each answer.
type flushing struct {
	from io.Reader
	out  *bufio.Writer
}

// Read is that of the reader.
func (f flushing) Read(p []byte) (int, error) {
	if err := f.out.Flush(); err != nil {
		return 0, fmt.Errorf("write verdicts: %w", err)
	}
	return f.from.Read(p) //nolint:wrapcheck // io.EOF has to arrive as it is
}

func textOf(err error) string {
	var refusal *switchboard.Error
	if errors.As(err, &refusal) {
		return refusal.Text
	}
	return err.Error()
}

// readLine reads up to the end of the line; of one that is too long it keeps nothing.
func readLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if !tooLong {
			line = append(line, part...)
		}
		if len(line) > MaxLine+1 {
			line, tooLong = nil, true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}
