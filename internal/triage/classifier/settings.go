package classifier

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"

	"switchboard"
	"switchboard/internal/triage"
)

// Protocol is how an external classifier is spoken to.
type Protocol string

// Protocols.
const (
	Own  Protocol = "switchboard" // a small contract of ours, for a model server of one's own
	Chat Protocol = "openai"      // chat completions, as many hosted and local servers offer
)

// AnswerFormat is how a chat model is held to answering in JSON.
type AnswerFormat string

// Answer formats.
const (
	FormatObject AnswerFormat = "object" // some JSON object
	FormatSchema AnswerFormat = "schema" // JSON of exactly the form that is asked for
	FormatNone   AnswerFormat = "none"   // the instructions alone
)

// Settings of the external classifier. The key to it is kept apart, sealed.
type Settings struct {
	On           bool                     `json:"on"`
	Name         string                   `json:"name" maxLength:"60" doc:"What people here call it: stands on every finding of its"`
	Protocol     Protocol                 `json:"protocol" enum:"switchboard,openai"`
	URL          string                   `json:"url" maxLength:"500" doc:"Of a chat server, its base: /chat/completions is added"`
	Model        string                   `json:"model" maxLength:"120" doc:"Which of its models is asked; a chat server needs it"`
	AnswerFormat AnswerFormat             `json:"answer_format" enum:"object,schema,none" doc:"How a chat server is held to JSON"`
	TimeoutMS    int                      `json:"timeout_ms" minimum:"100" maximum:"10000" doc:"Longest wait for an answer, and so for the message"`
	AtOnce       int                      `json:"at_once" minimum:"1" maximum:"32" doc:"Calls under way at once, of one node"`
	CallsDay     int64                    `json:"calls_day" minimum:"1" doc:"Calls of a day, UTC"`
	CallsMonth   int64                    `json:"calls_month" minimum:"1" doc:"Calls of a month, UTC"`
	TokensDay    int64                    `json:"tokens_day" minimum:"0" doc:"Tokens of a day; 0 is no bound of its own"`
	TokensMonth  int64                    `json:"tokens_month" minimum:"0" doc:"Tokens of a month; 0 is no bound of its own"`
	Heads        []switchboard.Head       `json:"heads" nullable:"false" maxItems:"20" doc:"What it is asked about"`
	UnsureBelow  float64                  `json:"unsure_below" minimum:"0" maximum:"1" doc:"It is asked when the built-in reading of one of them is no surer than this"`
	Networks     []switchboard.NetworkKey `json:"networks" nullable:"false" maxItems:"50" doc:"Messages of these networks alone; none is all"`
	Languages    []string                 `json:"languages" nullable:"false" maxItems:"80" doc:"Messages in these languages alone, ISO 639-1; none is all"`
	Private      bool                     `json:"private" doc:"Private messages as well"`
	History      bool                     `json:"history" doc:"Imported history as well"`
}

// Defaults are the settings before anybody has said anything: off, and modest.
func Defaults() Settings {
	return Settings{Protocol: Own, AnswerFormat: FormatObject, TimeoutMS: 2000, AtOnce: 4, CallsDay: 500, CallsMonth: 10_000,
		Heads: append([]switchboard.Head{switchboard.HeadSentiment, switchboard.HeadIntent, switchboard.HeadUrgency,
			switchboard.Head(switchboard.FlagComplaint), switchboard.Head(switchboard.FlagChurnRisk)}, care()...),
		UnsureBelow: 0.5, Networks: []switchboard.NetworkKey{}, Languages: []string{}}
}

func care() []switchboard.Head {
	var all []switchboard.Head
	for _, f := range triage.CareFlags() {
		all = append(all, switchboard.Head(f))
	}
	return all
}

// Heads lists everything it can be asked about, in the order people see it in.
func Heads() []switchboard.Head {
	all := []switchboard.Head{switchboard.HeadSentiment, switchboard.HeadIntent, switchboard.HeadUrgency}
	for _, f := range switchboard.Flags() {
		all = append(all, switchboard.Head(f))
	}
	return all
}

// Timeout is the longest wait for an answer.
func (s Settings) Timeout() time.Duration { return time.Duration(s.TimeoutMS) * time.Millisecond }

// Check refuses settings that cannot be worked by. mayBePrivate says that the operator allows private addresses: to those
// alone an address without encryption may lead.
func (s Settings) Check(mayBePrivate bool) error {
	for _, check := range []func() error{s.checkName, func() error { return s.checkURL(mayBePrivate) }, s.checkBounds, s.checkHeads, s.checkLanguages} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func refuse(field, text, hint string) error {
	return switchboard.Refuse(switchboard.CodeInvalid, "%s", text).WithField(field).WithHint(hint)
}

func (s Settings) checkName() error {
	switch {
	case !s.On && s.Name == "":
	case strings.TrimSpace(s.Name) != s.Name, s.Name == "", len(s.Name) > 60, strings.ContainsFunc(s.Name, notPlain):
		return refuse("name", "The classifier needs a name that people here know it by.", "A few words, of 60 characters at most.")
	}
	switch {
	case !slices.Contains([]Protocol{Own, Chat}, s.Protocol):
		return refuse("protocol", "There is no such protocol.", "Choose switchboard or openai.")
	case !slices.Contains([]AnswerFormat{FormatObject, FormatSchema, FormatNone}, s.AnswerFormat):
		return refuse("answer_format", "There is no such form of answer.", "Choose object, schema or none.")
	case s.On && s.Protocol == Chat && s.Model == "", len(s.Model) > 120, strings.ContainsFunc(s.Model, notPlain):
		return refuse("model", "The chat server has to be told which model to ask.", "Take the name its own list of models has.")
	}
	return nil
}

func (s Settings) checkLanguages() error {
	for _, code := range s.Languages {
		if base, err := language.ParseBase(code); err != nil || base.String() != code {
			return refuse("languages", "There is no language "+strconv.Quote(code)+".", "Write two letters of ISO 639-1, as en or pt.")
		}
	}
	return nil
}

// notPlain is what does not belong into a name.
func notPlain(r rune) bool { return !unicode.IsPrint(r) }

func (s Settings) checkURL(mayBePrivate bool) error {
	if !s.On && s.URL == "" {
		return nil
	}
	at, err := url.Parse(s.URL)
	switch {
	case err != nil, len(s.URL) > 500, at.Hostname() == "", at.Scheme != "https" && at.Scheme != "http":
		return refuse("url", "This is no web address.", "As https://models.example/v1.")
	case at.User != nil || at.RawQuery != "" || at.Fragment != "":
		return refuse("url", "The address holds more than where to go.", "A key belongs into the field for it, where it is sealed.")
	case at.Scheme == "http" && !(mayBePrivate && mayBeInside(at.Hostname())):
		return refuse("url", "What customers write does not leave without encryption.",
			"Use https. Without it only a private address can be used, and only if the setting allow-private-networks allows it.")
	}
	return nil
}

// mayBeInside reports whether a host may be a private one; a name may, until it is resolved.
func mayBeInside(host string) bool {
	at, err := netip.ParseAddr(host)
	return err != nil || at.IsPrivate() || at.IsLoopback() || netip.MustParsePrefix("100.64.0.0/10").Contains(at)
}

func (s Settings) checkBounds() error {
	switch {
	case s.TimeoutMS < 100 || s.TimeoutMS > 10_000:
		return refuse("timeout_ms", "It has to answer within 0.1 to 10 seconds.", "Two seconds do for most.")
	case s.AtOnce < 1 || s.AtOnce > 32:
		return refuse("at_once", "From 1 to 32 calls can be under way at once.", "A model server of one's own rarely does more than 4.")
	case s.CallsDay < 1 || s.CallsMonth < 1 || s.TokensDay < 0 || s.TokensMonth < 0:
		return refuse("calls_day", "A day and a month need a bound of calls.", "Say how many you are ready to pay for.")
	case !(s.UnsureBelow >= 0 && s.UnsureBelow <= 1):
		return refuse("unsure_below", "How sure the built-in reading has to be is a figure from 0 to 1.", "0.5 asks about what is a guess.")
	}
	return nil
}

func (s Settings) checkHeads() error {
	for i, head := range s.Heads {
		if !slices.Contains(Heads(), head) || slices.Contains(s.Heads[:i], head) {
			return refuse("heads", "It cannot be asked about "+string(head)+", or is asked twice.", "Choose from sentiment, intent, urgency and the flags.")
		}
	}
	if s.On && len(s.Heads) == 0 {
		return refuse("heads", "It has to be asked about something.", "Choose at least one finding.")
	}
	return nil
}

// SameServer reports whether two settings lead to the same server, so that a key for one may be shown to the other.
func (s Settings) SameServer(other Settings) bool {
	a, errA := url.Parse(s.URL)
	b, errB := url.Parse(other.URL)
	return errA == nil && errB == nil && a.Scheme == b.Scheme && strings.EqualFold(a.Host, b.Host)
}

// SameCall reports whether two settings call the same model in the same way, so that how it went by one says how it goes by
// the other.
func (s Settings) SameCall(other Settings) bool {
	return s.URL == other.URL && s.Protocol == other.Protocol && s.Model == other.Model && s.AnswerFormat == other.AnswerFormat &&
		s.TimeoutMS == other.TimeoutMS
}
