package mime

import "testing"

// TestAnAnswerNobodyWroteIsNoBounce although it comes back to nobody, as programs that answer are told to (RFC 3834).
func TestAnAnswerNobodyWroteIsNoBounce(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]Automation{
		"Return-Path: <>\nAuto-Submitted: auto-replied (vacation)\nFrom: a@b.example": AutoReply,
		"Return-Path: <>\nPrecedence: auto_reply\nFrom: a@b.example":                  AutoReply,
		"Return-Path: <>\nFrom: a@b.example":                                          Bounce,
		"Auto-Submitted: auto-replied\nFrom: mailer-daemon@b.example":                 Bounce,
	} {
		if got := Parse([]byte(head + "\n\nwords")).Automation; got != want {
			t.Errorf("%q is %q, want %q", head, got, want)
		}
	}
}
