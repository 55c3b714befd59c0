package record

import (
	"bytes"
	"encoding/json"
	"strings"

	"switchboard"
)

// member is one name and value of an object. The value is valid JSON, within depth, without repeated names.
type member struct {
	name string
	path string // how errors call it
	raw  json.RawMessage
}

// split reads a line as one object and checks everything about it that does not depend on what the members mean.
func split(line []byte) ([]member, error) {
	line = bytes.TrimSpace(line)
	if !json.Valid(line) {
		return nil, malformed(line)
	}
	if line[0] != '{' {
		return nil, refuse("The record is not an object.").WithHint("Begin every line with { and end it with }.")
	}
	s := scanner{data: line}
	if err := s.value(); err != nil {
		return nil, err
	}
	return members(line)
}

func malformed(line []byte) error {
	var into json.RawMessage
	err := json.Unmarshal(line, &into)
	if len(line) == 0 {
		return refuse("The record is empty.").WithHint("Leave empty lines out.")
	}
	return refuse("The record is not one JSON object.").WithCause(err).
		WithHint("Write one complete object on one line, with nothing after it.")
}

// scanner walks valid JSON and refuses what encoding/json lets pass: deep nesting, repeated names, NUL characters and
// halves of surrogate pairs.
type scanner struct {
	data  []byte
	at    int
	depth int
	names []string // on the way to where it stands
}

func (s *scanner) value() error {
	s.blanks()
	switch s.data[s.at] {
	case '{':
		return s.nested(s.objectBody)
	case '[':
		return s.nested(s.listBody)
	case '"':
		return s.checkString(s.string())
	}
	s.scalar()
	return nil
}

// scalar moves past a number, true, false or null.
func (s *scanner) scalar() {
	for ; s.at < len(s.data); s.at++ {
		switch s.data[s.at] {
		case ',', ']', '}', ' ', '\t', '\r', '\n':
			return
		}
	}
}

func (s *scanner) nested(body func() error) error {
	if s.depth++; s.depth > MaxDepth {
		return switchboard.Refuse(switchboard.CodeTooLarge, "The record nests more than %d deep.", MaxDepth).
			WithField(s.path()).WithHint("Flatten what is inside.")
	}
	s.at++
	err := body()
	s.depth--
	return err
}

func (s *scanner) objectBody() error {
	var seen map[string]bool
	var few [24]string
	count := 0
	for s.more('}') {
		raw := s.string()
		name, err := unquote(raw, s.path())
		if err != nil {
			return err
		}
		if count < len(few) {
			if contains(few[:count], name) {
				return s.twice(name)
			}
			few[count] = name
		} else if seen, err = s.remember(seen, few[:], name); err != nil {
			return err
		}
		count++
		s.blanks()
		s.at++ // the colon
		s.names = append(s.names, name)
		if err := s.value(); err != nil {
			return err
		}
		s.names = s.names[:len(s.names)-1]
	}
	return nil
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// remember keeps the names of a large object, for which looking through them one by one would take too long.
func (s *scanner) remember(seen map[string]bool, first []string, name string) (map[string]bool, error) {
	if seen == nil {
		seen = make(map[string]bool, 2*len(first))
		for _, n := range first {
			seen[n] = true
		}
	}
	if seen[name] {
		return seen, s.twice(name)
	}
	seen[name] = true
	return seen, nil
}

func (s *scanner) twice(name string) error {
	s.names = append(s.names, name)
	return refuse("The field is there twice.").WithField(s.path()).WithHint("Send every field once.")
}

func (s *scanner) listBody() error {
	for s.more(']') {
		if err := s.value(); err != nil {
			return err
		}
	}
	return nil
}

// more moves to the next entry, or past the end sign and reports false.
func (s *scanner) more(end byte) bool {
	for {
		s.blanks()
		switch s.data[s.at] {
		case ',':
			s.at++
		case end:
			s.at++
			return false
		default:
			return true
		}
	}
}

func (s *scanner) blanks() {
	for s.at < len(s.data) && (s.data[s.at] == ' ' || s.data[s.at] == '\t' || s.data[s.at] == '\n' || s.data[s.at] == '\r') {
		s.at++
	}
}

// string moves past a string and returns it with its quotes.
func (s *scanner) string() []byte {
	start := s.at
	for s.at++; s.data[s.at] != '"'; s.at++ {
		if s.data[s.at] == '\\' {
			s.at++
		}
	}
	s.at++
	return s.data[start:s.at]
}

func (s *scanner) checkString(raw []byte) error {
	if bytes.IndexByte(raw, '\\') < 0 {
		return nil
	}
	return escapes(raw, s.path())
}

func (s *scanner) path() string { return strings.ToValidUTF8(clip(strings.Join(s.names, ".")), "") }

func clip(text string) string {
	const most = 128
	if len(text) <= most {
		return text
	}
	return text[:most]
}

// members lists an object's members. The object has been scanned.
func members(raw []byte) ([]member, error) {
	s := scanner{data: raw}
	s.blanks()
	s.at++
	list := make([]member, 0, 16)
	for s.more('}') {
		name, err := unquote(s.string(), "")
		if err != nil {
			return nil, err
		}
		s.blanks()
		s.at++
		s.blanks()
		start := s.at
		s.skip()
		list = append(list, member{name: name, path: name, raw: raw[start:s.at]})
	}
	return list, nil
}

// skip moves past a value that has been scanned before.
func (s *scanner) skip() {
	open := 0
	for {
		switch s.data[s.at] {
		case '"':
			s.string()
			if open == 0 {
				return
			}
			continue
		case '{', '[':
			open++
		case '}', ']':
			if open--; open < 0 {
				return
			}
			if open == 0 {
				s.at++
				return
			}
		case ',', ' ', '\t', '\r', '\n':
			if open == 0 {
				return
			}
		}
		s.at++
	}
}

func (m member) object() ([]member, error) {
	if m.null() {
		return nil, nil
	}
	if m.raw[0] != '{' {
		return nil, wrongType(m.path, "an object")
	}
	return members(m.raw)
}

func (m member) list() ([]json.RawMessage, error) {
	if m.null() {
		return nil, nil
	}
	if m.raw[0] != '[' {
		return nil, wrongType(m.path, "a list")
	}
	s := scanner{data: m.raw, at: 1}
	var list []json.RawMessage
	for s.more(']') {
		start := s.at
		s.skip()
		list = append(list, m.raw[start:s.at])
	}
	return list, nil
}

// object writes members as one JSON object, nil when there are none.
func object(list []member) json.RawMessage {
	if len(list) == 0 {
		return nil
	}
	var out bytes.Buffer
	for i, m := range list {
		out.WriteByte("{,"[min(i, 1)])
		name, err := json.Marshal(m.name)
		if err != nil {
			continue
		}
		out.Write(name)
		out.WriteByte(':')
		out.Write(m.raw)
	}
	out.WriteByte('}')
	return out.Bytes()
}
