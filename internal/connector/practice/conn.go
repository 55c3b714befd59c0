package practice

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"switchboard/internal/connector"
)

// conn is one account's connection.
type conn struct {
	env  connector.Env
	mu   sync.Mutex
	self connector.Self // empty until it is known
}

// Check asks the network who we are.
func (c *conn) Check(ctx context.Context) (connector.Self, error) {
	var me struct {
		ID, Handle, Name, URL string
	}
	if err := c.get(ctx, "/api/me", nil, &me); err != nil {
		if connector.ClassOf(err) == connector.ClassAuth {
			return connector.Self{}, connector.Fail(connector.ClassAuth, "The practice network does not know this token yet.", err).
				WithNextStep("Give the account a handle and connect it: that makes both known there.")
		}
		return connector.Self{}, fmt.Errorf("checking the account: %w", err)
	}
	if me.ID == "" {
		return connector.Self{}, connector.Fail(connector.ClassRetry, "The network did not say who we are.", nil)
	}
	self := connector.Self{ID: me.ID, Handle: me.Handle, Name: me.Name, URL: me.URL}
	c.mu.Lock()
	c.self = self
	c.mu.Unlock()
	return self, nil
}

// Close has nothing to let go of.
func (c *conn) Close() error { return nil }

// whoami is Check, asked once.
func (c *conn) whoami(ctx context.Context) (connector.Self, error) {
	c.mu.Lock()
	self := c.self
	c.mu.Unlock()
	if self.ID != "" {
		return self, nil
	}
	return c.Check(ctx)
}

func (c *conn) get(ctx context.Context, path string, query url.Values, into any) error {
	req, err := c.request(ctx, http.MethodGet, path, "")
	if err != nil {
		return err
	}
	req.URL.RawQuery = query.Encode()
	body, err := connector.Fetch(ctx, c.env, req)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return connector.Fail(connector.ClassRetry, "The network's answer cannot be understood.", err)
	}
	return nil
}

func (c *conn) request(ctx context.Context, method, path, body string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.env.Config["url"]+path, strings.NewReader(body))
	if err != nil {
		return nil, connector.Fail(connector.ClassRejected, "The address cannot be used.", err)
	}
	req.Header.Set("Authorization", "Bearer "+c.env.Secrets["token"])
	req.Header.Set("Content-Type", "application/json")
	return req, nil
}
