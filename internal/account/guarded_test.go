package account

import (
	"context"
	"log/slog"
	"testing"

	"switchboard/internal/connector"
)

type fallingSender struct{}

func (fallingSender) Send(context.Context, connector.Outgoing) connector.Outcome { panic("half way") }

// TestASendThatPanickedIsOfUnknownFate since its request may have left: it must be looked for, not repeated.
func TestASendThatPanickedIsOfUnknownFate(t *testing.T) {
	t.Parallel()
	r := &runner{k: &Keeper{Log: slog.New(slog.DiscardHandler)}}
	if got := (guardedSender{r, fallingSender{}}).Send(t.Context(), connector.Outgoing{}); got.Kind != connector.Unknown {
		t.Errorf("%+v", got)
	}
}
