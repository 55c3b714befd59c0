package setup

import (
	"strconv"
	"strings"
	"time"
)

// Sentence is something said to a person. Key never changes its meaning, so that it can be said in another language with
// the same values.
type Sentence struct {
	Key    string            `json:"key"`
	Text   string            `json:"text" doc:"In English, with the values in place"`
	Values map[string]string `json:"values,omitempty" doc:"What stands in the text, by name"`
}

// say makes a sentence of a key and pairs of name and value.
func say(key string, pairs ...string) Sentence {
	s := Sentence{Key: key}
	swap := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		if s.Values == nil {
			s.Values = map[string]string{}
		}
		s.Values[pairs[i]] = pairs[i+1]
		swap = append(swap, "{"+pairs[i]+"}", pairs[i+1])
	}
	s.Text = strings.NewReplacer(swap...).Replace(words()[key])
	return s
}

func sayTo(key string, pairs ...string) *Sentence {
	s := say(key, pairs...)
	return &s
}

// spoken is a span of time in words.
func spoken(d time.Duration) string {
	switch {
	case d >= 48*time.Hour && d%(24*time.Hour) == 0:
		return strconv.Itoa(int(d/(24*time.Hour))) + " days"
	case d > time.Hour && d%time.Hour == 0:
		return strconv.Itoa(int(d/time.Hour)) + " hours"
	case d >= 2*time.Hour:
		return strconv.FormatFloat(d.Hours(), 'f', 1, 64) + " hours"
	}
	if minutes := int(d.Round(time.Minute) / time.Minute); minutes > 1 {
		return strconv.Itoa(minutes) + " minutes"
	}
	return "a minute"
}

func trimmed(s string) string { return strings.TrimSpace(s) }

// listed joins names as people do.
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
