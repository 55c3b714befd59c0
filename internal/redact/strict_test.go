package redact_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/redact"
	"switchboard/internal/triage"
	"switchboard/internal/triage/spelling"
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

// TestStrictKnowsNoScriptAndNoStroke leaves out numbers however they are parted, addresses in whatever script, and names as
// people write them.
func TestStrictKnowsNoScriptAndNoStroke(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ author, text, want string }{
		{"", "card 4111 - 1111 - 1111 - 1111!", "card [card number]!"},
		{"", "card 4111–1111–1111–1111", "card [card number]"},
		{"", "card 4111*1111*1111*1111", "card [number]"},
		{"", "4111\n1111\n1111\n1111", "[card number]"},
		{"", "(415) 555–1234 or +49 30 – 1234 – 5678", "[phone number] or [phone number]"},
		{"", "it is 123 - 45 - 6789, since 2019", "it is [number], since 2019"},
		{"", "1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣", "[number]️⃣"},
		{"", "电话是13800138000请回电", "电话是[number]请回电"},
		{"", "hans@müller.de, иван.петров@почта.рф", "[email address], [email address]"},
		{"", "an jürgenmüller@gmx.de bitte", "an [email address] bitte"},
		{"", "邮箱wang@qq.com请联系", "邮箱[email address]请联系"},
		{"", "lena (at) customer (dot) test, lena @ customer.test", "[email address], [email address]"},
		{"", "lena@localhost, thanks@lena_o, see you @ home", "[handle], [handle], see you @ home"},
		{"", "see a.example/4111 - 1111 - 1111", "see [link to a.example] - [number]"},
		{"王小明", "我是王小明请帮我，叫我小明", "我是[name]请帮我，叫我[name]"},
		{"山田 太郎", "わたしは山田太郎です。太郎より", "わたしは[name]です。[name]より"},
		{"김민수", "저는 김민수입니다, 민수라고", "저는 [name]입니다, [name]라고"},
		{"José García", "Jose Garcia, JOSÉ GARCÍA, Jose\u0301, Josette", "[name], [name], [name], Josette"},
		{"Jürgen Groß", "Juergen Gross, Jurgen GROSS, JÜRGEN GROẞ, Grossen", "[name], [name], [name], Grossen"},
		{"Juergen Mueller", "Jürgen Müller hier", "[name] hier"},
		{"Γιώργος Παππάς", "ΓΙΩΡΓΟΣ ΠΑΠΠΑΣ εδώ", "[name] εδώ"},
		{"Алёна Ёлкина", "Алена Елкина", "[name]"},
		{"山田 太郎", "我是山田 太郎\u05afs帮我", "我是[name]s帮我"},
		{"أحمد", "انا احمد هنا", "انا [name] هنا"},
		{"Anna-Lena O'Brien", "Lena OBrien, ANNA O’BRIEN", "[name] [name], [name] O’[name]"},
		{"Ana", "Anaïs, Banana and Ana_1", "Anaïs, Banana and Ana_1"},
	} {
		r := redact.Redactor{Find: triage.Entities, Strict: true, People: []redact.Person{{Name: c.author, Handle: "@x"}}}
		if got := r.Redact(c.text); got != c.want {
			t.Errorf("%q is sent as %q, want %q", c.text, got, c.want)
		}
	}
}

// TestTheHandleGoesWithoutItsServer holds a handle to be left out also as people say it on its own network.
func TestTheHandleGoesWithoutItsServer(t *testing.T) {
	t.Parallel()
	r := redact.Redactor{Find: triage.Entities, Strict: true, People: []redact.Person{{Handle: "@lena_o@social.example"}}}
	if got := r.Redact("I am lena_o on lena_o@social.example"); got != "I am a customer on [email address]" {
		t.Errorf("sent: %q", got)
	}
}

// dealt is something personal that a number makes: its text, and the author's name if it is that.
func dealt(seed uint64, sep string) (secret, author string) {
	deal := func(n int) int {
		at := int(seed % uint64(n))
		seed /= uint64(n)
		return at
	}
	pick := func(from []string) string { return from[deal(len(from))] }
	switch deal(4) {
	case 0:
		return pick([]string{"lena.q", "jürgenmüllerq", "иван.петровъ", "κώστας_ξ", "o'qrien", "qä-1"}) + "@" +
			pick([]string{"customer.test", "müller.de", "почта.рф", "a.b-c.example", "localhost", "例子.广告"}), ""
	case 1:
		name := pick([]string{"Jose\x00Garqia", "Zoë\x00Quß", "Łukasz\x00Żqbek", "王小明", "山田\x00太郎", "김민수", "Ξένια\x00Ψαρά"})
		said := name
		if deal(2) == 0 {
			said = strings.ToUpper(name)
		}
		return strings.ReplaceAll(said, "\x00", " "), strings.ReplaceAll(name, "\x00", " ")
	}
	groups := pick([]string{"4111 1111 1111 1111", "4 1 1 1 1", "415 555 1234", "+49 30 1234 5678", "078 05 1120", "DE89 3704 0044 0532 0130 00",
		"٤١١١ ١١١١", "13800138000", "0031 6 1234 5678"})
	return strings.ReplaceAll(groups, " ", sep), ""
}

// between makes of whatever somebody writes what may part two groups of digits.
func between(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsLetter(r) || unicode.IsNumber(r) || r == '@' || r == '＠' {
			return -1
		}
		return r
	}, text)
	return string([]rune(text)[:min(len([]rune(text)), 4)])
}

// around makes of whatever somebody writes what may stand beside something personal: nothing that looks like it.
func around(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}

// FuzzStrict puts something personal into whatever surroundings and lets nothing of it out.
func FuzzStrict(f *testing.F) {
	for seed := range uint64(200) {
		f.Add("to ", " please", " - ", seed)
		f.Add("我是", "请帮我", "–", seed)
		f.Add("see a.example/?q=1 ", "\n", "\n", seed)
	}
	f.Add("äöü \xff (", ")＠lena", " . ", uint64(77))
	f.Fuzz(func(t *testing.T, before, after, sep string, seed uint64) {
		secret, author := dealt(seed, between(sep))
		if author != "" && !spelling.Unspaced([]rune(author)[0]) {
			before, after = before+" ", " "+after
		}
		before, after = around(before), around(after)
		text := before + secret + after
		r := redact.Redactor{Find: triage.Entities, Strict: true, People: []redact.Person{{Name: author}}}
		sent := r.Redact(text)
		if strings.ContainsFunc(sent, unicode.IsDigit) {
			t.Errorf("of %q in %q digits are sent: %q", secret, text, sent)
		}
		for _, part := range strings.FieldsFunc(secret, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len(part) > 1 && strings.Contains(sent, part) && strings.Count(text, part) == 1 && !strings.Contains("[link to customer.test müller.de почта.рф example]", part) {
				t.Errorf("of %q in %q %q is sent: %q", secret, text, part, sent)
			}
		}
		for _, one := range r.Found() {
			if one.Kind == "link" && strings.ContainsAny(one.Shown, "?#/") {
				t.Errorf("of a link %q is sent", one.Shown)
			}
		}
		if strings.Count(sent, "?") > strings.Count(text, "?") {
			t.Errorf("%q is sent as %q", text, sent)
		}
	})
}
