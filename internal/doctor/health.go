package doctor

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/netguard"
)

// Probe asks a running server once whether it is well, as a container's health check does. The address is the
// operator's own, so it may be a private one. No redirect is followed.
func Probe(ctx context.Context, url string) error {
	const atMost = 5 * time.Second
	guard := netguard.New(netguard.Options{AllowPrivate: true, DialTimeout: atMost, HeaderTimeout: atMost, TotalTimeout: atMost,
		MaxRedirects: -1, UserAgent: "Switchboard doctor"})
	defer guard.Close()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil || request.URL.Scheme != "http" && request.URL.Scheme != "https" {
		return switchboard.Refuse(switchboard.CodeInvalid, "That is no web address.").
			WithHint("Give one such as http://127.0.0.1:8080/healthz.").WithField("health").WithCause(err)
	}
	if request.URL.Path == "" || request.URL.Path == "/" {
		request.URL.Path = "/healthz"
	}
	answer, err := guard.Reading().Do(request)
	if err != nil {
		return unwell("The server does not answer.").WithCause(err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<20))
	if answer.StatusCode != http.StatusOK {
		return unwell(fmt.Sprintf("The server answers with status %d.", answer.StatusCode))
	}
	return nil
}

func unwell(text string) *switchboard.Error {
	return switchboard.Refuse(switchboard.CodeUnavailable, "%s", text).WithHint("See its log; `switchboard doctor` says more.")
}
