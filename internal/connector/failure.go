package connector

import (
	"errors"
	"time"

	"switchboard"
)

// Class is what can be done about an error.
type Class string

// Classes.
const (
	ClassRetry       Class = "retry"        // may pass by itself
	ClassRateLimited Class = "rate_limited" // passes after RetryAfter
	ClassAuth        Class = "auth"         // a person must connect the account again
	ClassGone        Class = "gone"         // what was asked for is not there any more
	ClassRejected    Class = "rejected"     // will be refused again as it is
)

// Failure is an error of a network with its class. Text is safe to show.
type Failure struct {
	Class      Class
	RetryAfter time.Duration // 0 when the network does not say
	Status     int           // of HTTP; 0 when there was none
	Text       string
	NextStep   string // what a person can do, safe to show; empty for what the class suggests
	Cause      error
}

// Error is class, text and cause, for logs.
func (f *Failure) Error() string {
	text := string(f.Class) + ": " + f.Text
	if f.Cause != nil {
		text += ": " + f.Cause.Error()
	}
	return text
}

// Unwrap gives the cause.
func (f *Failure) Unwrap() error { return f.Cause }

// Fail makes a Failure.
func Fail(class Class, text string, cause error) *Failure {
	return &Failure{Class: class, Text: text, Cause: cause}
}

// WithNextStep says what a person can do about it.
func (f *Failure) WithNextStep(text string) *Failure {
	f.NextStep = text
	return f
}

// Words are what a Failure in the chain says for people; empty for any other error, and where it leaves it to the class.
func Words(err error) (text, nextStep string) {
	if f, ok := errors.AsType[*Failure](err); ok && f.NextStep != "" {
		return f.Text, f.NextStep
	}
	return "", ""
}

// Later makes a Failure that passes after a while.
func Later(after time.Duration, text string) *Failure {
	return &Failure{Class: ClassRateLimited, RetryAfter: after, Text: text}
}

// ClassOf is the class of the first Failure in the chain. An Error of the root package is classed by its code; any
// other error, among them the end of a context and a broken connection, may pass by itself. It is empty for nil.
func ClassOf(err error) Class {
	if err == nil {
		return ""
	}
	if f, ok := errors.AsType[*Failure](err); ok {
		return f.Class
	}
	switch switchboard.CodeOf(err) {
	case switchboard.CodeUnauthorized, switchboard.CodeForbidden, switchboard.CodeNotConnected:
		return ClassAuth
	case switchboard.CodeRateLimited:
		return ClassRateLimited
	case switchboard.CodeNotFound:
		return ClassGone
	case switchboard.CodeInvalid, switchboard.CodeUnsupported, switchboard.CodeTooLarge:
		return ClassRejected
	}
	return ClassRetry
}

// RetryAfter is how long the network asked us to wait, 0 when it did not.
func RetryAfter(err error) time.Duration {
	if f, ok := errors.AsType[*Failure](err); ok {
		return f.RetryAfter
	}
	return 0
}
