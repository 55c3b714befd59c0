package email

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/emersion/go-imap/v2"

	"switchboard/internal/connector"
)

const (
	lookFor   = 24 * time.Hour // after which looking for a mail is not worth it any more
	lookAgain = time.Minute
)

// Find looks whether a mail of ours was accepted: it lies among the sent mail of a server that keeps it there by itself,
// or somebody who got it has answered it, or a server says that it came back. Nothing proves that it was not.
func (c *conn) Find(ctx context.Context, attempt connector.Attempt) (connector.Found, error) {
	if !clientKeyForm.MatchString(attempt.ClientKey) {
		return connector.Found{State: connector.NotYet}, nil
	}
	found, err := c.find(ctx, c.set.ownID(attempt.ClientKey))
	switch {
	case err != nil:
		return connector.Found{}, fmt.Errorf("looking for a mail: %w", err)
	case found:
		return connector.Found{State: connector.Present, ExternalID: keyOf(c.set.ownID(attempt.ClientKey))}, nil
	case c.env.Now().Sub(attempt.StartedAt) < lookFor:
		return connector.Found{State: connector.NotYet, AskAgain: lookAgain}, nil
	}
	return connector.Found{State: connector.NotYet}, nil
}

func (c *conn) find(ctx context.Context, id string) (bool, error) {
	s, err := c.signIn(ctx)
	if err != nil {
		return false, err
	}
	defer s.close()
	sent, err := s.sentFolder()
	if err != nil {
		return false, err
	}
	if sent != "" {
		if found, err := s.holds(sent, "Message-ID", id); err != nil || found {
			return found, err
		}
	}
	for _, folder := range c.set.folders {
		for _, field := range []string{"In-Reply-To", "References"} {
			if found, err := s.holds(folder, field, id); err != nil || found {
				return found, err
			}
		}
	}
	return false, nil
}

// holds reports whether a folder has a mail with a field that names the id.
func (s *session) holds(folder, field, id string) (bool, error) {
	if s.at != folder {
		if _, err := s.enter(folder); err != nil {
			return false, err
		}
	}
	found, err := s.named(field, "<"+id+">")
	return len(found) > 0, err
}

// keepCopy puts a copy of what was sent into the folder of sent mail, where none of it lies yet.
func (c *conn) keepCopy(ctx context.Context, p parcel) error {
	ctx, cancel := context.WithTimeout(ctx, copyFor)
	defer cancel()
	s, err := c.signIn(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	sent, err := s.sentFolder()
	if err != nil || sent == "" {
		return err
	}
	return s.within(copyFor, func() error {
		body := bytes.ReplaceAll(bytes.ReplaceAll(p.body, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
		command := s.client.Append(sent, int64(len(body)), &imap.AppendOptions{Flags: []imap.Flag{imap.FlagSeen}})
		if _, err := command.Write(body); err != nil {
			_ = command.Close()
			return err
		}
		if err := command.Close(); err != nil {
			return err
		}
		_, err := command.Wait()
		return err
	})
}
