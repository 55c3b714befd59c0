package db

import (
	"encoding/json"
	"fmt"
)

// ScanJSON reads a column of JSON text into target; empty text and NULL leave it alone.
func ScanJSON(src, target any) error {
	var raw []byte
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		raw = []byte(v)
	case []byte:
		raw = v
	default:
		return fmt.Errorf("db: a JSON column holds a %T", src)
	}
	if len(raw) == 0 {
		return nil
	}
	return json.Unmarshal(raw, target)
}
