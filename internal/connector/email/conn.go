package email

import (
	"context"
	"fmt"
	"sync"

	"switchboard/internal/connector"
)

// conn is one mailbox. Every call has connections of its own, so that none waits for another's.
type conn struct {
	env    connector.Env
	set    settings
	lim    limits
	tokens *tokens // nil where a password is used
	// Mails that could not be read, as long as the connection lives.
	stubborn stubborn
	copies   sync.WaitGroup // of what was sent, on their way into the folder of sent mail
	kept     chan struct{}  // one of them lies there
}

func open(env connector.Env, l limits) (connector.Conn, error) {
	set, err := settingsOf(env)
	if err != nil {
		return nil, err
	}
	c := &conn{env: env, set: set, lim: l, kept: make(chan struct{}, 1)}
	if set.oauth != nil {
		c.tokens = &tokens{grant: *set.oauth, stored: set.oauth.refresh, env: env}
	}
	return c, nil
}

// Check signs in to both servers and looks whether the folders are there. It changes nothing.
func (c *conn) Check(ctx context.Context) (connector.Self, error) {
	s, err := c.signIn(ctx)
	if err != nil {
		return connector.Self{}, fmt.Errorf("checking the mailbox: %w", err)
	}
	defer s.close()
	for _, folder := range c.set.folders {
		if _, err := s.enter(folder); err != nil {
			return connector.Self{}, fmt.Errorf("checking the mailbox: %w", err)
		}
	}
	s.logout()
	told, err := c.checkSending(ctx)
	if err != nil {
		return connector.Self{}, fmt.Errorf("checking the server for sending: %w", err)
	}
	return connector.Self{ID: c.set.address, Handle: c.set.address, Name: c.set.sender, Settings: told}, nil
}

// Close waits for the copies of what was sent.
func (c *conn) Close() error {
	c.copies.Wait()
	return nil
}
