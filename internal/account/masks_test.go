package account_test

import (
	"context"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/timesource"
)

func systemTime() timesource.Source { return timesource.System() }

func ctxBackground() context.Context { return context.Background() }

// forgetful is a Spec of a network that takes a repeat for another post.
func forgetful(s connector.Spec) connector.Spec {
	s.Dedup = connector.Dedup{Kind: connector.DedupNone}
	s.ReadBack = connector.ReadBackByListing
	return s
}

// blind is a Spec of a network that shows us nothing of our own.
func blind(s connector.Spec) connector.Spec {
	s.Dedup, s.ReadBack = connector.Dedup{Kind: connector.DedupNone}, connector.ReadBackNone
	s.ProofOfAbsence = 0
	return masked(s, func(c connector.Conn) connector.Conn { return blindfold{c, c.(reader), c.(connector.Sender)} })
}

// masked lets a Spec's connections be something else.
func masked(s connector.Spec, mask func(connector.Conn) connector.Conn) connector.Spec {
	open := s.Open
	s.Open = func(ctx context.Context, env connector.Env) (connector.Conn, error) {
		c, err := open(ctx, env)
		if err != nil {
			return nil, err
		}
		return mask(c), nil
	}
	return s
}

type reader = connector.Reader

// blindfold has no way to look for a post, and never sees its own.
type blindfold struct {
	connector.Conn
	reader
	connector.Sender
}

// Read leaves out what we said ourselves.
func (b blindfold) Read(ctx context.Context, errand connector.Errand, to connector.Handover) (connector.Pass, error) {
	return b.reader.Read(ctx, errand, connector.HandoverFunc(func(ctx context.Context, batch connector.Batch) error {
		var others []connector.Item
		for _, item := range batch.Items {
			if item.Direction == switchboard.In {
				others = append(others, item)
			}
		}
		batch.Items = others
		return to.Take(ctx, batch)
	}))
}

// eager finds a post absent as soon as it does not see it, whatever its Spec says.
type eager struct {
	connector.Conn
	reader
	connector.Sender
	finder connector.ReadBacker
}

// Find says absent for not yet.
func (e eager) Find(ctx context.Context, attempt connector.Attempt) (connector.Found, error) {
	found, err := e.finder.Find(ctx, attempt)
	if found.State == connector.NotYet {
		found.State = connector.Absent
	}
	return found, err
}
