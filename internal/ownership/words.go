package ownership

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

// nearest is the word of the list that was probably meant; empty when none is near.
func nearest[T ~string](word string, list []T) string {
	plain := strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(strings.TrimSpace(word)))
	best, least := "", 1+min(3, max(1, len(plain)/3))
	for _, candidate := range list {
		c := string(candidate)
		if c == plain {
			return c
		}
		if far := distance(plain, c, least); far < least {
			best, least = c, far
		}
	}
	if best != "" || len(plain) < 4 {
		return best
	}
	for _, candidate := range list {
		if c := string(candidate); strings.HasSuffix(c, "_"+plain) || strings.HasPrefix(c, plain+"_") {
			return c
		}
	}
	return ""
}

// maxWord is the longest word worth comparing.
const maxWord = 64

// distance counts the insertions, deletions, replacements and swaps of neighbours between two words; limit or more
// means far.
func distance(a, b string, limit int) int {
	if len(a) > maxWord || len(b) > maxWord || len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	var older, old, now [maxWord + 1]int
	for j := range len(b) + 1 {
		old[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			now[j] = min(old[j]+1, now[j-1]+1, old[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], older[j-2]+1)
			}
		}
		older, old = old, now
	}
	return old[len(b)]
}

func didYouMean(word string) string {
	if word == "" {
		return ""
	}
	return "Did you mean " + word + "?"
}

// meant is the way out of a word nobody knows: the one that was probably meant, or else all there are.
func meant[T ~string](word string, list []T, lead string) string {
	if near := nearest(word, list); near != "" {
		return didYouMean(near)
	}
	return lead + joinWords(list) + "."
}

func joinWords[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

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
