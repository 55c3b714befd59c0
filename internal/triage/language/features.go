package language

// Longest n-gram, in characters.
const longest = 4

// features appends the hashes of the n-grams and whole words written in the script. A word is read with a space before
// and after it, so that its beginning and end tell apart from its middle.
func (t *reading) features(to []uint32, script Script) []uint32 {
	for _, word := range t.words {
		if word.script == script {
			to = ngrams(to, t.letters[word.from:word.to])
		}
	}
	if script == Han {
		to = t.kinds(to)
	}
	return to
}

// kinds appends a hash for each Japanese syllable and one for each Chinese character, so that the rare ones, which no
// model has seen, count for something.
func (t *reading) kinds(to []uint32) []uint32 {
	for _, r := range t.letters {
		switch {
		case r >= 0x3041 && r <= 0x30FF || r >= 0xFF66 && r <= 0xFF9D:
			to = append(to, mix(seed, -1))
		case scriptOf(r) == Han:
			to = append(to, mix(seed, -2))
		}
	}
	return to
}

func ngrams(to []uint32, word []rune) []uint32 {
	whole := mix(0x811C9DC5, ' ')
	for i, r := range word {
		whole = mix(whole, r)
		if i == 0 {
			to = grams(to, mix(seed, ' '), word, longest-1)
		}
		to = grams(to, seed, word[i:], longest)
	}
	if len(word) >= longest-1 && len(word) <= maxWord {
		to = append(to, whole)
	}
	return to
}

const seed = 0x9747B28C

// grams appends the hashes of what starts with the characters behind h: up to most letters more, and the end of the word.
func grams(to []uint32, h uint32, letters []rune, most int) []uint32 {
	n := min(most, len(letters))
	for _, r := range letters[:n] {
		h = mix(h, r)
		to = append(to, h)
	}
	if n < most {
		to = append(to, mix(h, ' '))
	}
	return to
}

func mix(h uint32, r rune) uint32 {
	h = (h ^ uint32(r)) * 0x85EBCA6B
	return h ^ h>>15
}
