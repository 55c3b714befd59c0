package linear

import "strings"

// endings of English words that change what they are in a sentence and little of what they mean.
var endings = []string{"'s", "ing", "ed", "es", "s", "er", "ly"}

// leastStem is how many letters an ending leaves at least.
const leastStem = 3

// stem is a word without its ending: "charged", "charges" and "charging" are one.
func stem(word string) string {
	for _, ending := range endings {
		if cut, ok := strings.CutSuffix(word, ending); ok && len(cut) >= leastStem {
			word = single(cut)
			break
		}
	}
	if len(word) <= leastStem {
		return word
	}
	if cut, ok := strings.CutSuffix(word, "e"); ok {
		word = cut
	}
	if cut, ok := strings.CutSuffix(word, "y"); ok && len(cut) >= leastStem {
		word = cut + "i"
	}
	return word
}

// single undoes the doubling before an ending: "topping" is of "top", "calling" of "call".
func single(word string) string {
	last := len(word) - 1
	if len(word) > leastStem && word[last] == word[last-1] && word[last] != 's' && word[last] != 'l' {
		return word[:last]
	}
	return word
}
