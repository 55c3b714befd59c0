// Package secondread asks the external classifier about messages that the built-in models are unsure of, within a budget
// that all nodes share, and never keeps the line waiting for longer than the settings say.
//
// Whatever happens, the built-in reading is there already: nobody is asked while enough calls are under way, while the
// budget is used up, or for a while after it failed several times in a row; an answer that comes too late does not count.
// What is counted as asked is committed before a call is made, so that a node that dies in between has spent too much
// rather than too little. What an answer may change is decided in internal/triage/classifier.
package secondread
