package account_test

import (
	"context"

	"switchboard/internal/connector"
	"switchboard/internal/timesource"
)

func systemTime() timesource.Source { return timesource.System() }

func ctxBackground() context.Context { return context.Background() }

func crashWorlds() int { return 40 }

// forgetful is a Spec of a network that takes a repeat for another post.
func forgetful(s connector.Spec) connector.Spec {
	s.Dedup = connector.Dedup{Kind: connector.DedupNone}
	s.ReadBack = connector.ReadBackByListing
	return s
}
