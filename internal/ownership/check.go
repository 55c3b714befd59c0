package ownership

import (
	"slices"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// CheckFacts refuses facts that somebody wrote with words nobody knows. Decide takes them all the same, as the plain ones,
// because what triage found must always be decided.
func CheckFacts(f switchboard.Facts) error {
	checks := []error{
		oneOf("purpose", f.Purpose, switchboard.Purposes()),
		oneOf("intent", f.Intent, switchboard.Intents()),
		oneOf("sentiment", f.Sentiment, switchboard.Sentiments()),
		oneOf("urgency", f.Urgency, switchboard.Urgencies()),
		oneOf("visibility", f.Visibility, []switchboard.Visibility{switchboard.Public, switchboard.Private}),
	}
	for intent := range f.OtherIntents {
		checks = append(checks, oneOf("other_intents", intent, switchboard.Intents()))
	}
	for flag := range f.Flags {
		checks = append(checks, oneOf("flags", flag, switchboard.Flags()))
	}
	for _, err := range checks {
		if err != nil {
			return err
		}
	}
	return nil
}

// oneOf refuses a word that is not in a closed list; empty is none given.
func oneOf[T ~string](field string, word T, list []T) error {
	if word == "" || slices.Contains(list, word) {
		return nil
	}
	return switchboard.Refuse(switchboard.CodeInvalid, "%s cannot be %q.", field, string(word)).WithField(field).
		WithHint(document.Meant(string(word), list, "It is one of "))
}
