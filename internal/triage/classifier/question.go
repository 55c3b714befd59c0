package classifier

import (
	_ "embed"
	"encoding/json"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"switchboard"
	"switchboard/internal/redact"
	"switchboard/internal/triage"
	"switchboard/internal/triage/spelling"
)

// Question is one message to ask about.
type Question struct {
	Text     string
	Language string        // as the built-in reading found it
	Author   redact.Person // whose name is not to leave
}

// Ask is what is sent: where, and byte for byte what. There is nothing in it beside what the settings say and the redacted
// text.
type Ask struct {
	URL    string
	Body   []byte
	Text   string   // the redacted text that is in the body
	Left   []string // the kinds of personal data that were left out, one for each piece
	Tokens int64    // what the call may cost, for the budget: a guess that is rather too large
}

// Limits of what is sent.
const (
	maxSent    = 4 << 10 // bytes of the redacted text
	maxAnswers = 600     // tokens a chat model may answer with
	mostPasses = 8
	maxLooked  = 8 << 10 // bytes of a text in which personal data is looked for; what is behind them is not sent
	edge       = 512     // bytes before that place which are not sent either: something may stand across it
)

// Prepare makes what would be sent of a message. It refuses, with code invalid, a text of which not everything personal
// could be left out.
func Prepare(s Settings, q Question) (Ask, error) {
	text, left, err := clean(q)
	if err != nil {
		return Ask{}, err
	}
	ask := Ask{URL: s.URL, Text: text, Left: left}
	message := telling{Version: 1, Text: text, Language: q.Language, Heads: map[switchboard.Head][]string{}}
	for _, head := range s.Heads {
		message.Heads[head] = Labels(head)
	}
	if s.Protocol == Chat {
		ask.URL = chatURL(s.URL)
		ask.Body, err = chat(s, message)
	} else {
		message.Model = s.Model
		ask.Body, err = json.Marshal(message)
	}
	ask.Tokens = int64(len(ask.Body)/3 + maxAnswers)
	return ask, err
}

// telling is the request of our own protocol, and what a chat model is told of the message.
type telling struct {
	Version  int                           `json:"version"`
	Model    string                        `json:"model,omitempty"`
	Text     string                        `json:"text"`
	Language string                        `json:"language"`
	Heads    map[switchboard.Head][]string `json:"heads"`
}

// clean leaves out of the beginning of a text what is personal, over and over until nothing more is found, and then what is
// too long.
func clean(q Question) (text string, left []string, err error) {
	if len(q.Text) > maxText {
		return "", nil, switchboard.Refuse(switchboard.CodeInvalid, "The text is too long to be sent.").WithField("text")
	}
	whole := plain(q.Text)
	text = spelling.Cut(whole, maxLooked)
	cut := len(text) < len(whole)
	author := redact.Person{Name: plain(q.Author.Name), Handle: plain(q.Author.Handle)}
	for range mostPasses {
		r := redact.Redactor{Find: triage.Entities, Strict: true, People: []redact.Person{author}}
		text = r.Redact(text)
		found := r.Found()
		if len(found) == 0 {
			if cut {
				text = spelling.Cut(text, max(0, len(text)-edge))
			}
			return strings.TrimSpace(spelling.Cut(text, maxSent)), left, nil
		}
		for _, one := range found {
			left = append(left, one.Kind)
		}
	}
	return "", nil, switchboard.Refuse(switchboard.CodeInvalid, "The text holds too much that is personal to be sent.").WithField("text")
}

// plain writes a text in the form in which personal data is looked for: without characters that cannot be seen, without
// those that only look different, with one stroke for all dashes, and with one blank or line break between words.
func plain(text string) string {
	shown := strings.Map(visible, strings.ToValidUTF8(text, "\ufffd"))
	return closedUp(strings.Map(dashed, norm.NFKC.String(shown)))
}

func visible(r rune) rune {
	if unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) {
		return -1
	}
	return r
}

func dashed(r rune) rune {
	if r >= utf8.RuneSelf && (unicode.Is(unicode.Pd, r) || strings.ContainsRune("−⁃˗➖", r)) {
		return '-'
	}
	return r
}

// closedUp is a text with one blank, or one line break, for all white space between two words.
func closedUp(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	var gap rune // after what was written; 0 for none
	for _, r := range text {
		switch {
		case strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r):
			gap = '\n'
		case unicode.IsSpace(r):
			if gap == 0 {
				gap = ' '
			}
		default:
			if gap != 0 {
				out.WriteRune(gap)
			}
			out.WriteRune(r)
			gap = 0
		}
	}
	return out.String()
}

// chatURL is where a chat server is asked; its base may be given with or without the last part.
func chatURL(base string) string {
	const last = "/chat/completions"
	at, err := url.Parse(base)
	if err != nil || strings.HasSuffix(at.Path, last) {
		return base
	}
	return at.JoinPath(last).String()
}

//go:embed define.txt
var definitions string

// instructions are what a chat model is told to do, with the meaning of the heads it is asked about.
func instructions(heads []switchboard.Head) string {
	parts := strings.Split(definitions, "\n= ")
	out := parts[0] + "\n"
	for _, part := range parts[1:] {
		head, meaning, _ := strings.Cut(part, "\n")
		if switchboard.OneOf(switchboard.Head(head), heads) {
			out += "- " + strings.TrimSpace(meaning) + "\n"
		}
	}
	return out
}

type said struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// chat is the request of the chat protocol. The message stands in it as JSON, so that it cannot end its own quotation.
func chat(s Settings, message telling) ([]byte, error) {
	data, err := json.Marshal(message)
	if err != nil {
		return nil, err
	}
	body := struct {
		Model       string         `json:"model"`
		Temperature int            `json:"temperature"`
		MaxTokens   int            `json:"max_tokens"`
		Format      map[string]any `json:"response_format,omitempty"`
		Messages    []said         `json:"messages"`
	}{Model: s.Model, MaxTokens: maxAnswers, Messages: []said{{"system", instructions(s.Heads)}, {"user", string(data)}}}
	switch s.AnswerFormat {
	case FormatObject:
		body.Format = map[string]any{"type": "json_object"}
	case FormatSchema:
		body.Format = map[string]any{"type": "json_schema", "json_schema": map[string]any{"name": "verdict", "strict": true, "schema": schema(s.Heads)}}
	}
	return json.Marshal(body)
}

// schema is the form of an answer, as JSON Schema.
func schema(heads []switchboard.Head) map[string]any {
	each := map[string]any{}
	for _, head := range heads {
		each[string(head)] = closed(map[string]any{"label": map[string]any{"type": "string", "enum": Labels(head)},
			"confidence": map[string]any{"type": "number"}}, "label", "confidence")
	}
	return closed(map[string]any{"heads": closed(each, texts(heads)...)}, "heads")
}

// closed is an object that has these properties, all of them, and no others.
func closed(properties map[string]any, required ...string) map[string]any {
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
