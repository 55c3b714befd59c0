package notice

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/netguard"
	"switchboard/internal/push"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
	"switchboard/internal/timesource"
)

// HookAddress is the sealed part of a chat hook.
type HookAddress struct {
	URL    string `json:"url"`
	Secret string `json:"secret"`
}

// Headers of what a chat hook is sent.
const (
	HeaderSignature = "Switchboard-Signature"
	HeaderLetter    = "Switchboard-Notice"  // the same at every attempt
	HeaderTry       = "Switchboard-Attempt" // from 1
)

// Chat tells a chat tool by its incoming webhook.
type Chat struct {
	DB     *store.DB
	Sealer Sealer
	Client push.Client // does not follow redirects or repeat requests
	Time   timesource.Source
	// Sign makes the signature's header, by the scheme of every signed thing that goes out here.
	Sign func(secret, body []byte, at time.Time) string
}

// CheckHook refuses an address that is told without encryption, unless its host is listed. Whether it is a public one is
// judged when it is dialled.
func CheckHook(address string, hosts []string) error {
	target, err := url.Parse(address)
	if err == nil && (target.Scheme == "https" || netguard.Listed(target, hosts)) {
		return nil
	}
	return switchboard.Refuse(switchboard.CodeInvalid, "A chat hook is told over https.").WithField("url").
		WithHint("Use its https address, or ask whoever runs this installation to list its host in the setting chat-hook-hosts.")
}

// CodeNotAllowed says that a chat hook leads where none may.
const CodeNotAllowed = "address_not_allowed"

// chatWithin bounds one attempt to tell a chat tool.
const chatWithin = 10 * time.Second

// chatBody is what Slack, Mattermost and Teams show, and what programs read.
type chatBody struct {
	Text    string       `json:"text"`
	Letter  string       `json:"id"`
	Notices []chatNotice `json:"notices"`
}

type chatNotice struct {
	Event          switchboard.NoticeEvent    `json:"event"`
	Subject        string                     `json:"subject"`
	ConversationID switchboard.ConversationID `json:"conversation_id,omitzero"`
	Department     switchboard.DepartmentKey  `json:"department,omitempty"`
	Count          int                        `json:"count"`
	At             time.Time                  `json:"at"`
	URL            string                     `json:"url,omitempty"`
}

// Send implements Sender.
func (c Chat) Send(ctx context.Context, letter Letter) Result {
	to, err := c.open(ctx, letter.Target)
	switch {
	case switchboard.IsCode(err, switchboard.CodeNotFound):
		return Result{Fate: Gone, Code: "target_gone"}
	case err != nil:
		return Result{Fate: Refused, Code: "not_opened"}
	}
	return c.post(ctx, to, letter)
}

func (c Chat) open(ctx context.Context, target string) (to HookAddress, err error) {
	var id switchboard.ChatHookID
	if err := id.UnmarshalText([]byte(target)); err != nil {
		return to, err
	}
	var h notices.Hook
	err = c.DB.Update(ctx, func(tx *store.Tx) (err error) {
		found := false
		if h, found, err = notices.In(tx.Tx).Hook(id); err == nil && !found {
			err = switchboard.Refuse(switchboard.CodeNotFound, "There is no such chat hook.")
		}
		return err
	})
	if err != nil {
		return to, err
	}
	return OpenHook(c.Sealer, h)
}

// OpenHook unseals where a chat hook leads.
func OpenHook(sealer Sealer, h notices.Hook) (to HookAddress, err error) {
	plain, err := sealer.Open(h.Sealed, HookBinding(h.ID))
	if err != nil {
		return to, err
	}
	return to, json.Unmarshal(plain, &to)
}

func (c Chat) post(ctx context.Context, to HookAddress, letter Letter) Result {
	body, err := json.Marshal(chatText(letter))
	if err != nil {
		return Result{Fate: Refused, Code: "not_written"}
	}
	ctx, cancel := context.WithTimeout(ctx, chatWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.URL, bytes.NewReader(body))
	if err != nil {
		return Result{Fate: Refused, Code: "bad_address"}
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(HeaderSignature, c.Sign([]byte(to.Secret), body, c.Time.Now()))
	req.Header.Set(HeaderLetter, letter.ID.String())
	req.Header.Set(HeaderTry, strconv.Itoa(letter.Try))
	response, err := c.Client.Do(req)
	if err != nil {
		return unanswered(err)
	}
	response.Body.Close() // the status is the whole answer
	return chatResult(response, c.Time.Now())
}

func unanswered(err error) Result {
	var certificate *tls.CertificateVerificationError
	switch {
	case netguard.MaybeSent(err):
		return Result{Fate: Unknown, Code: "no_answer"}
	case errors.Is(err, netguard.ErrRefused):
		return Result{Fate: Refused, Code: CodeNotAllowed}
	case errors.As(err, &certificate):
		return Result{Fate: Refused, Code: "certificate"}
	}
	return Result{Fate: Again, Code: "unreachable"}
}

// chatResult: a refusal says that nothing was posted, and is worth another try when it may pass. What stumbles behind a
// gateway may have posted it.
func chatResult(r *http.Response, now time.Time) Result {
	code := fmt.Sprintf("status_%d", r.StatusCode)
	switch s := r.StatusCode; {
	case s >= 200 && s < 300:
		return Result{Fate: Told}
	case s == http.StatusGone:
		return Result{Fate: Gone, Code: code}
	case s == http.StatusTooManyRequests || s == http.StatusServiceUnavailable || s == http.StatusRequestTimeout:
		return Result{Fate: Again, Code: code, After: netguard.RetryAfter(r.Header, now)}
	case s < 500:
		return Result{Fate: Refused, Code: code}
	}
	return Result{Fate: Unknown, Code: code}
}

func chatText(letter Letter) chatBody {
	b := chatBody{Letter: letter.ID.String(), Notices: make([]chatNotice, len(letter.Lines))}
	var lines []string
	for i, l := range letter.Lines {
		text := tame(l.Text())
		if l.URL != "" {
			text += " " + l.URL
		}
		lines = append(lines, text)
		n := l.Notice
		b.Notices[i] = chatNotice{Event: n.Event, Subject: n.Subject, ConversationID: n.ConversationID, Department: n.Department, Count: n.Count,
			At: n.LastAt, URL: l.URL}
	}
	b.Text = strings.Join(lines, "\n")
	return b
}

// tame keeps a customer's name from calling everybody in the channel, or from being a link: chat tools read markup.
func tame(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "@\u200b", "[", "(", "]", ")", "`", "'", "*", "∗").Replace(text)
}
