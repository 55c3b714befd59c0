// Package train makes the models that triage reads with. Everything is deterministic: the same texts and the same seed
// give the same bytes.
//
// A head is learned as linear support vector machines with squared hinge loss, one for each label against the rest,
// solved by dual coordinate descent (Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML
// 2008). A question of one's own is learned as several small networks over the same traces. Scores become probabilities
// on texts that were not learned from: Platt's logistic function for two labels and a softmax with one temperature for
// more.
package train
