// Package report takes in what anybody of the company saw somewhere else and passes on without a login: by a mail to the
// address for reports, or by a small form. What it tells of becomes a message like one that is brought in by hand
// (internal/capture). Only whom the company's own mail server vouches for, at one of the company's own domains, is believed
// by itself; all others wait for somebody's look, and are never written back to. Who is believed hears twice what became of
// it: when somebody leads, and when it has ended. Neither mail says a word of the customer's. Of who fills in the form nothing
// is known: no mail goes to anybody because of it, and whoever keeps the private address it gives can look there instead.
package report
