package store

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// subjectID reads an identifier whose kind the row does not tell.
type subjectID [16]byte

// Scan reads bytes or a database's own uuid type.
func (s *subjectID) Scan(src any) error {
	switch v := src.(type) {
	case []byte:
		if len(v) == len(s) {
			copy(s[:], v)
			return nil
		}
		return s.scanHex(string(v))
	case string:
		return s.scanHex(v)
	}
	return fmt.Errorf("store: identifier column holds a %T", src)
}

func (s *subjectID) scanHex(text string) error {
	raw, err := hex.DecodeString(strings.ReplaceAll(text, "-", ""))
	if err != nil || len(raw) != len(s) {
		return fmt.Errorf("store: identifier column holds %d characters", len(text))
	}
	copy(s[:], raw)
	return nil
}
