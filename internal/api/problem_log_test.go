package api

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
)

// Whoever turns to another page leaves requests behind that end without an answer; an operator need not look at them.
func TestWhoHasLeftMakesNoErrorInTheLog(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := &server{Options: Options{Log: slog.New(slog.NewTextHandler(&log, nil))}}
	left, leave := context.WithCancel(t.Context())
	leave()
	s.problem(left, left.Err())
	if log.Len() > 0 {
		t.Errorf("the log says %s", &log)
	}
	s.problem(t.Context(), errors.New("the disk is on fire"))
	if !strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("the log says %q", &log)
	}
}
