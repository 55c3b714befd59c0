// Package triage reads a message and says what it found: the language, sentiment, intent, urgency, every flag, and
// personal data, each with a confidence and the words it rests on.
//
// Shipped is what the product reads with: small linear models (the folder models, made by the package train/ship), whose
// confidences are measured chances, beside a transparent lexicon. What they get right and wrong stands in
// docs/reference/models.md.
//
// The lexicon, Baseline, is lists of words and phrases with weights, in the files of the lexicon folder, which anybody
// can read and correct. It knows English, German, Spanish, French, Portuguese and Italian. Its confidences rise with the
// evidence and never pass 0.9; they are an ordering, not measured chances. It says which phrases a finding rests on, reads
// what is no message, and its word on the matter counts for a part.
//
// Triage is pure and takes bounded time: it reads the first 8 KiB of a text, and looks for personal data in the first
// 64 KiB.
package triage
