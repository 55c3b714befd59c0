package lint

import (
	"slices"
	"strings"

	"switchboard"
)

// intentSure begins the names of the facts that say how sure intents are.
const intentSure = "intent_confidence"

// togethers are the lists of intents that a policy's conditions name. How sure the intents of each are together is a fact
// of its own.
type togethers []together

type together struct {
	name  string
	words []string
}

func togetherOf(intents []switchboard.Intent) together {
	words := stringsOf(intents)
	slices.Sort(words)
	words = slices.Compact(words)
	return together{name: intentSure + " of " + strings.Join(words, " or "), words: words}
}

// surer names what is at least as sure as the intents are together: themselves, and every list that holds them all.
func (list togethers) surer(intents []switchboard.Intent) []string {
	own := togetherOf(intents)
	var names []string
	for _, other := range list {
		if other.holds(own) {
			names = append(names, other.name)
		}
	}
	return names
}

func (t together) holds(other together) bool {
	for _, word := range other.words {
		if _, found := slices.BinarySearch(t.words, word); !found {
			return false
		}
	}
	return true
}
