package topic

import (
	"strings"
	"testing"

	"switchboard"
)

// one is a Reader of a single topic.
func one(t testing.TB, words map[string][]string, except ...string) *Reader {
	t.Helper()
	about := switchboard.Topic{Key: "it", Name: "It", Words: words}
	if len(except) > 0 {
		about.Except = map[string][]string{"any": except}
	}
	if err := Check(about); err != nil {
		t.Fatal(err)
	}
	r, err := NewReader([]switchboard.Topic{about})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func anyOf(terms ...string) map[string][]string { return map[string][]string{"any": terms} }

func TestFind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, term, text string
		want             string // what is shown of the text; empty for nothing
	}{
		{"a whole word", "tyre", "My tyre is flat", "tyre"},
		{"no part of a word", "tyre", "Two tyres", ""},
		{"capitals", "TYRE", "tyre!", "tyre"},
		{"an ending", "tyre*", "Two TYRES, please", "TYRES"},
		{"the word itself has an ending of nothing", "tyre*", "a tyre", "tyre"},
		{"a beginning", "*akku", "Der Fahrradakku ist leer", "akku"},
		{"both", "*akku*", "Die Fahrradakkus", "akkus"},
		{"a phrase", "flat tyre", "a FLAT  tyre", "FLAT  tyre"},
		{"a phrase in order", "flat tyre", "the tyre is flat", ""},
		{"a phrase within a sentence", "flat tyre", "It is flat. Tyre shops are shut", ""},
		{"a phrase over a comma", "flat tyre", "flat, tyre", "flat, tyre"},
		{"an ending inside a phrase", "flat* tyre", "flattened tyre", "flattened tyre"},
		{"an ending inside a phrase is one word", "flat* tyre", "flat old tyre", ""},
		{"words apart", "refund ... deposit", "refund me my whole deposit now", "refund me my whole deposit"},
		{"words apart in order", "refund ... deposit", "my deposit and the refund", ""},
		{"too far apart", "refund … deposit", "refund one two three four five six seven deposit", ""},
		{"apart, within a sentence", "refund ... deposit", "A refund? My deposit is gone", ""},
		{"the later of two beginnings counts", "refund ... deposit", "refund a b c d e f g h refund the deposit", "refund the deposit"},
		{"an apostrophe", "don't turn on", "It DON’T turn on", "DON’T turn on"},
		{"a number with a point", "1.5", "version 1.5 broke", "1.5"},
		{"no link", "battery", "see https://battery.example/battery", ""},
		{"no account", "battery", "@battery hello", ""},
		{"a hashtag", "bikeweek", "join #BikeWeek", "BikeWeek"},
		{"a mail address is no account", "example", "write me@example.com", "example"},
		{"an accent", "reembolso", "Quiero el Reembólso", "Reembólso"},
		{"an accent in the term", "señal", "no hay SENAL", "SENAL"},
		{"a letter and its accent apart", "café", "cafe\u0301 shop", "cafe\u0301"},
		{"joined letters", "strasse", "in der Straße", "Straße"},
		{"a picture", "🔥", "it is on 🔥🔥", "🔥"},
		{"zalgo", "fire", "f\u0334\u0321i\u0335r\u0336e\u0337", "f\u0334\u0321i\u0335r\u0336e\u0337"},
		{"a soft hyphen", "battery", "bat\u00ADtery", "bat\u00ADtery"},
		{"broken bytes", "battery", "\xff\xfebattery\xff", "battery"},
		{"wide letters", "bike", "ＢＩＫＥ", "ＢＩＫＥ"},

		{"Greek", "μπαταρία", "Η ΜΠΑΤΑΡΙΑ μου", "ΜΠΑΤΑΡΙΑ"},
		{"Greek ending", "φόρτιση", "φορτισης", ""},
		{"Russian", "аккумулятор*", "Мой Аккумулятором недоволен", "Аккумулятором"},
		{"Russian yo", "счёт", "пришлите счет", "счет"},
		{"Turkish", "ısıtma", "ISITMA çalışmıyor", "ISITMA"},
		{"Arabic", "بطارية", "البطارية لا تعمل", ""},
		{"Arabic with its article", "*بطارية", "البَطّاريه لا تعمل", "بَطّاريه"},
		{"Hebrew", "סוללה", "הסוללה לא נטענת", ""},
		{"Hebrew with its article", "*סוללה", "הסוללה לא נטענת", "סוללה"},
		{"Hindi", "बैटरी", "मेरी बैटरी खराब है।", "बैटरी"},
		{"Korean", "배송*", "배송이 늦어요", "배송이"},
		{"Chinese", "电池", "我的电池坏了", "电池"},
		{"Chinese phrase", "退款 ... 押金", "请退款我的押金", "退款我的押金"},
		{"Japanese", "バッテリー", "新しいバッテリーが充電できない", "バッテリー"},
		{"Thai", "แบตเตอรี่", "ซื้อแบตเตอรี่ใหม่", "แบตเตอรี่"},
		{"Khmer", "ថ្ម", "ទិញថ្មថ្មី", "ថ្ម"},
		{"two scripts", "iPhone壊れた", "私のiPhone壊れたよ", "iPhone壊れた"},
		{"a Latin word beside signs", "iphone", "私のiPhone壊れた", "iPhone"},
	} {
		found := one(t, anyOf(c.term)).Find(c.text, "und")
		got := ""
		if len(found) > 0 {
			got = c.text[found[0].Evidence[0].Start:found[0].Evidence[0].End]
		}
		if got != c.want {
			t.Errorf("%s: %q in %q shows %q, want %q", c.name, c.term, c.text, got, c.want)
		}
	}
}

func TestExceptAndLanguage(t *testing.T) {
	t.Parallel()
	r := one(t, map[string][]string{"de": {"gift"}, "en": {"present"}}, "gift shop*")
	for _, c := range []struct {
		text, language string
		want           bool
	}{
		{"Gift", "de", true},
		{"a gift", "en", false},
		{"a gift", "und", true},
		{"a gift", "", true},
		{"Gift, siehe Gift Shops", "de", false},
		{"a present", "en", true},
	} {
		if got := len(r.Find(c.text, c.language)) == 1; got != c.want {
			t.Errorf("%q in %s: %v, want %v", c.text, c.language, got, c.want)
		}
	}
}

func TestConfidenceRisesWithEvidence(t *testing.T) {
	t.Parallel()
	r := one(t, anyOf("tyre", "puncture", "flat tyre", "rim"))
	before := 0.0
	for _, text := range []string{"tyre", "flat tyre", "flat tyre with a puncture"} {
		found := r.Find(text, "en")
		if len(found) != 1 || found[0].Confidence <= before || found[0].Confidence > byWords || found[0].Basis != switchboard.TopicByWords {
			t.Fatalf("%q: %+v after %v", text, found, before)
		}
		before = found[0].Confidence
	}
}

func TestFindKeepsOrderAndNothingOfTheTextBefore(t *testing.T) {
	t.Parallel()
	r, err := NewReader([]switchboard.Topic{
		{Key: "b", Name: "B", Words: anyOf("bell")},
		{Key: "a", Name: "A", Words: anyOf("bell", "brake")},
		{Key: "c", Name: "C", Words: anyOf("bell"), Archived: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	keys := func(text string) string {
		return strings.Join(switchboard.Verdict{Topics: r.Find(text, "en")}.TopicKeys(), " ")
	}
	for _, c := range [][2]string{{"a bell", "a b"}, {"a brake", "a"}, {"nothing", ""}, {"a bell", "a b"}} {
		if got := keys(c[0]); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
}

func TestTermsThatMeanNothingAreRefused(t *testing.T) {
	t.Parallel()
	for _, term := range []string{"", "*", "a*", "*a", "...", "tyre ...", "fl*at", "flat *tyre", "https://a.example", "@acme",
		strings.Repeat("x", maxTerm+1), "a" + string([]byte{0xff}), strings.Repeat("aa ... ", maxParts) + "aa"} {
		if _, err := parse(term); !switchboard.IsCode(err, switchboard.CodeInvalid) {
			t.Errorf("%q: %v", term, err)
		}
	}
}
