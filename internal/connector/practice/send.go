package practice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

type answerForm struct {
	Text      string `json:"text"`
	ReplyTo   string `json:"reply_to,omitempty"`
	ClientKey string `json:"client_key,omitempty"`
}

// Send posts one part.
func (c *conn) Send(ctx context.Context, out connector.Outgoing) connector.Outcome {
	switch {
	case out.Visibility != switchboard.Public:
		return connector.Refused("The practice network has no private messages.")
	case out.ClientKey == "":
		return connector.Refused("A post needs a client key.")
	case len(out.Part.Attachments) > 0:
		return connector.Refused("The practice network takes no attachments.")
	case !Spec().Text.Fits(out.Part.Text):
		return connector.Refused("The text is longer than 500 characters.")
	}
	return c.exchange(ctx, http.MethodPost, "/api/posts",
		answerForm{Text: out.Part.Text, ReplyTo: out.ReplyTo, ClientKey: out.ClientKey})
}

// Edit gives a post of ours another text.
func (c *conn) Edit(ctx context.Context, revision connector.Revision) connector.Outcome {
	return c.exchange(ctx, http.MethodPut, "/api/posts/"+url.PathEscape(revision.ExternalID),
		answerForm{Text: revision.Part.Text})
}

// Delete takes a post of ours down. One that is gone already is deleted.
func (c *conn) Delete(ctx context.Context, externalID string) connector.Outcome {
	outcome := c.exchange(ctx, http.MethodDelete, "/api/posts/"+url.PathEscape(externalID), answerForm{})
	if outcome.Class == connector.ClassGone {
		return connector.Outcome{Kind: connector.Sent, ExternalID: externalID}
	}
	return outcome
}

// Hide folds a post under one of ours away, or shows it again.
func (c *conn) Hide(ctx context.Context, externalID string, hidden bool) connector.Outcome {
	method := http.MethodPut
	if !hidden {
		method = http.MethodDelete
	}
	return c.exchange(ctx, method, "/api/posts/"+url.PathEscape(externalID)+"/hidden", answerForm{})
}

// exchange does one request that changes something, once.
func (c *conn) exchange(ctx context.Context, method, path string, form answerForm) connector.Outcome {
	body, err := json.Marshal(form)
	if err != nil {
		return connector.Refused("The text cannot be written as JSON.")
	}
	req, err := c.request(ctx, method, path, string(body))
	if err != nil {
		return connector.Refused("The account's address cannot be used.")
	}
	tried := connector.SendOnce(c.env.Sending, req)
	if tried.Outcome.Kind != "" {
		return tried.Outcome
	}
	outcome := connector.OutcomeOf(tried.Response, c.env.Now())
	if outcome.Kind != connector.Sent {
		return withWords(outcome, tried.Body)
	}
	var p post
	if err := json.Unmarshal(tried.Body, &p); err != nil || p.ID == "" {
		return connector.Outcome{Kind: connector.Unknown, Code: outcome.Code, Err: err,
			Text: "The network's answer cannot be understood."}
	}
	outcome.ExternalID, outcome.URL, outcome.At = p.ID, p.URL, p.At.UTC()
	if !p.EditedAt.IsZero() {
		outcome.At = p.EditedAt.UTC()
	}
	return outcome
}

// withWords adds what the network says about a refusal.
func withWords(outcome connector.Outcome, body []byte) connector.Outcome {
	var said struct{ Code, Text string }
	if json.Unmarshal(body, &said) == nil && said.Code != "" {
		outcome.Code, outcome.Text = connector.Say(said.Code), connector.Say(said.Text)
	}
	return outcome
}

// Find looks for a post by its client key.
func (c *conn) Find(ctx context.Context, attempt connector.Attempt) (connector.Found, error) {
	if attempt.ClientKey == "" {
		return connector.Found{State: connector.NotYet}, nil
	}
	asked := c.env.Now()
	var p post
	err := c.get(ctx, "/api/posts", url.Values{"client_key": {attempt.ClientKey}}, &p)
	if err == nil && p.ID == "" {
		err = connector.Fail(connector.ClassRetry, "The network's answer cannot be understood.", nil)
	}
	switch {
	case err == nil:
		return connector.Found{State: connector.Present, ExternalID: p.ID, URL: p.URL, At: p.At.UTC()}, nil
	case !missing(err):
		return connector.Found{}, fmt.Errorf("looking for a post: %w", err)
	}
	proof := attempt.StartedAt.Add(Spec().ProofOfAbsence)
	if asked.Before(proof) {
		return connector.Found{State: connector.NotYet, AskAgain: min(proof.Sub(asked), 15*time.Second)}, nil
	}
	return connector.Found{State: connector.Absent}, nil
}

// missing tells the network's plain word that there is no such post from every other failure.
func missing(err error) bool {
	failure, ok := errors.AsType[*connector.Failure](err)
	return ok && failure.Status == http.StatusNotFound
}
