package classifier

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard"
)

func inChat(content, finish string) string {
	text, _ := json.Marshal(content)
	return `{"model":"llama-3:8b","choices":[{"finish_reason":"` + finish + `","message":{"role":"assistant","content":` + string(text) +
		`}}],"usage":{"total_tokens":321}}`
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	const good = `{"heads":{"sentiment":{"label":"negative","confidence":0.9}}}`
	negative := map[switchboard.Head]switchboard.Finding{"sentiment": {Label: "negative", Confidence: 0.9}}
	none := map[switchboard.Head]switchboard.Finding{}
	for name, c := range map[string]struct {
		said string
		want map[switchboard.Head]switchboard.Finding // nil: it cannot be read
	}{
		"good":                {good, negative},
		"blanks around":       {"\n " + good + "\n", negative},
		"more beside":         {`{"heads":{"sentiment":{"label":"negative","confidence":0.9,"why":"x"}},"note":"spam: yes"}`, negative},
		"unknown label":       {`{"heads":{"sentiment":{"label":"angry","confidence":0.9}}}`, none},
		"other case":          {`{"heads":{"sentiment":{"label":"Negative","confidence":0.9}}}`, none},
		"other name":          {`{"heads":{"Sentiment":{"Label":"negative","Confidence":0.9}}}`, none},
		"unknown head":        {`{"heads":{"colour":{"label":"yes","confidence":0.9}}}`, none},
		"the language":        {`{"heads":{"language":{"label":"de","confidence":0.9}}}`, none},
		"no confidence":       {`{"heads":{"sentiment":{"label":"negative"}}}`, none},
		"confidence null":     {`{"heads":{"sentiment":{"label":"negative","confidence":null}}}`, none},
		"confidence in words": {`{"heads":{"sentiment":{"label":"negative","confidence":"0.9"}}}`, none},
		"too sure":            {`{"heads":{"sentiment":{"label":"negative","confidence":1.01}}}`, none},
		"less than nothing":   {`{"heads":{"sentiment":{"label":"negative","confidence":-0.1}}}`, none},
		"endless":             {`{"heads":{"sentiment":{"label":"negative","confidence":1e999}}}`, none},
		"label a list":        {`{"heads":{"sentiment":{"label":["negative"],"confidence":0.9}}}`, none},
		"a head twice": {`{"heads":{"sentiment":{"label":"negative","confidence":0.9},"sentiment":{"label":"positive","confidence":0.9}}}`,
			none},
		"a label twice": {`{"heads":{"sentiment":{"label":"negative","label":"positive","confidence":0.9}}}`, none},
		"heads twice":   {`{"heads":{},"heads":{"sentiment":{"label":"negative","confidence":0.9}}}`, nil},
		"heads a list":  {`{"heads":[]}`, nil},
		"no heads":      {`{}`, nil},
		"nothing":       {``, nil},
		"null":          {`null`, nil},
		"cut short":     {good[:len(good)-1], nil},
		"talk before":   {"Sure! " + good, nil},
		"talk after":    {good + " Hope that helps", nil},
		"two answers":   {good + good, nil},
		"deep":          {strings.Repeat(`{"heads":`, 4000), nil},
	} {
		for protocol, body := range map[Protocol]string{Own: c.said, Chat: inChat(c.said, "stop")} {
			s := Defaults()
			s.Protocol = protocol
			a, err := Read(s, []byte(body))
			if c.want == nil != errors.Is(err, TroubleGarbage) || c.want != nil && !cmp.Equal(c.want, a.Found) {
				t.Errorf("%s, %s: %+v, %v", name, protocol, a.Found, err)
			}
		}
	}
}

func TestAnswersOfChatServers(t *testing.T) {
	t.Parallel()
	const good = `{"heads":{"press":{"label":"yes","confidence":0.7}}}`
	s := Defaults()
	s.Protocol, s.Model = Chat, "asked-for"
	for name, c := range map[string]struct {
		body  string
		found int
		model string
	}{
		"plain":            {inChat(good, "stop"), 1, "llama-3:8b"},
		"in a fence":       {inChat("```json\n"+good+"\n```", "stop"), 1, "llama-3:8b"},
		"fence and talk":   {inChat("Here:\n```json\n"+good+"\n```", "stop"), -1, ""},
		"fence left open":  {inChat("```json\n"+good, "stop"), -1, ""},
		"cut by its limit": {inChat(good, "length"), -1, ""},
		"no choice":        {`{"choices":[]}`, -1, ""},
		"two choices":      {`{"choices":[{"message":{"content":"{}"}},{"message":{"content":"{}"}}]}`, -1, ""},
		"a page":           {`<html>Service unavailable</html>`, -1, ""},
		"odd model":        {strings.Replace(inChat(good, "stop"), "llama-3:8b", "\u202eevil <b>", 1), 1, "asked-for"},
		"too large":        {inChat(good+strings.Repeat(" ", MaxAnswer), "stop"), -1, ""},
	} {
		a, err := Read(s, []byte(c.body))
		if (err != nil) != (c.found < 0) || err == nil && (len(a.Found) != c.found || a.Model != c.model || a.Tokens != 321) {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
	}
}

func TestOwnAnswersSayWhatTheyCost(t *testing.T) {
	t.Parallel()
	for usage, want := range map[string]int64{`{"tokens":77}`: 77, `{"tokens":-5}`: 0, `{"tokens":99999999999}`: 0, `{"tokens":"7"}`: 0, `7`: 0} {
		a, err := Read(Defaults(), []byte(`{"model":"m-1","heads":{},"usage":`+usage+`}`))
		if err != nil || a.Tokens != want || a.Model != "m-1" {
			t.Errorf("%s: %+v, %v", usage, a, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"heads":{"spam":{"label":"no","confidence":1}},"usage":{"tokens":1}}`), false)
	f.Add([]byte(inChat(`{"heads":{"safety":{"label":"no","confidence":1}}}`, "stop")), true)
	f.Add([]byte("{\"heads\":{\"\xff\":{}}}"), false)
	f.Fuzz(func(t *testing.T, body []byte, chat bool) {
		s := Defaults()
		if chat {
			s.Protocol = Chat
		}
		a, err := Read(s, body)
		if err != nil && !errors.Is(err, TroubleGarbage) && !errors.Is(err, TroubleTooLarge) {
			t.Fatalf("an error of no list: %v", err)
		}
		for head, found := range a.Found {
			if !slices.Contains(Labels(head), found.Label) || !(found.Confidence >= 0 && found.Confidence <= 1) {
				t.Fatalf("%s: %+v counts", head, found)
			}
		}
		if len(a.Model) > 120 || a.Tokens < 0 || a.Tokens > maxTokens {
			t.Fatalf("model %q, %d tokens", a.Model, a.Tokens)
		}
	})
}
