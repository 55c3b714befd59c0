package account

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"switchboard/internal/connector"
)

// errPanicked stands for a connector that panicked. It has no class of its own, so that it is tried again.
var errPanicked = errors.New("account: the connector panicked")

// guarded calls a connector and takes a panic for an error: one account must not stop the others. What it panicked with
// may hold words of a customer or a secret and is not told.
func (r *runner) guarded(doing string, call func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			r.k.Log.Error("a connector panicked", "account", r.account.ID.String(), "network", string(r.account.Network),
				"doing", doing, "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			err = fmt.Errorf("%w with a %T", errPanicked, p)
		}
	}()
	return call()
}

// guardedSender sends, and says that the fate of a send is unknown when the connector panicked: it may have left.
type guardedSender struct {
	r      *runner
	sender connector.Sender
}

// Send implements connector.Sender.
func (g guardedSender) Send(ctx context.Context, out connector.Outgoing) (outcome connector.Outcome) {
	err := g.r.guarded("send", func() error {
		outcome = g.sender.Send(ctx, out)
		return nil
	})
	if err != nil {
		return connector.Outcome{Kind: connector.Unknown, Class: connector.ClassRetry, Code: "panicked"}
	}
	return outcome
}
