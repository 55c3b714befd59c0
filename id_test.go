package switchboard_test

import (
	"bytes"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 123_456_789, time.UTC)

// checkKind holds one kind of ID to what every kind promises. It is generic because each kind is a type of its own.
func checkKind[K switchboard.Kind](t *testing.T, prefix string) {
	t.Helper()
	id := switchboard.NewID[switchboard.ID[K]](noon)
	text := id.String()
	if len(text) != 30 || !strings.HasPrefix(text, prefix+"_") || text != strings.ToLower(text) {
		t.Errorf("%s: text form %q", prefix, text)
	}
	parsed, err := switchboard.ParseID[K](text)
	if err != nil || parsed != id {
		t.Errorf("%s: %q comes back as %v, %v", prefix, text, parsed, err)
	}
	var record struct{ ID, None switchboard.ID[K] }
	record.ID = id
	written, err := json.Marshal(record)
	if want := `{"ID":"` + text + `","None":""}`; err != nil || string(written) != want {
		t.Errorf("%s: JSON %s, %v", prefix, written, err)
	}
	again := struct{ ID, None switchboard.ID[K] }{None: id}
	if err := json.Unmarshal(written, &again); err != nil || again != record {
		t.Errorf("%s: JSON gives %v, %v", prefix, again, err)
	}
	for _, other := range prefixes {
		if _, err := switchboard.ParseID[K](other + text[3:]); (other == prefix) != (err == nil) {
			t.Errorf("%s: read as %s: %v", other, prefix, err)
		}
	}
}

// prefixes of every kind. They are in addresses people keep, so none may ever change.
var prefixes = []string{"brd", "acc", "idn", "cus", "msg", "thr", "cnv", "leg", "agt", "dec", "ofr", "drf", "dlv", "pol",
	"qua", "tmr", "ses", "tok", "sub", "cbk", "req", "lnk", "obj", "ntc", "tel",
	"psh", "hok", "alm"}

func kindOf[K switchboard.Kind](switchboard.ID[K]) func(*testing.T, string) { return checkKind[K] }

// parseAs names the kind by an ID, because kinds themselves have no name outside the package.
func parseAs[K switchboard.Kind](_ switchboard.ID[K], text string) (switchboard.ID[K], error) {
	return switchboard.ParseID[K](text)
}

func TestEveryKindOfID(t *testing.T) {
	t.Parallel()
	kinds := []func(*testing.T, string){
		kindOf(switchboard.BrandID{}), kindOf(switchboard.AccountID{}), kindOf(switchboard.IdentityID{}),
		kindOf(switchboard.CustomerID{}), kindOf(switchboard.MessageID{}), kindOf(switchboard.ThreadID{}),
		kindOf(switchboard.ConversationID{}), kindOf(switchboard.LegID{}), kindOf(switchboard.AgentID{}),
		kindOf(switchboard.DecisionID{}), kindOf(switchboard.OfferID{}), kindOf(switchboard.DraftID{}),
		kindOf(switchboard.DeliveryID{}), kindOf(switchboard.PolicyID{}), kindOf(switchboard.QuarantineID{}),
		kindOf(switchboard.TimerID{}), kindOf(switchboard.SessionID{}), kindOf(switchboard.TokenID{}),
		kindOf(switchboard.SubscriptionID{}), kindOf(switchboard.CallbackID{}), kindOf(switchboard.RequestID{}),
		kindOf(switchboard.LinkID{}), kindOf(switchboard.ObjectiveID{}),
		kindOf(switchboard.NoticeID{}), kindOf(switchboard.TellingID{}), kindOf(switchboard.PushID{}),
		kindOf(switchboard.ChatHookID{}), kindOf(switchboard.AlarmID{}),
	}
	if distinct := slices.Compact(slices.Sorted(slices.Values(prefixes))); len(distinct) != len(kinds) {
		t.Fatalf("%d kinds share %d prefixes", len(kinds), len(distinct))
	}
	for i, check := range kinds {
		check(t, prefixes[i])
	}
}

func TestParseIDRefuses(t *testing.T) {
	t.Parallel()
	good := switchboard.NewID[switchboard.MessageID](noon).String()
	for name, tc := range map[string]struct{ text, hint string }{
		"another kind":        {"cnv" + good[3:], "starts with msg_"},
		"no prefix":           {good[4:], "starts with msg_"},
		"prefix and a letter": {"msg_x", "26 more characters"},
		"too short":           {good[:29], "26 more characters"},
		"too long":            {good + "0", "26 more characters"},
		"capitals":            {"msg_" + strings.ToUpper(good[4:]), "small letters"},
		"a letter left out":   {good[:29] + "l", "small letters"},
		"line break inside":   {good[:10] + "\n" + good[11:], "small letters"},
		"spaces around":       {" " + good[:29], "starts with msg_"},
		"bits after the end":  {good[:29] + "z", "small letters"},
		"nothing but zeros":   {"msg_" + strings.Repeat("0", 26), "never given out"},
		"UUID as others know": {"0195f3c1-0000-7000-8000-000000000000", "starts with msg_"},
	} {
		id, err := parseAs(switchboard.MessageID{}, tc.text)
		refusal, ok := err.(*switchboard.Error)
		if !ok || refusal.Code != switchboard.CodeBadID || !strings.Contains(refusal.Hint, tc.hint) || !id.IsZero() {
			t.Errorf("%s: %q gives %v, %#v", name, tc.text, id, err)
			continue
		}
		if strings.Contains(refusal.Text+refusal.Hint, tc.text) {
			t.Errorf("%s: foreign text stands in the refusal: %s %s", name, refusal.Text, refusal.Hint)
		}
		var kept switchboard.MessageID
		if err := kept.UnmarshalText([]byte(tc.text)); !switchboard.IsCode(err, switchboard.CodeBadID) || !kept.IsZero() {
			t.Errorf("%s: refused text left %v behind, %v", name, kept, err)
		}
	}
}

func TestZeroIDNamesNothing(t *testing.T) {
	t.Parallel()
	var id switchboard.AgentID
	if !id.IsZero() || id.String() != "" {
		t.Errorf("zero ID is %q", id)
	}
	if value, err := id.Value(); value != nil || err != nil {
		t.Errorf("stored as %v, %v", value, err)
	}
	id = switchboard.NewID[switchboard.AgentID](noon)
	if err := id.UnmarshalText(nil); err != nil || !id.IsZero() {
		t.Errorf("empty text gives %v, %v", id, err)
	}
	if text, err := json.Marshal(struct {
		Lead switchboard.AgentID `json:"lead,omitzero"`
	}{}); err != nil || string(text) != "{}" {
		t.Errorf("omitzero writes %s, %v", text, err)
	}
}

func TestIDsSortByTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first := time.Unix(0, rapid.Int64Range(0, 1<<62).Draw(t, "first"))
		step := time.Duration(rapid.Int64Range(250, 1e15).Draw(t, "nanoseconds later"))
		a, b := switchboard.NewID[switchboard.MessageID](first), switchboard.NewID[switchboard.MessageID](first.Add(step))
		if bytes.Compare(a[:], b[:]) >= 0 {
			t.Fatalf("bytes: %x made %s before %x", a, step, b)
		}
		if a.String() >= b.String() {
			t.Fatalf("text: %s made %s before %s", a, step, b)
		}
		if got, want := a.Time(), first.UTC().Truncate(time.Millisecond); !got.Equal(want) || got.Location() != time.UTC {
			t.Fatalf("made at %s, says %s", want, got)
		}
	})
}

func TestIDIsAUUIDOfVersion7(t *testing.T) {
	t.Parallel()
	seen := map[switchboard.MessageID]bool{}
	for range 1000 {
		id := switchboard.NewID[switchboard.MessageID](noon)
		if id[6]>>4 != 7 || id[8]>>6 != 2 {
			t.Fatalf("version %d, variant %d", id[6]>>4, id[8]>>6)
		}
		if seen[id] {
			t.Fatal("one moment gave one ID twice")
		}
		seen[id] = true
	}
}

func TestIDIsStoredAndRead(t *testing.T) {
	t.Parallel()
	id := switchboard.NewID[switchboard.LegID](noon)
	value, err := id.Value()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(driver.Value(id[:]), value); diff != "" {
		t.Error(diff)
	}
	plain := hex.EncodeToString(id[:])
	uuid := plain[:8] + "-" + plain[8:12] + "-" + plain[12:16] + "-" + plain[16:20] + "-" + plain[20:]
	for name, src := range map[string]any{"bytes": id[:], "uuid text": uuid, "uuid text as bytes": []byte(uuid),
		"capitals": strings.ToUpper(uuid), "without hyphens": plain} {
		var read switchboard.LegID
		if err := read.Scan(src); err != nil || read != id {
			t.Errorf("%s: %v, %v", name, read, err)
		}
	}
	if err := id.Scan(nil); err != nil || !id.IsZero() {
		t.Errorf("NULL gives %v, %v", id, err)
	}
}

func TestIDKeepsNothingOfTheDriver(t *testing.T) {
	t.Parallel()
	row := bytes.Repeat([]byte{7}, 16)
	var id switchboard.LegID
	if err := id.Scan(row); err != nil {
		t.Fatal(err)
	}
	clear(row) // drivers use the row's memory again
	if id.IsZero() {
		t.Error("the ID changed with the row it was read from")
	}
}

func TestIDRefusesOtherColumns(t *testing.T) {
	t.Parallel()
	for name, src := range map[string]any{"number": int64(7), "truth": true, "time": noon, "empty text": "",
		"no bytes": []byte{}, "15 bytes": make([]byte, 15), "not hexadecimal": strings.Repeat("g", 32),
		"text form": switchboard.NewID[switchboard.LegID](noon).String(), "17 bytes": strings.Repeat("00", 17)} {
		id := switchboard.NewID[switchboard.LegID](noon)
		before := id
		if err := id.Scan(src); err == nil || !strings.HasPrefix(err.Error(), "identifier: ") || id != before {
			t.Errorf("%s: %v, %v", name, id, err)
		}
	}
}

func FuzzParseID(f *testing.F) {
	for _, text := range []string{"", "msg_", "cnv_01hxyz0123456789abcdefghjk", "msg_" + strings.Repeat("0", 26),
		"msg_" + strings.Repeat("z", 26), switchboard.NewID[switchboard.MessageID](noon).String(), "msg_\r\n", "\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := parseAs(switchboard.MessageID{}, text)
		if err != nil {
			if !switchboard.IsCode(err, switchboard.CodeBadID) || err.(*switchboard.Error).Hint == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if id.String() != text || id.IsZero() != (text == "") {
			t.Fatalf("%q was read as %q: one ID has two texts", text, id)
		}
	})
}
