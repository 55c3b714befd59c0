package classifier

import (
	"testing"

	"switchboard"
)

func sound() Settings {
	s := Defaults()
	s.On, s.Name, s.URL, s.Model = true, "Our server", "https://models.example/v1", "small"
	return s
}

func TestSettingsThatCannotBeWorkedBy(t *testing.T) {
	t.Parallel()
	if err := Defaults().Check(false); err != nil || Defaults().On {
		t.Errorf("to start with: %v", err)
	}
	if err := sound().Check(false); err != nil {
		t.Fatal(err)
	}
	for field, changes := range map[string][]func(*Settings){
		"name":          {func(s *Settings) { s.Name = "" }, func(s *Settings) { s.Name = " x" }, func(s *Settings) { s.Name = "a\u202eb" }},
		"protocol":      {func(s *Settings) { s.Protocol = "smoke" }},
		"answer_format": {func(s *Settings) { s.AnswerFormat = "" }},
		"model":         {func(s *Settings) { s.Protocol, s.Model = Chat, "" }},
		"url": {func(s *Settings) { s.URL = "" }, func(s *Settings) { s.URL = "ftp://models.example" }, func(s *Settings) { s.URL = "http://models.example" },
			func(s *Settings) { s.URL = "http://10.0.0.5:8000" }, func(s *Settings) { s.URL = "https://user:pw@models.example" },
			func(s *Settings) { s.URL = "https://models.example/?key=1" }},
		"timeout_ms":   {func(s *Settings) { s.TimeoutMS = 99 }, func(s *Settings) { s.TimeoutMS = 10_001 }},
		"at_once":      {func(s *Settings) { s.AtOnce = 0 }},
		"calls_day":    {func(s *Settings) { s.CallsDay = 0 }, func(s *Settings) { s.CallsMonth = 0 }, func(s *Settings) { s.TokensDay = -1 }},
		"unsure_below": {func(s *Settings) { s.UnsureBelow = 1.1 }},
		"languages":    {func(s *Settings) { s.Languages = []string{"english"} }, func(s *Settings) { s.Languages = []string{"de", "xq"} }},
		"heads": {func(s *Settings) { s.Heads = nil }, func(s *Settings) { s.Heads = []switchboard.Head{"language"} },
			func(s *Settings) { s.Heads = []switchboard.Head{"press", "press"} }},
	} {
		for n, change := range changes {
			s := sound()
			change(&s)
			err := s.Check(false)
			refusal, ok := err.(*switchboard.Error)
			if !ok || refusal.Field != field || refusal.Hint == "" {
				t.Errorf("%s, %d: %v", field, n, err)
			}
		}
	}
}

// TestWithoutEncryptionOnlyInside lets http addresses lead to private ones, and only if the operator allows those.
func TestWithoutEncryptionOnlyInside(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]bool{"http://10.0.0.5:8000": true, "http://localhost:11434/v1": true, "http://[::1]:80": true,
		"http://models.internal": true, "http://100.64.1.1": true, "http://93.184.215.14": false, "https://93.184.215.14": true} {
		s := sound()
		s.URL = at
		if err := s.Check(true); (err == nil) != want {
			t.Errorf("%s: %v", at, err)
		}
	}
}

func TestAKeyStaysWithItsServer(t *testing.T) {
	t.Parallel()
	a := sound()
	for at, want := range map[string]bool{"https://models.example/v2": true, "https://MODELS.example/v1": true, "https://models.example:8443/v1": false,
		"https://other.example/v1": false, "http://models.example/v1": false} {
		b := sound()
		b.URL = at
		if got := a.SameServer(b); got != want {
			t.Errorf("%s: %v", at, got)
		}
	}
}

func TestWorth(t *testing.T) {
	t.Parallel()
	doubtful := switchboard.Finding{Label: "other", Confidence: 0.3}
	for name, c := range map[string]struct {
		set     func(*Settings)
		message func(*switchboard.Message)
		verdict func(map[switchboard.Head]switchboard.Finding)
		want    bool
	}{
		"in doubt": {want: true},
		"off":      {set: func(s *Settings) { s.On = false }},
		"sure": {verdict: func(h map[switchboard.Head]switchboard.Finding) {
			h["intent"] = switchboard.Finding{Label: "billing", Confidence: 0.8}
		}},
		"in doubt of another": {set: func(s *Settings) { s.Heads = []switchboard.Head{"press"} }},
		"ours":                {message: func(m *switchboard.Message) { m.Direction = switchboard.Out }},
		"a note":              {message: func(m *switchboard.Message) { m.Visibility = switchboard.Internal }, set: func(s *Settings) { s.Private = true }},
		"private":             {message: func(m *switchboard.Message) { m.Visibility = switchboard.Private }},
		"private, wanted":     {message: func(m *switchboard.Message) { m.Visibility = switchboard.Private }, set: func(s *Settings) { s.Private = true }, want: true},
		"history":             {message: func(m *switchboard.Message) { m.Origin = switchboard.History }},
		"history, wanted":     {message: func(m *switchboard.Message) { m.Origin = switchboard.History }, set: func(s *Settings) { s.History = true }, want: true},
		"practised":           {message: func(m *switchboard.Message) { m.Network = "practice" }},
		"practised, named":    {message: func(m *switchboard.Message) { m.Network = "practice" }, set: func(s *Settings) { s.Networks = []switchboard.NetworkKey{"practice"} }},
		"other network":       {set: func(s *Settings) { s.Networks = []switchboard.NetworkKey{"bluesky"} }},
		"this network":        {set: func(s *Settings) { s.Networks = []switchboard.NetworkKey{"mastodon"} }, want: true},
		"other language":      {set: func(s *Settings) { s.Languages = []string{"de"} }},
		"sent to many":        {message: func(m *switchboard.Message) { m.Content.Idle = switchboard.IdleBulk }},
		"of a machine":        {message: func(m *switchboard.Message) { m.Automated = true }},
		"empty":               {message: func(m *switchboard.Message) { m.Content.Text = " \n" }},
		"danger": {verdict: func(h map[switchboard.Head]switchboard.Finding) {
			h["safety"] = switchboard.Finding{Label: "yes", Confidence: 0.04}
		}},
		"a doubt of press": {verdict: func(h map[switchboard.Head]switchboard.Finding) {
			h["press"] = switchboard.Finding{Label: "yes", Confidence: 0.1}
		}, want: true},
		"triage failed": {verdict: func(h map[switchboard.Head]switchboard.Finding) { clear(h) }},
	} {
		s := sound()
		m := switchboard.Message{Network: "mastodon", Direction: switchboard.In, Visibility: switchboard.Public, Origin: switchboard.Live,
			Content: switchboard.Content{Text: "hm"}}
		v := switchboard.Verdict{Language: "en", Heads: map[switchboard.Head]switchboard.Finding{"intent": doubtful,
			"press": {Label: "no", Confidence: 0.99}}}
		if c.set != nil {
			c.set(&s)
		}
		if c.message != nil {
			c.message(&m)
		}
		if c.verdict != nil {
			c.verdict(v.Heads)
		}
		if got := s.Worth(m, v); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
