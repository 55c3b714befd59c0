package db

import (
	"database/sql"
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

// AsJSON is a value as JSON text; an empty list or map is stored as such, never as null.
func AsJSON(v any) (string, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("db: %T as JSON: %w", v, err)
	}
	if string(raw) == "null" {
		return "[]", nil
	}
	return string(raw), nil
}

// IntoJSON returns a target for Scan that reads JSON text as ScanJSON does.
func IntoJSON(target any) sql.Scanner { return jsonTarget{target} }

type jsonTarget struct{ target any }

// Scan implements sql.Scanner.
func (j jsonTarget) Scan(src any) error { return ScanJSON(src, j.target) }
