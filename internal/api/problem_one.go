package api

import (
	"errors"

	"switchboard"
)

// Refused says why one of many things was refused.
type Refused struct {
	Code  switchboard.Code `json:"code"`
	Text  string           `json:"text"`
	Hint  string           `json:"hint,omitempty"`
	Field string           `json:"field,omitempty"`
}

// refusedBy is what may be shown of an error.
func refusedBy(err error) *Refused {
	var e *switchboard.Error
	if !errors.As(err, &e) {
		return &Refused{Code: switchboard.CodeInternal, Text: "This did not work, and nothing of it was kept."}
	}
	return &Refused{Code: e.Code, Text: e.Text, Hint: e.Hint, Field: e.Field}
}
