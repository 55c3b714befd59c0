package record

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf16"
)

// unquote reads a JSON string. Without escapes, which is the rule, that is its bytes.
func unquote(raw []byte, field string) (string, error) {
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1]), nil
	}
	if err := escapes(raw, field); err != nil {
		return "", err
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return "", refuse("%s is not text.", field).WithField(field).WithCause(err).WithHint("Check its escapes.")
	}
	return text, nil
}

// escapes refuses NUL characters and halves of surrogate pairs, which encoding/json would replace without a word.
func escapes(raw []byte, field string) error {
	for at := bytes.IndexByte(raw, '\\'); at >= 0 && at < len(raw); at += next(raw[at:]) {
		if raw[at] != '\\' || raw[at+1] != 'u' {
			continue
		}
		unit := unitAt(raw, at)
		if unit == 0 {
			return refuse("%s has a NUL character in it.", field).WithField(field).WithHint("Remove it.")
		}
		if !utf16.IsSurrogate(unit) {
			continue
		}
		if utf16.DecodeRune(unit, unitAt(raw, at+6)) == '\uFFFD' {
			return refuse("%s has half a character in it.", field).WithField(field).
				WithHint("Cut texts between characters, not inside a surrogate pair.")
		}
		at += 6
	}
	return nil
}

// next is how far to the next escape: past this one when it is one.
func next(raw []byte) int {
	step := 1
	if raw[0] == '\\' {
		step = 2
	}
	if step >= len(raw) {
		return step
	}
	if found := bytes.IndexByte(raw[step:], '\\'); found >= 0 {
		return step + found
	}
	return len(raw)
}

// unitAt is the UTF-16 unit of the escape at a place, -1 when there is none.
func unitAt(raw []byte, at int) rune {
	if at+6 > len(raw) || raw[at] != '\\' || raw[at+1] != 'u' {
		return -1
	}
	unit, err := strconv.ParseUint(string(raw[at+2:at+6]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(unit)
}
