package email

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"switchboard/internal/connector"
)

// tokens gives access tokens and renews them shortly before they run out.
type tokens struct {
	grant  grant
	stored string // the refresh token that stands in the account's settings
	env    connector.Env
	mu     sync.Mutex
	token  string
	until  time.Time
}

// refreshField is the setting that holds the refresh token.
const refreshField = "oauth_refresh_token"

const (
	renewBefore  = 2 * time.Minute
	usualExpires = 30 * time.Minute // where the provider does not say
)

// access is a token that is good for now.
func (t *tokens) access(ctx context.Context) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keep(ctx) // what could not be stored before
	if t.token != "" && t.env.Now().Before(t.until.Add(-renewBefore)) {
		return t.token, nil
	}
	answer, err := t.renew(ctx)
	if err != nil {
		return "", err
	}
	lasts := time.Duration(answer.Expires) * time.Second
	if lasts <= renewBefore {
		lasts = usualExpires
	}
	t.token, t.until = answer.Access, t.env.Now().Add(lasts)
	if answer.Refresh != "" {
		t.grant.refresh = answer.Refresh
		t.keep(ctx)
	}
	return t.token, nil
}

// keepFor bounds how long storing a refresh token may take.
const keepFor = 10 * time.Second

// keep stores the refresh token that the provider gave instead of the one that is stored: the old one may be refused from
// now on. It is done before the access token is used, and goes on when whoever asked does not wait any more. What cannot
// be stored is stored the next time.
func (t *tokens) keep(ctx context.Context) {
	if t.env.Replace == nil || t.stored == t.grant.refresh {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepFor)
	defer cancel()
	err := t.env.Replace(ctx, connector.Replaced{Name: refreshField, Was: t.stored, Is: t.grant.refresh})
	if err != nil {
		t.env.Logger().Warn("the new refresh token could not be stored, trying again", "network", Key, "error", err)
		return
	}
	t.stored = t.grant.refresh
}

// forget drops a token that was not accepted.
func (t *tokens) forget() {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.token = ""
}

// granted is a token endpoint's answer (RFC 6749 sections 5.1 and 5.2).
type granted struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	Expires int64  `json:"expires_in"`
	Error   string `json:"error"`
}

func (t *tokens) renew(ctx context.Context) (granted, error) {
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {t.grant.refresh}, "client_id": {t.grant.client}}
	if t.grant.secret != "" {
		form.Set("client_secret", t.grant.secret)
	}
	if t.grant.scope != "" {
		form.Set("scope", t.grant.scope)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.grant.url, strings.NewReader(form.Encode()))
	if err != nil {
		return granted{}, connector.Fail(connector.ClassRejected, "The OAuth2 token address cannot be used.", nil)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Accept", "application/json")
	tried := connector.SendOnce(t.env.Sending, request)
	var answer granted
	if tried.Response == nil {
		return answer, connector.Fail(connector.ClassRetry, "The provider's sign-in cannot be reached.", tried.Outcome.Err).
			WithNextStep("Nothing to do yet: it is tried again by itself.")
	}
	readable := json.Unmarshal(tried.Body, &answer) == nil
	switch status := tried.Response.StatusCode; {
	case readable && status == http.StatusOK && answer.Access != "" && !strings.ContainsAny(answer.Access, "\x01\r\n"):
		return answer, nil
	case status == http.StatusTooManyRequests:
		return answer, connector.Later(connector.WaitOf(tried.Response.Header, t.env.Now()), "The provider's sign-in asks us to slow down.")
	case status >= 400 && status < 500:
		return answer, connector.Fail(connector.ClassAuth, "The provider does not renew our permission ("+known(answer.Error)+").", nil).
			WithNextStep("Let the mailbox's owner agree again, then put in the new refresh token.")
	}
	return answer, connector.Fail(connector.ClassRetry, "The provider's sign-in gave no token.", nil)
}

// known shows an error code of RFC 6749 and nothing else that a server may say.
func known(code string) string {
	switch code {
	case "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope":
		return code
	}
	return "no known reason"
}
