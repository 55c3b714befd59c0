// Package access is the one place where permission is decided. An Actor is whoever asks: a person signed in with a
// browser, a program with a token, or the installation itself. What an actor may do is a set of permissions, what they
// may do it to is a scope, and the same rule answers for single things (May), lists (Visible) and events (Sees), so that
// lists, live updates, callbacks, exports and tokens can never disagree.
//
// The Gate turns credentials into actors: it signs people in and out, keeps sessions and tokens as digests only, slows
// down guessing, and changes passwords.
package access
