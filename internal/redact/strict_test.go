package redact_test

import (
	"strings"
	"testing"

	"switchboard/internal/redact"
	"switchboard/internal/triage"
)

// TestStrictLeavesOutWhatNoPersonChecks is for texts that leave without anybody reading along.
func TestStrictLeavesOutWhatNoPersonChecks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"This is Lena Okafor speaking":                          "This is [name] speaking",
		"lena here":                                             "[name] here",
		"Glenalmond is no name of hers":                         "Glenalmond is no name of hers",
		"@acme @other@social.example it broke":                  "[handle] [handle] it broke",
		"see https://shop.example/u/lena?token=a1b2#x now":      "see [link to shop.example] now",
		"see tracking.parcels.example/abc?who=lena":             "see [link to parcels.example]",
		"http://192.0.2.7/x and ftp://user:pw@files.example/y":  "[link] and [link to files.example]",
		"order 4711-22 came broken":                             "order [order number] came broken",
		"my number is KD-88231, since 2019":                     "my number is [number], since 2019",
		"booking 12 34 56 78 for two":                           "booking [number] for two",
		"I paid 1299 for 2 tickets":                             "I paid 1299 for 2 tickets",
		"write to lena.o@customer.test or +351 912 345 678":     "write to [email address] or [phone number]",
		"card 4111 1111 1111 1111, DE89 3704 0044 0532 0130 00": "card [card number], [account number]",
	} {
		r := redact.Redactor{Find: triage.Entities, Strict: true, People: []redact.Person{{Name: "Lena Okafor", Handle: "@lena_o"}}}
		if got := r.Redact(text); got != want {
			t.Errorf("%q is sent as %q, want %q", text, got, want)
		}
	}
}

func FuzzStrict(f *testing.F) {
	f.Add("Lena Okafor https://a.example/?q=1 12345 @lena", "Lena Okafor", "@lena")
	f.Add("äöü \xff １２３４５６ ＠lena", "Ö", "")
	f.Fuzz(func(t *testing.T, text, name, handle string) {
		r := redact.Redactor{Find: triage.Entities, Strict: true, People: []redact.Person{{Name: name, Handle: handle}}}
		sent := r.Redact(text)
		for _, one := range r.Found() {
			if one.Kind == "link" && strings.ContainsAny(one.Shown, "?#/") {
				t.Errorf("of a link %q is sent", one.Shown)
			}
		}
		if strings.Contains(sent, "?") && !strings.Contains(text, "?") {
			t.Errorf("%q is sent as %q", text, sent)
		}
	})
}
