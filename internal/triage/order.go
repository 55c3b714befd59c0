package triage

import "regexp"

// orders are what people write who want a language model that reads along to say what they like: to disregard what it was
// told, or to answer with a word of theirs. Nothing here obeys them, but who writes so wants to be read wrongly, so nobody
// is sure of what they mean. In the languages of the models.
var orders = regexp.MustCompile(`(?i)\b(?:` +
	`(?:ignore|disregard|forget|override)\s+(?:\S+\s+){0,5}(?:instructions?|prompts?|rules)|` + // English
	`(?:ignoriere|vergiss|missachte)\s+(?:\S+\s+){0,5}(?:anweisung(?:en)?|anleitung(?:en)?|vorgaben|befehle)|` + // German
	`(?:ignore[zr]?|oublie[zr]?)\s+(?:\S+\s+){0,5}(?:instructions|consignes)|` + // French
	`(?:ignora|ignore|olvida|olvide)\s+(?:\S+\s+){0,5}(?:instrucciones|indicaciones)|` + // Spanish
	`(?:ignora|dimentica|ignorate)\s+(?:\S+\s+){0,5}istruzioni|` + // Italian
	`(?:ignora|ignore|esquece|esqueça)\s+(?:\S+\s+){0,5}instruções|` + // Portuguese
	`(?:negeer|vergeet)\s+(?:\S+\s+){0,5}(?:instructies|opdrachten)|` + // Dutch
	`(?:zignoruj|ignoruj|zapomnij)\s+(?:\S+\s+){0,5}(?:instrukcje|instrukcji|polecenia|poleceń)|` + // Polish
	`system\s+prompt|you\s+are\s+now\s+(?:a|an|in)\s+\S+\s+mode)`)

// givesOrders reports whether a text tells a machine what to say.
func givesOrders(text string) bool { return orders.MatchString(text) }
