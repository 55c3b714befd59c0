package switchboard_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard"
)

// closed is every closed list as the design has it, in its order. To extend one, extend it here, in the package and in
// docs/reference/words.md.
var closed = map[string][]string{
	"Purpose": {"inbound_mention", "reply_to_us", "campaign_comment", "review", "private_message", "outbound"},
	"Intent": {"question", "complaint", "outage", "billing", "delivery", "account", "cancellation", "purchase", "praise",
		"feedback", "bug", "feature_request", "recruitment", "partnership", "chatter", "other"},
	"Urgency":   {"low", "normal", "urgent"},
	"Sentiment": {"negative", "neutral", "positive"},
	"Flag": {"spam", "sales_lead", "churn_risk", "brand_threat", "press", "legal", "safety", "competitor_prospect",
		"complaint", "offensive", "about_us", "needs_answer"},
	"Direction":   {"in", "out"},
	"Visibility":  {"public", "private", "internal"},
	"SenderCheck": {"genuine", "forged", "unproven"},
	"Idle":        {"bulk", "loop", "notice"},
	"MessageKind": {"mention", "comment", "reply", "direct", "email", "chat", "review", "call", "note", "advice"},
	"Origin":      {"live", "history"},
	"NoticeEvent": {"offer", "reply", "due_soon", "late", "transfer", "helper", "approval", "approved", "returned", "mention",
		"unknown_delivery", "account_broken", "hook_paused", "cover", "uncovered", "unstaffed", "shift_notes", "alarm_unheard", "advice", "doubtful_advice", "consult_over", "policy_signature", "safety", "crisis"},
	"ConsultState":   {"sending", "asked", "answered", "expired", "ended", "failed"},
	"AdviceState":    {"taken", "waiting", "thrown", "machine"},
	"Doubt":          {"other_sender", "forged", "unproven", "late", "ended"},
	"ReportState":    {"waiting", "taken", "thrown"},
	"LetterKind":     {"question", "reminder", "led", "over"},
	"LetterState":    {"waiting", "sending", "sent", "failed", "unknown", "dropped"},
	"Way":            {"console", "push", "email", "chat"},
	"AlarmState":     {"ringing", "accepted", "over"},
	"SeenWhy":        {"read", "acted", "over"},
	"Stance":         {"queued", "offered", "led", "transfer", "closed"},
	"CoverCause":     {"closed", "backlog", "unled"},
	"Ball":           {"us", "customer", "nobody"},
	"CloseReason":    {"resolved", "confirmed", "explained_no", "lapsed", "no_answer", "spam", "imported", "merged"},
	"LegKind":        {"public", "direct", "link_chat", "email", "call"},
	"DraftState":     {"editing", "held", "sending", "sent", "failed", "dropped"},
	"RulingOutcome":  {"allow", "hold", "block"},
	"DeliveryState":  {"waiting", "by_hand", "sending", "sent", "rejected", "unknown", "dropped"},
	"AmendmentKind":  {"edit", "delete", "hide", "show"},
	"AmendmentState": {"waiting", "done", "failed", "dropped"},
	"Voice":          {"named", "corporate"},
	"AccountState":   {"history", "by_hand", "listen", "live", "paused", "broken"},
	"Basis":          {"first_seen", "verified_link", "customer_said", "agent", "imported"},
	"Presence":       {"here", "paused", "away"},
	"Role":           {"admin", "manager", "agent", "viewer"},
	"ActorKind":      {"customer", "agent", "token", "system", "network"},
	"Stage": {"guard", "continuity", "carve_out", "topic", "channel", "default", "lead", "cover", "helpers",
		"required_level", "deadlines"},
	"Head":           {"sentiment", "intent", "urgency"},
	"CorrectionKind": {"fact", "owner"},
	"Reader":         {"outside"},
	"OutsideFate":    {"changed", "agreed", "failed"},
	"TopicBasis":     {"words", "learned", "person"},
	"FocusPart":      {"reading", "writing"},
	"WaitCause": {"ingest", "unread", "queued", "queued_room", "queued_nobody", "queued_full", "offered", "unopened",
		"writing", "snoozed", "advice", "transfer", "approval", "sending", "unknown_delivery"},
	"WaitEnd":     {"answered", "closed", "merged", "put_aside"},
	"Staffing":    {"room", "full", "nobody"},
	"OfferAnswer": {"accepted", "declined", "expired", "withdrawn"},
	"Code": {"bad_id", "invalid", "not_found", "conflict", "stale", "forbidden", "unauthorized", "somebody_else", "too_large",
		"rate_limited", "unavailable", "unsupported", "replayed", "bad_signature", "held", "blocked", "internal",
		"not_connected", "unresolved", "key_reused", "no_lead", "closed", "must_explain", "unknown_field", "bad_policy",
		"disk_reserve", "mixed", "reconciling", "over_budget", "unstaffed"},
}

// declared is every constant of a named text type in the package, by type, in the order of the source.
var declared = sync.OnceValues(func() (map[string][]string, error) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		if err := constants(file, func(kind, value string) { out[kind] = append(out[kind], value) }); err != nil {
			return nil, err
		}
	}
	return out, nil
})

// constants tells each constant of a file that has a type and a text as value.
func constants(file string, tell func(kind, value string)) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Type == nil || len(spec.Values) != 1 {
			return true
		}
		value, ok := spec.Values[0].(*ast.BasicLit)
		if !ok || value.Kind != token.STRING {
			return true
		}
		if text, err := strconv.Unquote(value.Value); err == nil {
			tell(typeName(spec.Type), text)
		}
		return true
	})
	return nil
}

func typeName(e ast.Expr) string {
	switch v := e.(type) {
	case *ast.Ident:
		return v.Name
	case *ast.SelectorExpr:
		return typeName(v.X) + "." + v.Sel.Name
	}
	return ""
}

func TestClosedListsAreThoseOfTheDesign(t *testing.T) {
	t.Parallel()
	got, err := declared()
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range closed {
		if diff := cmp.Diff(want, got[kind]); diff != "" {
			t.Errorf("%s: %s", kind, diff)
		}
	}
	for kind := range got {
		if _, known := closed[kind]; !known && kind != "EventKind" {
			t.Errorf("%s is a closed list nobody wrote down: add it to this test and to docs/reference/words.md", kind)
		}
	}
}

func TestListsHoldEveryValueOnce(t *testing.T) {
	t.Parallel()
	for kind, got := range map[string][]string{
		"Purpose": texts(switchboard.Purposes()), "Intent": texts(switchboard.Intents()),
		"Urgency": texts(switchboard.Urgencies()), "Sentiment": texts(switchboard.Sentiments()),
		"Flag": texts(switchboard.Flags()), "MessageKind": texts(switchboard.MessageKinds()),
	} {
		if diff := cmp.Diff(closed[kind], got); diff != "" {
			t.Errorf("%s: %s", kind, diff)
		}
	}
	byPeople := slices.DeleteFunc(slices.Clone(closed["CloseReason"]),
		func(r string) bool { return r == "imported" || r == "merged" })
	if diff := cmp.Diff(byPeople, texts(switchboard.CloseReasons())); diff != "" {
		t.Errorf("reasons a person may give: %s", diff)
	}
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

func TestListsCannotBeSpoilt(t *testing.T) {
	t.Parallel()
	switchboard.Flags()[0] = "spoilt"
	switchboard.Intents()[0] = "spoilt"
	if switchboard.Flags()[0] != switchboard.FlagSpam || switchboard.Intents()[0] != switchboard.IntentQuestion {
		t.Error("a caller changed the list for everybody")
	}
}

func TestValuesAreWordsOfOneForm(t *testing.T) {
	t.Parallel()
	got, err := declared()
	if err != nil {
		t.Fatal(err)
	}
	for kind, values := range got {
		allowed := "abcdefghijklmnopqrstuvwxyz_"
		if kind == "EventKind" {
			allowed += "."
		}
		seen := map[string]bool{}
		for _, value := range values {
			if value == "" || strings.Trim(value, allowed) != "" || seen[value] {
				t.Errorf("%s: %q is empty, given twice or no plain word", kind, value)
			}
			seen[value] = true
		}
	}
}

func TestOneOf(t *testing.T) {
	t.Parallel()
	for value, want := range map[switchboard.Intent]bool{"billing": true, "other": true, "": false, "Billing": false,
		"billing ": false, "biling": false} {
		if got := switchboard.OneOf(value, switchboard.Intents()); got != want {
			t.Errorf("%q: %v", value, got)
		}
	}
	if switchboard.OneOf(0, nil) {
		t.Error("nothing is one of none")
	}
}

// eventKinds is every kind of event any package of the product writes, with the file that declares it.
func eventKinds(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	walk := func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		return constants(path, func(kind, value string) {
			if kind != "switchboard.EventKind" && (kind != "EventKind" || filepath.Dir(path) != ".") {
				return
			}
			if first, twice := out[value]; twice {
				t.Errorf("the event kind %s is declared in %s and in %s", value, first, path)
			}
			out[value] = path
		})
	}
	for _, root := range []string{"internal", "cmd"} {
		if err := filepath.WalkDir(root, walk); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if err := walk(file.Name(), file, nil); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestEventKindsNameAThingAndWhatHappened(t *testing.T) {
	t.Parallel()
	kinds := eventKinds(t)
	if len(kinds) < 40 {
		t.Fatalf("only %d kinds found: the test looks in the wrong place", len(kinds))
	}
	for kind, file := range kinds {
		thing, happened, ok := strings.Cut(kind, ".")
		if !ok || thing == "" || happened == "" || strings.Contains(happened, ".") {
			t.Errorf("%s: %q is not of the form thing.happened", file, kind)
		}
	}
}
