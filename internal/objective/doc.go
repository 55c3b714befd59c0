// Package objective says what a company wants its customers to get, in a form that can be measured: a kind, whom it is
// about, a target, and the calendar it is measured on. It is pure.
package objective
