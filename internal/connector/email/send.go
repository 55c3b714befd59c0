package email

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"slices"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

// Send hands one answer in, once.
func (c *conn) Send(ctx context.Context, out connector.Outgoing) connector.Outcome {
	if refused := c.refuses(out); refused != nil {
		return *refused
	}
	p, refused := c.compose(ctx, out)
	if refused != nil {
		return *refused
	}
	outcome := c.hand(ctx, p)
	if outcome.Kind != connector.Sent {
		return outcome
	}
	outcome.ExternalID, outcome.At, outcome.Recipients = keyOf(p.id), c.env.Now(), p.all
	if c.set.append {
		c.copies.Go(func() {
			if err := c.keepCopy(context.WithoutCancel(ctx), p); err != nil {
				c.env.Logger().Warn("an answer was sent, and its copy could not be put into the folder of sent mail", "error", err)
				return
			}
			select {
			case c.kept <- struct{}{}:
			default:
			}
		})
	}
	return outcome
}

// refuses says what is wrong with an answer before anything is done with it.
func (c *conn) refuses(out connector.Outgoing) *connector.Outcome {
	limits, media := spec(c.lim), media(c.env.Config)
	_, known := idIn(out.ReplyTo)
	switch {
	case out.Visibility != switchboard.Private:
		return refusal("An email is never public.")
	case !clientKeyForm.MatchString(out.ClientKey):
		return refusal("An answer needs a client key.")
	case out.ReplyTo != "" && !known:
		return refusal("What this would answer is no mail.")
	case !limits.Text.Fits(out.Part.Text):
		return refusal("The text is longer than 50,000 characters.")
	case len(out.Part.Attachments) > media.Max:
		return refusal("There are too many files.")
	case len(out.Part.Attachments) > 0 && c.env.Files == nil:
		return refusal("Files cannot be sent from here.")
	}
	total := int64(0)
	for _, file := range out.Part.Attachments {
		if total += file.Size; total > media.MaxTotal {
			return refusal(fmt.Sprintf("The files together are larger than %d MB, and encoded larger than the mail server takes.", media.MaxTotal>>20))
		}
		if !slices.Contains(media.Types, file.MediaType) {
			return refusal("A file is of a kind that is not sent.")
		}
	}
	return nil
}

// hand gives a mail to the server for sending. Until the final dot is written nothing can have been accepted; from then
// on only the server's answer tells.
func (c *conn) hand(ctx context.Context, p parcel) connector.Outcome {
	m, err := c.signInToSend(ctx)
	if err != nil {
		return notHandedIn(err)
	}
	defer m.close()
	if err := m.envelope(p); err != nil {
		return notHandedIn(err)
	}
	if most := m.mostBytes(); most > 0 && int64(len(p.body)) > most {
		return connector.Refused(fmt.Sprintf("The server for sending takes no mail larger than %d MB.", most>>20))
	}
	writer, err := m.client.Data()
	if err != nil {
		return notHandedIn(err)
	}
	if _, err := writer.Write(p.body); err != nil {
		return notHandedIn(err)
	}
	if err := ctx.Err(); err != nil {
		return notHandedIn(err)
	}
	err = writer.Close()
	if outcome := judged(err); outcome.Kind != "" {
		if outcome.Kind == connector.Sent {
			m.quit()
		}
		return outcome
	}
	return connector.Outcome{Kind: connector.Unknown, Code: "no_answer", Text: "The connection broke before the server said whether it took the mail.", Err: err}
}

// judged is what a server's answer to the whole mail means; no outcome when it is none.
func judged(err error) connector.Outcome {
	if err == nil {
		return connector.Outcome{Kind: connector.Sent, Code: "250"}
	}
	answer, ok := errors.AsType[*textproto.Error](err)
	if !ok {
		return connector.Outcome{}
	}
	switch answer.Code / 100 {
	case 2:
		return connector.Outcome{Kind: connector.Sent, Code: fmt.Sprint(answer.Code)}
	case 4, 5:
		return refusedBy(answer)
	}
	return connector.Outcome{}
}

// refusedBy is what a refusal means (RFC 5321 section 4.2.1): of the fours the same mail may be handed in again later,
// of the fives it will be refused again.
func refusedBy(answer *textproto.Error) connector.Outcome {
	out := connector.Outcome{Kind: connector.Rejected, Class: connector.ClassRejected, Code: fmt.Sprint(answer.Code),
		Text: connector.Say(answer.Msg), Err: answer}
	switch {
	case answer.Code/100 == 4:
		out.Kind, out.Class, out.RetryAfter = connector.RateLimited, "", slowDown
	case answer.Code == 530, answer.Code == 534, answer.Code == 535, answer.Code == 538:
		out.Class = connector.ClassAuth
	}
	return out
}

// notHandedIn is a failure before the final dot: the mail certainly was not accepted.
func notHandedIn(err error) connector.Outcome {
	if answer, ok := errors.AsType[*textproto.Error](err); ok && (answer.Code/100 == 4 || answer.Code/100 == 5) {
		return refusedBy(answer)
	}
	out := connector.Outcome{Kind: connector.Rejected, Class: connector.ClassRetry, Code: "not_sent",
		Text: "The server for sending could not be reached, or hung up.", Err: err}
	failure, ok := errors.AsType[*connector.Failure](err)
	if !ok {
		return out
	}
	out.Class, out.Text = failure.Class, failure.Text
	if failure.Class == connector.ClassRateLimited {
		out.Kind, out.Class, out.RetryAfter = connector.RateLimited, "", failure.RetryAfter
	}
	return out
}

// copyFor bounds how long is tried to keep a copy of an answer that was sent. Nobody waits for it.
const copyFor = 15 * time.Second
