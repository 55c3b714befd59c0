// Package sample invents Ferrywell Bikes: its people with their hours, its policy, its accounts on the practice network,
// and some fifty customers who wrote to it within the last seven days. It is pure: the same seed and the same time give the
// same company. Package play lets the story happen.
//
// All of it is written here. Names, handles and words are nobody's, and addresses end in .example.
package sample
