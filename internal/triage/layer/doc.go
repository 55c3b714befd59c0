// Package layer learns what a company's people say of single messages, on top of models that were learned elsewhere.
//
// A layer starts from the chances the models give. For each head it was taught it scales them, adds what the answers to
// the other questions say about this one here, and adds a small weight for each word and run of letters of the message:
// a logistic regression that is pulled towards changing nothing, so that few words of people move it a little and many
// make it the company's own. A part that all networks share comes first; a network about which enough was said has a part
// of its own after it.
//
// What may not be missed is only ever raised: a layer has no way of making such a chance smaller.
//
// Learning is deterministic: the same examples in whatever order give the same bytes. An example holds numbers, not the
// text; a layer holds weights alone.
package layer
