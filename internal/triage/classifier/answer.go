package classifier

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"switchboard"
)

// Answer is what counts of what an external classifier said.
type Answer struct {
	Model  string                                   // which of its models says it read the text; of the settings if it does not say
	Tokens int64                                    // what it counts for the call; 0 when it does not say
	Found  map[switchboard.Head]switchboard.Finding // only of the closed lists, each with a label and a confidence
}

// Trouble is why there is no answer. It is a value of a closed list and says nothing of the text.
type Trouble string

// Troubles.
const (
	TroubleTimeout     Trouble = "timeout"
	TroubleUnreachable Trouble = "unreachable"
	TroubleBarred      Trouble = "barred"       // the address is private, or not encrypted, and that is not allowed
	TroubleKey         Trouble = "key_refused"  // 401 or 403
	TroubleBusy        Trouble = "rate_limited" // 429
	TroubleRedirect    Trouble = "redirected"   // redirects are not followed: they lead to somebody else
	TroubleRefused     Trouble = "refused"      // any other answer from 400
	TroubleServer      Trouble = "server_error" // from 500
	TroubleTooLarge    Trouble = "too_large"
	TroubleGarbage     Trouble = "unreadable" // no JSON of the form asked for
)

// Troubles lists all of them.
func Troubles() []Trouble {
	return []Trouble{TroubleTimeout, TroubleUnreachable, TroubleBarred, TroubleKey, TroubleBusy, TroubleRedirect, TroubleRefused,
		TroubleServer, TroubleTooLarge, TroubleGarbage}
}

// Error makes a trouble an error.
func (t Trouble) Error() string { return "the external classifier did not answer: " + string(t) }

// MaxAnswer is how many bytes an answer may have.
const MaxAnswer = 64 << 10

// Labels are what a head can be answered with, those that say less first; nil for what is no head of a classifier's.
func Labels(head switchboard.Head) []string {
	switch head {
	case switchboard.HeadSentiment:
		return texts(switchboard.Sentiments())
	case switchboard.HeadIntent:
		return texts(switchboard.Intents())
	case switchboard.HeadUrgency:
		return texts(switchboard.Urgencies())
	}
	if switchboard.OneOf(switchboard.Flag(head), switchboard.Flags()) {
		return []string{switchboard.No, switchboard.Yes}
	}
	return nil
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// valid reports whether a finding is one of the closed lists, with a confidence.
func valid(head switchboard.Head, f switchboard.Finding) bool {
	return slices.Contains(Labels(head), f.Label) && f.Confidence >= 0 && f.Confidence <= 1
}

// Read reads the body of an answer. It returns TroubleGarbage unless the body is one JSON object of the form asked for; a
// finding in it that is not of the closed lists, stands there twice or lacks its confidence is left out.
func Read(s Settings, body []byte) (Answer, error) {
	a := Answer{Model: s.Model}
	if len(body) > MaxAnswer {
		return a, TroubleTooLarge
	}
	said := body
	var err error
	if s.Protocol == Chat {
		if said, err = a.envelope(body); err != nil {
			return a, TroubleGarbage
		}
	}
	if err := a.findings(said, s.Protocol == Own); err != nil {
		return a, TroubleGarbage
	}
	return a, nil
}

// envelope takes what a chat model said out of what its server says of it.
func (a *Answer) envelope(body []byte) ([]byte, error) {
	var got struct {
		Model   string `json:"model"`
		Choices []struct {
			FinishReason string `json:"finish_reason"`
			Message      struct {
				Content string `json:"content"`
			} `json:"message"`
		} `json:"choices"`
		Usage struct {
			Total int64 `json:"total_tokens"`
		} `json:"usage"`
	}
	if err := json.Unmarshal(body, &got); err != nil {
		return nil, err
	}
	a.Tokens = counted(got.Usage.Total)
	a.named(got.Model)
	if len(got.Choices) != 1 || got.Choices[0].FinishReason == "length" {
		return nil, errForm
	}
	return unfenced(got.Choices[0].Message.Content), nil
}

// unfenced takes away the one fence that chat models like to put around JSON. Anything else beside it makes it no JSON.
func unfenced(text string) []byte {
	text = strings.TrimSpace(text)
	inside, found := strings.CutPrefix(text, "```")
	if !found {
		return []byte(text)
	}
	if inside, found = strings.CutSuffix(inside, "```"); !found {
		return []byte(text)
	}
	return []byte(strings.TrimSpace(strings.TrimPrefix(inside, "json")))
}

// maxTokens is more than any single call can cost; what is above is no count.
const maxTokens = 1 << 20

func counted(tokens int64) int64 {
	if tokens < 0 || tokens > maxTokens {
		return 0
	}
	return tokens
}

// named takes a model's own name if it is one. It is shown to people, so it may hold nothing that only looks like text.
func (a *Answer) named(model string) {
	plain := func(r rune) bool {
		return r < 0x80 && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("._:/@+-", r))
	}
	odd := strings.ContainsFunc(model, func(r rune) bool { return !plain(r) })
	if model != "" && len(model) <= 80 && !odd {
		a.Model = model
	}
}

var errForm = errors.New("not of the form asked for")

// findings reads the object {"heads": {…}}. Its own protocol says the model and the tokens beside it.
func (a *Answer) findings(said []byte, own bool) error {
	top, err := object(said)
	if err != nil {
		return err
	}
	heads, err := object(top["heads"])
	if err != nil {
		return err
	}
	if own {
		a.counts(top)
	}
	a.Found = map[switchboard.Head]switchboard.Finding{}
	for key, value := range heads {
		if f, ok := finding(value); ok && valid(switchboard.Head(key), f) {
			a.Found[switchboard.Head(key)] = f
		}
	}
	return nil
}

func (a *Answer) counts(top map[string]json.RawMessage) {
	var model string
	if json.Unmarshal(top["model"], &model) == nil {
		a.named(model)
	}
	usage, err := object(top["usage"])
	var tokens int64
	if err == nil && json.Unmarshal(usage["tokens"], &tokens) == nil {
		a.Tokens = counted(tokens)
	}
}

// finding reads one finding; whatever it says beside its label and its confidence does not count.
func finding(value json.RawMessage) (f switchboard.Finding, ok bool) {
	fields, err := object(value)
	if err != nil {
		return f, false
	}
	var label *string
	var confidence *float64
	if json.Unmarshal(fields["label"], &label) != nil || json.Unmarshal(fields["confidence"], &confidence) != nil ||
		label == nil || confidence == nil {
		return f, false
	}
	return switchboard.Finding{Label: *label, Confidence: *confidence}, true
}

// object reads one JSON object and nothing after it. What stands in it twice says two things, so it says nothing: it is
// left out. Names are told apart by their letters' case.
func object(raw []byte) (map[string]json.RawMessage, error) {
	in := json.NewDecoder(bytes.NewReader(raw))
	if open, err := in.Token(); err != nil || open != json.Delim('{') {
		return nil, errForm
	}
	fields, twice := map[string]json.RawMessage{}, map[string]bool{}
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := in.Decode(&value); err != nil {
			return nil, err
		}
		name, _ := key.(string)
		_, there := fields[name]
		twice[name] = twice[name] || there
		fields[name] = value
	}
	if _, err := in.Token(); err != nil {
		return nil, err
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return nil, errForm
	}
	for name := range twice {
		if twice[name] {
			delete(fields, name)
		}
	}
	return fields, nil
}
