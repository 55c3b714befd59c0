// Package language trains the model of internal/triage/language, and measures it.
//
// Training reads sentences from a folder of files such as de.txt, and messages from a folder of labelled data. Each
// round draws texts of every language and learns from variants of them: pieces of one to twelve words, without accents,
// as hurried messages are. Random letters, keyboard rows and words that all languages share stand for what is of no
// language. Softmax regression with a step of its own for each weight learns the n-grams; the largest weights ship, as
// bytes. Texts kept back set how sure the model may be.
//
//	go run ./internal/triage/train/language/cmd train -text DIR -data DIR -out internal/triage/language/model.bin
//
// The folders are not part of the repository; docs/reference/languages.md says what was in them.
package language
