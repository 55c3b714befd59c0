package email

import (
	"context"
	"time"

	"switchboard/internal/connector"
)

// SpecReading is Spec with other bounds of what is read at once.
func SpecReading(behind func() int, mail, glimpse int64) connector.Spec {
	l := usual()
	l.behind, l.mail, l.glimpse = behind, mail, glimpse
	return spec(l)
}

// SpecHasty is Spec for servers that are to be given up soon.
func SpecHasty(patience time.Duration) connector.Spec {
	l := usual()
	l.dial, l.answer, l.body, l.every, l.idle = patience, patience, patience, patience, 4*patience
	return spec(l)
}

// SecurityOf is how connections to the usual ports are protected, as nothing else is chosen.
func SecurityOf(imap, smtp string) (string, string) {
	return securityOf("auto", imap, "993"), securityOf("auto", smtp, "465")
}

// Access is a token of a connection that is good for now.
func Access(ctx context.Context, c connector.Conn) (string, error) {
	return c.(*conn).tokens.access(ctx)
}
