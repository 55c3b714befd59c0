package connector

import "switchboard"

// Form is a Spec as data, for the API and the console.
type Form struct {
	Key             switchboard.NetworkKey `json:"key"`
	Name            string                 `json:"name"`
	Summary         string                 `json:"summary"`
	Realm           RealmKind              `json:"realm"`
	Fields          []Field                `json:"fields"`
	Capabilities    []CapabilityWords      `json:"capabilities"`
	Lanes           []Lane                 `json:"lanes"`
	Text            *TextLimit             `json:"text,omitempty"` // absent when it cannot post
	Parts           int                    `json:"parts,omitempty"`
	Media           *MediaLimit            `json:"media,omitempty"`
	Rates           []FormRate             `json:"rates"`
	Limits          []Limit                `json:"limits"`
	Windows         []FormWindow           `json:"windows"`
	VisibilityDelay float64                `json:"visibility_delay_seconds"`
	Dedup           DedupKind              `json:"dedup"`
	DedupWindow     float64                `json:"dedup_window_seconds,omitempty"`
	ReadBack        ReadBackKind           `json:"read_back"`
	ProofOfAbsence  float64                `json:"proof_of_absence_seconds,omitempty"`
	Setup           []Step                 `json:"setup"`
	Terms           []Note                 `json:"terms"`
}

// FormRate is a Rate with its window in seconds.
type FormRate struct {
	Name   string       `json:"name"`
	Points int          `json:"points"`
	Window float64      `json:"window_seconds"`
	Scope  string       `json:"scope"`
	Costs  map[Call]int `json:"costs,omitempty"` // points of one call of each kind; a kind that is not named costs one
	Source string       `json:"source"`
}

// FormWindow is a ReplyWindow with its times in seconds.
type FormWindow struct {
	Visibility switchboard.Visibility `json:"visibility"`
	OpenedBy   Opener                 `json:"opened_by"`
	Length     float64                `json:"length_seconds,omitempty"`
	Quota      int                    `json:"quota,omitempty"`
	HumanOnly  float64                `json:"human_only_after_seconds,omitempty"`
	Resets     bool                   `json:"resets"`
	Afterward  string                 `json:"afterward,omitempty"`
	Source     string                 `json:"source"`
}

// Form describes the Spec as data. No value of a secret is in it. Lists are never nil.
func (s Spec) Form() Form {
	form := Form{Key: s.Key, Name: s.Name, Summary: s.Summary, Realm: s.RealmKind, Parts: s.Parts,
		Fields: append([]Field{}, s.Config...), Limits: append([]Limit{}, s.Limits...),
		Setup: append([]Step{}, s.Setup...), Terms: append([]Note{}, s.Terms...),
		Capabilities: s.words(), Lanes: []Lane{}, Rates: []FormRate{}, Windows: []FormWindow{},
		VisibilityDelay: s.VisibilityDelay.Seconds(), ReadBack: s.ReadBack, ProofOfAbsence: s.ProofOfAbsence.Seconds(),
		Dedup: s.Dedup.Kind, DedupWindow: s.Dedup.Window.Seconds()}
	if s.Posts() {
		form.Text = &s.Text
	}
	if s.Media.Max > 0 {
		form.Media = &s.Media
	}
	for _, offer := range s.Lanes {
		form.Lanes = append(form.Lanes, offer.Lane)
	}
	for _, r := range s.Rates {
		form.Rates = append(form.Rates, FormRate{r.Name, r.Points, r.Window.Seconds(), r.Scope, r.Costs, r.Source})
	}
	for _, w := range s.Windows {
		form.Windows = append(form.Windows, FormWindow{w.Visibility, w.OpenedBy, w.Length.Seconds(), w.Quota,
			w.HumanOnly.Seconds(), w.Resets, w.Afterward, w.Source})
	}
	return form
}

func (s Spec) words() []CapabilityWords {
	list := []CapabilityWords{}
	for _, words := range Capabilities() {
		if s.Can(words.Capability) {
			list = append(list, words)
		}
	}
	return list
}
