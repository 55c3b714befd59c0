package connector

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"switchboard"
)

// What a parser stumbles over is refused and logged, without what it panicked with; an error passes as it is.
func TestUnderstandTakesAPanicForARefusal(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	env := Env{Log: slog.New(slog.NewTextHandler(&log, nil))}
	err := env.Understand(func() error { panic("the words of a customer") })
	if !errors.Is(err, ErrStumbled) || !switchboard.IsCode(err, switchboard.CodeInternal) {
		t.Errorf("%v", err)
	}
	if text := log.String(); !strings.Contains(text, "stumble_test.go") || strings.Contains(text, "words of a customer") || strings.Contains(err.Error(), "words of") {
		t.Errorf("logged %q, refused as %v", text, err)
	}
	why := switchboard.Refuse(switchboard.CodeInvalid, "No author.")
	if err := env.Understand(func() error { return why }); !errors.Is(err, why) || errors.Is(err, ErrStumbled) {
		t.Errorf("an error becomes %v", err)
	}
	if err := (Env{}).Understand(func() error { return nil }); err != nil {
		t.Error(err)
	}
}
