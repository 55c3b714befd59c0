package practice

import (
	"encoding/json"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

func TestMapEventTellsWhoSpeaksToWhom(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		raw       string
		change    connector.Change
		direction switchboard.Direction
		kind      switchboard.MessageKind
		addressed bool
	}{
		"names us": {`{"kind":"post","post":{"id":"p1","root":"p1","author_id":"@ana","text":"@us hm","mentions":["@us"]}}`,
			connector.Said, switchboard.In, switchboard.KindMention, true},
		"answers us": {`{"kind":"post","post":{"id":"p2","root":"p1","reply_to":"p1","author_id":"@ana"},"reply_to_author":"@us"}`,
			connector.Said, switchboard.In, switchboard.KindReply, true},
		"among themselves": {`{"kind":"post","post":{"id":"p3","root":"p1","reply_to":"p2","author_id":"@bo"},"reply_to_author":"@ana"}`,
			connector.Said, switchboard.In, switchboard.KindReply, false},
		"ours": {`{"kind":"post","post":{"id":"p4","root":"p1","reply_to":"p1","author_id":"@us"},"reply_to_author":"@ana"}`,
			connector.Said, switchboard.Out, switchboard.KindReply, false},
		"edited": {`{"kind":"edit","post":{"id":"p1","root":"p1","author_id":"@ana","edited_at":"2026-01-02T03:04:05Z"}}`,
			connector.Edited, switchboard.In, switchboard.KindMention, false},
		"deleted":     {`{"kind":"delete","post":{"id":"p1","author_id":"@ana"}}`, connector.Deleted, switchboard.In, switchboard.KindMention, false},
		"gone by now": {`{"kind":"post","post":{"id":"p1","author_id":"@ana","deleted":true}}`, connector.Deleted, switchboard.In, switchboard.KindMention, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			item, err := mapEvent([]byte(c.raw), "@us")
			if err != nil {
				t.Fatal(err)
			}
			if item.Change != c.change || item.Direction != c.direction || item.Kind != c.kind || item.Addressed != c.addressed {
				t.Errorf("%s, %s, %s, addressed %v", item.Change, item.Direction, item.Kind, item.Addressed)
			}
		})
	}
}

func FuzzMapEvent(f *testing.F) {
	f.Add([]byte(`{"kind":"post","post":{"id":"p1","root":"p1","author_id":"@ana","text":"hm","at":"2026-01-02T03:04:05Z"}}`))
	f.Add([]byte(`{"post":42}`))
	f.Add([]byte(`{"post":{"id":"p1","reply_to":"p1"}}`))
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, raw []byte) {
		item, err := mapEvent(raw, "@us")
		if err != nil && item.ExternalID != "" {
			t.Fatal("an item beside an error")
		}
		if err == nil && !json.Valid(raw) {
			t.Fatal("took what is not JSON")
		}
		if err == nil {
			item.Check(now) //nolint:errcheck // must only not panic
		}
	})
}

func TestCursors(t *testing.T) {
	t.Parallel()
	for text, want := range map[connector.Cursor]int64{"": 0, "0": 0, "712": 712} {
		if got, err := position(text); err != nil || got != want {
			t.Errorf("position(%q) = %d, %v", text, got, err)
		}
	}
	for _, text := range []connector.Cursor{"-1", "x", "1.5"} {
		if _, err := position(text); connector.ClassOf(err) != connector.ClassRejected {
			t.Errorf("position(%q): %v", text, err)
		}
	}
}

func TestOpenNeedsItsSettings(t *testing.T) {
	t.Parallel()
	if _, err := Spec().Open(t.Context(), connector.Env{}); !switchboard.IsCode(err, switchboard.CodeInvalid) {
		t.Errorf("err = %v", err)
	}
}
