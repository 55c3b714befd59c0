package app_test

import (
	"bytes"
	"testing"

	"switchboard/internal/config"
)

func TestTheSettingsSayWhetherPracticeStandsBesideRealAccounts(t *testing.T) {
	t.Parallel()
	for allowed, want := range map[bool]int{false: 409, true: 201} {
		h := open(t, func(s *config.Settings) { s.PracticeBesideReal = allowed })
		call[fields](h, "POST", "/accounts", fields{"network": "webhook", "handle": "reviews",
			"config": fields{"name": "reviews", "key": "a key of the shop reviews", "accounts": "@kettles"}})
		status, answer := h.Ask("POST", "/accounts", fields{"network": "practice", "handle": "kettles",
			"config": fields{"url": h.base + "/practice", "token": "token-of-kettles"}})
		if status != want || !allowed && !bytes.Contains(answer, []byte("practice-beside-real")) {
			t.Errorf("allowed %v: %d %s", allowed, status, answer)
		}
	}
}
