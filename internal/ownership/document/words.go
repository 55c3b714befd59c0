package document

import (
	"strings"

	"switchboard"
)

// usualNetworks are names a policy is likely to mean. They only serve to notice misspellings: a name that resembles
// none of them is taken as it is.
var usualNetworks = []switchboard.NetworkKey{"bluesky", "email", "facebook", "instagram", "linkedin", "mastodon",
	"matrix",
	"practice", "reddit", "rss", "telegram", "threads", "tiktok", "trustpilot", "voice", "webchat", "webhook", "whatsapp",
	"x", "youtube"}

func didYouMean(word string) string {
	if word == "" {
		return ""
	}
	return "Did you mean " + word + "?"
}

// Meant is the way out of a word nobody knows: the one that was probably meant, or else all there are.
func Meant[T ~string](word string, list []T, lead string) string {
	if near := switchboard.Nearest(word, list); near != "" {
		return didYouMean(near)
	}
	return lead + Join(list) + "."
}

// Join is words in a row.
func Join[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

// maxWord is the longest key.
const maxWord = 64

// isKey reports whether a word has the form of a key: lower case letters, digits, underscores and hyphens.
func isKey(word string) bool {
	if word == "" || len(word) > maxWord {
		return false
	}
	for i := range len(word) {
		c := word[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-') {
			return false
		}
	}
	return true
}
