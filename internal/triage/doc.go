// Package triage reads a message and says what it found: the language, sentiment, intent, urgency, every flag, and
// personal data, each with a confidence and the words it rests on.
//
// The baseline is a transparent lexicon: lists of words and phrases with weights, in the files of the lexicon folder,
// which anybody can read and correct. It knows English, German, Spanish, French, Portuguese and Italian; in other
// languages it tells the language and little else, with low confidence. Its confidences rise with the evidence and
// never pass 0.9; they are an ordering, not measured probabilities.
//
// Triage is pure and takes bounded time: it scores the first 8 KiB of a text and looks for personal data in the first
// 64 KiB.
package triage
