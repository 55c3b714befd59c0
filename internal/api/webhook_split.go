package api

import (
	"bytes"
	"encoding/json"

	"switchboard"
)

// maxRecords is how many records one webhook request carries at most.
const maxRecords = 1000

// splitRecords parts the body of a webhook request into its records, without copying: one JSON object, a JSON list of
// them, or one a line. It looks at no more of JSON than it takes to part them, so that a bad record among good ones is
// refused by itself. A list that does not hold together is refused as a whole.
func splitRecords(body []byte) ([][]byte, error) {
	text := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	var records [][]byte
	var err error
	switch {
	case len(text) == 0:
		return nil, badBatch("The request has no records.", "Send one JSON object, a list of them, or one a line.")
	case text[0] == '[':
		records, err = splitList(text)
	case json.Valid(text):
		records = [][]byte{text}
	default:
		records, err = splitLines(text)
	}
	if err == nil && len(records) == 0 {
		err = badBatch("The request has no records.", "Leave an empty batch out.")
	}
	return records, err
}

func badBatch(text, hint string) error {
	return switchboard.Refuse(switchboard.CodeInvalid, "%s", text).WithField("body").WithHint(hint)
}

func tooMany() error {
	return switchboard.Refuse(switchboard.CodeTooLarge, "One request carries at most %d records.", maxRecords).
		WithField("body").WithHint("Send the rest in further requests.")
}

func splitLines(text []byte) (lines [][]byte, err error) {
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if len(lines) == maxRecords {
			return nil, tooMany()
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// splitList cuts a list at the commas between its elements.
func splitList(text []byte) (elements [][]byte, err error) {
	s := listScan{text: text}
	for at := 0; at < len(text); at++ {
		end := s.step(at)
		if !end {
			continue
		}
		element := bytes.TrimSpace(text[s.from:at])
		switch {
		case len(element) > 0:
			elements = append(elements, element)
		case text[at] == ',' || len(elements) > 0:
			return nil, badBatch("The list has a place without a record.", "Take the comma out.")
		}
		if len(elements) > maxRecords {
			return nil, tooMany()
		}
		s.from = at + 1
		if s.depth == 0 {
			return elements, endOfList(text, at)
		}
	}
	return nil, badBatch("The list of records does not end.", "Send it whole, with ] at its end.")
}

func endOfList(text []byte, at int) error {
	if text[at] != ']' || at != len(text)-1 {
		return badBatch("The list of records does not hold together.", "Check its brackets.")
	}
	return nil
}

// listScan walks over JSON text and knows how deep it is.
type listScan struct {
	text     []byte
	from     int // where the present element begins
	depth    int
	inString bool
	escaped  bool
}

// step takes one byte and reports whether an element, or the list, ends before it.
func (s *listScan) step(at int) bool {
	c := s.text[at]
	if s.inString {
		s.quoted(c)
		return false
	}
	switch c {
	case '"':
		s.inString = true
	case '[', '{':
		if s.depth++; s.depth == 1 {
			s.from = at + 1
		}
	case ']', '}':
		s.depth--
		return s.depth == 0
	case ',':
		return s.depth == 1
	}
	return false
}

func (s *listScan) quoted(c byte) {
	switch {
	case s.escaped:
		s.escaped = false
	case c == '\\':
		s.escaped = true
	case c == '"':
		s.inString = false
	}
}
