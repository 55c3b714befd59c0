package switchboard

import "strings"

// Nearest is the word of the list that was probably meant; empty when none is near.
func Nearest[T ~string](word string, list []T) string {
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
