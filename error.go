package switchboard

import (
	"errors"
	"fmt"
	"strings"
)

// Code says what kind of refusal an Error is. Codes are part of the API and never change their meaning.
type Code string

// The codes a caller may branch on.
const (
	CodeBadID        Code = "bad_id"
	CodeInvalid      Code = "invalid"       // the input breaks a rule; Field says where
	CodeNotFound     Code = "not_found"     // there is no such thing, or it may not be seen
	CodeConflict     Code = "conflict"      // it does not fit what is there now; often somebody else was faster
	CodeStale        Code = "stale"         // based on an older lead, revision or version
	CodeForbidden    Code = "forbidden"     // signed in, but not allowed
	CodeUnauthorized Code = "unauthorized"  // not signed in, or the credential is not accepted
	CodeSomebodyElse Code = "somebody_else" // another person is signed in than the request is meant for
	CodeTooLarge     Code = "too_large"     // over a stated limit
	CodeRateLimited  Code = "rate_limited"  // too many for now
	CodeUnavailable  Code = "unavailable"   // cannot be done right now, nothing is lost
	CodeUnsupported  Code = "unsupported"   // the network or account cannot do that
	CodeReplayed     Code = "replayed"      // a signed request that was seen before
	CodeBadSignature Code = "bad_signature" // the signature does not fit the body
	CodeHeld         Code = "held"          // the guard holds it for approval
	CodeBlocked      Code = "blocked"       // the guard does not let it out
	CodeInternal     Code = "internal"      // our fault; the log has the cause
	CodeNotConnected Code = "not_connected" // the account is history only or its connection is broken
	CodeUnresolved   Code = "unresolved"    // a delivery with unknown fate must be settled first
	CodeKeyReused    Code = "key_reused"    // an idempotency key came back with another request
	CodeNoLead       Code = "no_lead"       // nobody leads yet; accept it first
	CodeClosed       Code = "closed"        // the conversation is closed
	CodeMustExplain  Code = "must_explain"  // a reason or briefing is missing
	CodeUnknownField Code = "unknown_field" // a setting or field nobody knows
	CodeBadPolicy    Code = "bad_policy"    // the policy document has an error
	CodeDiskReserve  Code = "disk_reserve"  // too little disk is left to take in more
	CodeMixed        Code = "mixed"         // practice and real customers do not mix
	CodeReconciling  Code = "reconciling"   // restored from backup; sending waits for reconciliation
	CodeOverBudget   Code = "over_budget"   // a department has given the help it promises; whoever says why may ask all the same
	CodeUnstaffed    Code = "unstaffed"     // it would leave something undone; whoever has read what says so
)

// Error is a refusal or failure that may be shown to a person. Text and Hint are safe: no secrets, no message text, no
// internals. The cause is for the log alone.
type Error struct {
	Code  Code
	Text  string // what is wrong, one sentence
	Hint  string // the way out, one sentence; empty when there is none
	Field string // the input it is about, as the caller named it; empty when none
	Cause error
}

// Refuse makes an Error.
func Refuse(code Code, text string, args ...any) *Error {
	if len(args) > 0 {
		text = fmt.Sprintf(text, args...)
	}
	return &Error{Code: code, Text: text}
}

// WithHint returns the error with the way out added.
func (e *Error) WithHint(hint string) *Error { e.Hint = hint; return e }

// WithField returns the error with the name of the offending input.
func (e *Error) WithField(field string) *Error { e.Field = field; return e }

// WithCause returns the error with the cause wrapped.
func (e *Error) WithCause(err error) *Error { e.Cause = err; return e }

// Typed gives a text with its commands as they are typed here. Texts write them as `switchboard …` in backquotes; command
// is how the program was called, empty when nobody knows.
func Typed(text, command string) string {
	if command == "" {
		return text
	}
	return strings.ReplaceAll(text, "`switchboard ", "`"+command+" ")
}

// Error is code, text and cause, for logs.
func (e *Error) Error() string {
	s := string(e.Code) + ": " + e.Text
	if e.Field != "" {
		s += " (" + e.Field + ")"
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// CodeOf is the code of the first Error in the chain, CodeInternal for any other error, empty for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// IsCode reports whether err carries the code.
func IsCode(err error, code Code) bool { return CodeOf(err) == code }
