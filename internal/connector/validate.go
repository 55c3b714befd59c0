package connector

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard"
)

var (
	keyForm  = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)
	noConfig = map[string]string{}
)

// Validate reports everything that is missing or contradicts itself, joined; nil for a complete Spec.
func (s Spec) Validate() error {
	var faults faultList
	s.checkIdentity(&faults)
	s.checkFields(&faults)
	s.checkReading(&faults)
	s.checkPosting(&faults)
	s.checkFindingAgain(&faults)
	s.checkFigures(&faults)
	s.checkWords(&faults)
	if len(faults) == 0 {
		return nil
	}
	return fmt.Errorf("connector %q: %w", s.Key, errors.Join(faults...))
}

type faultList []error

func (f *faultList) unless(ok bool, text string, args ...any) {
	if !ok {
		*f = append(*f, fmt.Errorf(text, args...))
	}
}

func (s Spec) checkIdentity(f *faultList) {
	f.unless(keyForm.MatchString(string(s.Key)), "Key must be small letters, digits and underscores, 1 to 32")
	f.unless(s.Name != "", "Name is missing")
	f.unless(strings.HasSuffix(s.Summary, "."), "Summary must be a sentence that ends in a full stop")
	f.unless(switchboard.OneOf(s.RealmKind, []RealmKind{RealmNetwork, RealmServer, RealmAccount}),
		"RealmKind %q is not known", s.RealmKind)
	f.unless(switchboard.OneOf(s.People, []RealmKind{"", RealmNetwork, RealmServer}), "People %q is not known", s.People)
	f.unless(s.Open != nil, "Open is missing")
	f.unless(s.Realm != nil, "Realm is missing")
	if s.Realm != nil {
		f.unless(s.Realm(s.example()) != "", "Realm is empty for the example settings")
		f.unless(s.RealmKind != RealmNetwork || s.Realm(s.example()) == s.Realm(noConfig),
			"Realm must not depend on the settings when it is the whole network")
	}
}

func (s Spec) checkFields(f *faultList) {
	seen := map[string]bool{}
	for _, field := range s.Config {
		f.unless(!seen[field.Name], "field %q is declared twice", field.Name)
		seen[field.Name] = true
		field.check(f)
	}
	if _, _, err := s.CheckConfig(s.example()); err != nil {
		*f = append(*f, fmt.Errorf("the examples are not valid settings: %w", err))
	}
}

func (field Field) check(f *faultList) {
	f.unless(keyForm.MatchString(field.Name), "field name %q must be small letters, digits, underscores", field.Name)
	f.unless(switchboard.OneOf(field.Kind, fieldKinds()), "field %q has the unknown kind %q", field.Name, field.Kind)
	f.unless(field.Label != "", "field %q has no Label", field.Name)
	f.unless(field.Help != "", "field %q has no Help", field.Name)
	f.unless(field.Kind != FieldSecret || field.Secret, "field %q is of kind secret but not Secret", field.Name)
	f.unless((field.Kind == FieldChoice) == (len(field.Choices) > 0),
		"field %q: choices belong to kind choice, which needs some", field.Name)
	f.unless(!field.Required || field.Default == "", "field %q is required and has a default", field.Name)
	f.unless(!field.Required || field.Example != "" || field.Kind == FieldChoice,
		"field %q is required and has no Example", field.Name)
	f.unless(!field.Sealed() || field.Default == "", "field %q is a secret and has a default", field.Name)
}

// example is a configuration made of every field's Example, Default or first choice.
func (s Spec) example() map[string]string {
	values := map[string]string{}
	for _, field := range s.Config {
		switch {
		case field.Example != "":
			values[field.Name] = field.Example
		case field.Default != "":
			values[field.Name] = field.Default
		case field.Required && len(field.Choices) > 0:
			values[field.Name] = field.Choices[0].Value
		}
	}
	return values
}

func (s Spec) checkReading(f *faultList) {
	known, seen := map[Capability]bool{}, map[Capability]bool{}
	for _, words := range Capabilities() {
		known[words.Capability] = true
	}
	f.unless(len(s.Capabilities) > 0, "Capabilities are missing")
	for _, c := range s.Capabilities {
		f.unless(known[c], "capability %q is not known", c)
		f.unless(!seen[c], "capability %q is declared twice", c)
		seen[c] = true
	}
	lanes := map[Lane]bool{}
	for _, offer := range s.Lanes {
		f.unless(switchboard.OneOf(offer.Lane, Lanes()), "lane %q is not known", offer.Lane)
		f.unless(!lanes[offer.Lane], "lane %q is declared twice", offer.Lane)
		f.unless((offer.Lane == LanePoll) == (offer.Every > 0), "lane %q: Every belongs to the poll lane", offer.Lane)
		lanes[offer.Lane] = true
	}
	listens := s.Can(ListenMentions) || s.Can(ListenKeyword) || s.Can(ListenDirect) || s.Can(ListenReviews)
	f.unless(listens || s.Can(PushIn) || s.Posts(), "it neither listens nor posts")
	f.unless(!listens || s.Can(PushIn) || lanes[LaneStream] || lanes[LanePoll], "it listens without a stream or poll lane")
	f.unless(!lanes[LaneFill] || lanes[LaneStream] || lanes[LanePoll], "a fill lane alone fills nothing")
}

func (s Spec) checkPosting(f *faultList) {
	f.unless(!s.Posts() || !s.Can(PostByHand), "what it posts itself need not be posted by hand")
	if !s.Posts() {
		f.unless(s.Text == TextLimit{} && s.Parts == 0, "it has limits for posts and does not post")
		f.unless(!s.Can(EditPost) && !s.Can(DeletePost) && !s.Can(Media), "it edits, deletes or attaches without posting")
		return
	}
	f.unless(s.Text.Max > 0, "Text.Max is missing")
	f.unless(switchboard.OneOf(s.Text.Unit, lengthUnits()), "Text.Unit %q is not known", s.Text.Unit)
	f.unless(sourced(s.Text.Source), "Text.Source must say where the figure is from")
	f.unless(s.Parts >= 1, "Parts must be at least 1")
	f.unless(s.Parts == 1 || s.Can(Threaded), "several parts need the thread capability")
	f.unless(s.Can(Media) == (s.Media.Max > 0), "the media capability and Media.Max go together")
	f.unless(s.Media.Max == 0 || s.Media.MaxBytes > 0 && len(s.Media.Types) > 0 && sourced(s.Media.Source),
		"Media needs MaxBytes, Types and Source")
	f.unless(len(s.Rates) > 0, "Rates are missing: every network refuses too much at some point")
}

func (s Spec) checkFindingAgain(f *faultList) {
	f.unless(switchboard.OneOf(s.Dedup.Kind, []DedupKind{DedupNone, DedupClientKey, DedupClientID, DedupNamed}),
		"Dedup.Kind %q is not known", s.Dedup.Kind)
	f.unless(s.Dedup.Kind != DedupNone || s.Dedup == Dedup{Kind: DedupNone}, "Dedup of kind none has no window or echo")
	f.unless(s.Dedup.Kind != DedupNamed || s.Dedup.Window == 0, "Dedup of kind named remembers nothing")
	kinds := []ReadBackKind{ReadBackNone, ReadBackByClientKey, ReadBackByListing, ReadBackByID}
	f.unless(switchboard.OneOf(s.ReadBack, kinds), "ReadBack %q is not known", s.ReadBack)
	f.unless(s.Can(ReadBackPost) == (s.ReadBack != ReadBackNone), "the read_back capability and ReadBack go together")
	f.unless(s.ReadBack != ReadBackByClientKey || s.Dedup.Kind == DedupClientKey, "ReadBack by client key needs one")
	f.unless(s.ReadBack != ReadBackByID || s.Dedup.Kind == DedupClientID || s.Dedup.Kind == DedupNamed, "ReadBack by id needs an id we choose")
	f.unless(s.VisibilityDelay >= 0 && s.Dedup.Window >= 0 && s.ProofOfAbsence >= 0, "a duration is negative")
	f.unless(s.ProofOfAbsence == 0 || s.ReadBack != ReadBackNone, "absence cannot be proved without read-back")
	f.unless(s.ProofOfAbsence == 0 || s.ProofOfAbsence > s.VisibilityDelay,
		"ProofOfAbsence must be longer than VisibilityDelay")
	f.unless(s.ProofOfAbsence == 0 || s.Dedup.Lasting() || s.ProofOfAbsence >= s.VisibilityDelay+LongestAttempt,
		"ProofOfAbsence must outlast VisibilityDelay and the longest attempt (%s) where repeats may make a second post",
		LongestAttempt)
}

func (s Spec) checkFigures(f *faultList) {
	for _, rate := range s.Rates {
		f.unless(rate.Name != "" && rate.Points > 0 && rate.Window > 0 && rate.Scope != "",
			"rate %q needs Name, Points, Window and Scope", rate.Name)
		for call, points := range rate.Costs {
			f.unless(switchboard.OneOf(call, calls()) && points >= 0, "rate %q: a %q cannot cost %d", rate.Name, call, points)
		}
		f.unless(sourced(rate.Source), "rate %q does not say where the figure is from", rate.Name)
	}
	for _, limit := range s.Limits {
		f.unless(limit.Name != "" && limit.Unit != "", "limit %q needs Name and Unit", limit.Name)
		f.unless(sourced(limit.Source), "limit %q does not say where the figure is from", limit.Name)
	}
	for i, w := range s.Windows {
		f.unless(switchboard.OneOf(w.OpenedBy, openers()), "window %d: opener %q is not known", i, w.OpenedBy)
		f.unless(w.Visibility == switchboard.Public || w.Visibility == switchboard.Private,
			"window %d must be public or private", i)
		f.unless(w.Length >= 0 && w.Quota >= 0 && w.HumanOnly >= 0, "window %d has a negative figure", i)
		f.unless(sourced(w.Source), "window %d does not say where the figure is from", i)
	}
}

func (s Spec) checkWords(f *faultList) {
	f.unless(len(s.Setup) > 0, "Setup is missing: say what a person does to connect")
	for i, step := range s.Setup {
		f.unless(step.Title != "" && step.Text != "", "setup step %d needs Title and Text", i+1)
		f.unless(step.reads(), "setup step %d: end the title with a full stop, or go on with it in small letters", i+1)
		f.unless(step.URL == "" || absolute(step.URL), "setup step %d has an address that is not one", i+1)
	}
	for i, note := range s.Terms {
		f.unless(note.Text != "" && sourced(note.Source), "terms note %d needs Text and Source", i+1)
	}
}

// reads reports whether title and text read as they are shown, one behind the other: two sentences, or one.
func (s Step) reads() bool {
	first, _ := utf8.DecodeRuneInString(s.Text)
	return !unicode.IsUpper(first) || strings.ContainsAny(s.Title[max(0, len(s.Title)-1):], ".?!:")
}

// sourced accepts an address or the name of a document.
func sourced(source string) bool { return len(strings.TrimSpace(source)) >= 4 }

func absolute(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}
