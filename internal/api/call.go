package api

import (
	"context"

	"switchboard/internal/access"
)

// call is what is known of a request on its way through.
type call struct {
	id    string // request id, shown in problems and the log
	route string // pattern; empty until one matched
	actor access.Actor
	from  string
	at    string // scheme and host the request was made to
	visit string // token of a browser that has used the set-up link
}

type callKey struct{}

func withCall(ctx context.Context, c *call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// callOf is the request under way; never nil.
func callOf(ctx context.Context) *call {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return c
	}
	return &call{}
}

// actorOf is whoever asks; the zero Actor, who may do nothing, on open routes.
func actorOf(ctx context.Context) access.Actor { return callOf(ctx).actor }
