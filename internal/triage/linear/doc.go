// Package linear reads texts with linear models: a text is taken apart into traces (words, neighbouring words, pairs of
// words, runs of letters), each trace is hashed into a bucket, and every bucket has one small weight for each label.
// A score is the sum of the weights or, for questions of one's own, what hidden units make of several sums; a calibration
// learned on texts kept apart turns scores into probabilities.
//
// Nothing is looked up but a table of bytes, so a model is a few megabytes, reads a message in microseconds, and can say
// which words a finding rests on. Training is in internal/triage/train.
package linear
