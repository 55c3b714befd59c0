// Package api is the door for people and programs: everything a person can do goes through it. START HERE: routes.go
// lists every resource, one file each; route.go says how an operation is declared; api.go puts the frame together.
//
// A request passes, in this order: request id, panics, security headers and log (serve.go); credentials,
// where it comes from and permission (auth.go), rate (rate.go), body (body.go), idempotency key (replay.go); then huma, which
// checks parameters and body against their types; then the operation. Whatever refuses, the answer is a problem
// (problem.go).
package api
