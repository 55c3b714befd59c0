// Package language tells the language of short, noisy messages: tweets, comments, chat.
//
// It first looks at the script. One that stands for a single language, as Greek does, gives the answer. Latin, Cyrillic,
// Arabic, Devanagari and Chinese characters are each shared, and a linear model decides: the n-grams of one to four
// characters of each word, and the whole word, have a weight for the languages they speak for or against. The weights of
// a text add up, divided by the root of their number, and turn into chances that are held to being right as often as
// they say. Links, mentions, numbers, codes and pictures are passed over.
//
// The model is embedded, and unpacked at the first use, which takes some hundredths of a second. How it was trained, on
// what and with which result stands in docs/reference/languages.md. With the data at hand, the figures come from
//
//	go run ./internal/triage/train/language/cmd measure -data DIR
//	go test ./internal/triage/language -run '^$' -bench .
package language
