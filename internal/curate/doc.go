// Package curate keeps the company's own list of topics: it changes the list, makes of it what messages are read with,
// learns from what people said of topics, and looks for topics that are missing.
//
// Every change goes into the journal, so that all nodes take the new list at once. Learning and looking read bounded pages
// and run outside any transaction; only what they found is written in one.
package curate
