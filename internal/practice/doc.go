// Package practice is a small public network of its own, to learn and to test on. Anybody in the demo can post on its
// timeline, companies answer through a JSON API with a token per account, and simulated customers act on a seeded
// script. It can be made slow, flaky and eventually consistent, so that every fate of an answer can be provoked.
//
// It plays an outside network: its state is an append-only log of its own beside the product's database, and nothing
// but its connector and whoever serves its pages knows it. A post is on disk before it is acknowledged.
package practice
