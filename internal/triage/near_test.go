package triage_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/triage"
)

// TestEntitiesAndWhatOnlyLooksLikeThem pairs each kind with near misses: one digit off, one sign short, inside a word.
func TestEntitiesAndWhatOnlyLooksLikeThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		// Cards: 13 to 19 digits that pass Luhn.
		"4222222222222":                     {"card 4222222222222"},
		"5555-5555-5555-4444":               {"card 5555-5555-5555-4444"},
		"378282246310005":                   {"card 378282246310005"},
		"5555-5555-5555-4445":               nil,
		"411111111111":                      nil, // twelve digits
		"41111111111111111111":              nil, // twenty
		"1111 1111 1111 1111":               nil, // one digit alone is a placeholder
		"card:6011000990139424.":            {"card 6011000990139424"},
		"see 4111 1111 1111 1111, or later": {"card 4111 1111 1111 1111"},
		// IBANs: mod 97 is 1.
		"FR14 2004 1010 0505 0001 3M02 606": {"iban FR14 2004 1010 0505 0001 3M02 606"},
		"NL91ABNA0417164300":                {"iban NL91ABNA0417164300"},
		"NL91ABNA0417164301":                nil,
		"NL91ABNA":                          nil,
		"nl91abna0417164300":                nil, // as printed on a card it is in capitals
		// Addresses.
		"a.b+c@d-e.example":         {"email a.b+c@d-e.example"},
		"mail: <ola@fjord.example>": {"email ola@fjord.example"},
		"@northwind hi":             nil,
		"me@home":                   nil,
		"a@b.c":                     nil,
		"ana @ mail.example":        nil,
		// Telephones: 8 to 15 digits that begin as telephones do.
		"+351 21 000 00 00":  {"phone +351 21 000 00 00"},
		"0049 30 1234567":    {"phone 0049 30 1234567"},
		"(020) 7946 0958":    {"phone (020) 7946 0958"},
		"12345678":           nil,
		"+12 345":            nil,
		"2026-03-04 05:06":   nil,
		"on 04.03.2026":      {"phone 04.03.2026"}, // a date with a zero in front cannot be told from a number
		"room 0123":          nil,
		"+1234567890123456":  nil,
		"1.000.000,00 Euros": nil,
		// Orders: a number after the word.
		"order 4711-882":              {"order 4711-882"},
		"Commande n° AB-12345":        {"order AB-12345"},
		"my ticket #998877 from May":  {"order 998877"},
		"order 66":                    nil,
		"orders 12345 were delivered": nil,
		"in order to see 12345":       nil,
		"border 12345":                nil,
		// Links.
		"HTTPS://shop.example/x.":    {"url HTTPS://shop.example/x"},
		"(www.shop.example)":         {"url www.shop.example"},
		"shop.example":               nil,
		"https://a.example/4111?x=1": {"url https://a.example/4111?x=1"},
	} {
		var got []string
		for _, e := range read(text).Entities {
			got = append(got, e.Kind+" "+text[e.Start:e.End])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestEntitiesNeverOverlapAndStandInOrder(t *testing.T) {
	t.Parallel()
	pieces := []string{"4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "+49 30 1234567", "a@b.example", " ", "order 12345",
		"https://x.example/a@b.example", "00", "-", "é", "\xff", "(", "www."}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "pieces"), "")
		end := 0
		for _, e := range read(text).Entities {
			if e.Start < end || e.End <= e.Start || e.End > len(text) {
				t.Fatalf("%+v after %d in %q", e, end, text)
			}
			end = e.End
		}
	})
}

// TestHeadsInEveryLanguage holds each head to work in each language that has a list.
func TestHeadsInEveryLanguage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"It caught fire, please help":                                   "en safety",
		"Mein Anwalt meldet sich bei Ihnen":                             "de legal",
		"Hay un incendio en la tienda por su cargador":                  "es safety",
		"Mon avocat va vous écrire cette semaine":                       "fr legal",
		"O carregador pegou fogo na minha casa":                         "pt safety",
		"Il caricatore ha preso fuoco in casa mia":                      "it safety",
		"Ich bin Journalist und schreibe für eine Zeitung über euch":    "de press",
		"Soy periodista y preparo un reportaje sobre su empresa":        "es press",
		"Je suis journaliste, qui est votre porte-parole ?":             "fr press",
		"Sou jornalista e preparo uma reportagem sobre a vossa empresa": "pt press",
		"Sono un giornalista, chi è il vostro portavoce?":               "it press",
		"Boykott! Bitte teilen, damit es alle sehen":                    "de brand_threat",
		"Boicot a esta empresa, difundan esto":                          "es brand_threat",
		"Boycott de cette marque, faites tourner":                       "fr brand_threat",
		"Boicote a esta loja, partilhem com todos":                      "pt brand_threat",
		"Boicottate questo negozio e condividete il post":               "it brand_threat",
		"Ich möchte meinen Vertrag kündigen":                            "de churn_risk",
		"Quiero darme de baja de este contrato":                         "es churn_risk",
		"Geld verdienen von zuhause, hier klicken https://x.example":    "de spam",
	} {
		language, flag, _ := strings.Cut(want, " ")
		v := read(text)
		if v.Language != language || v.Says(switchboard.Flag(flag)) < 0.5 {
			t.Errorf("%q is %s, %s %v", text, v.Language, flag, v.Says(switchboard.Flag(flag)))
		}
	}
}

func TestUrgencyInEveryLanguage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"This is urgent, please call right now": "urgent", "No rush, just curious about the colours": "low",
		"Bitte dringend melden, es ist eilig": "urgent", "Es urgente, necesito ayuda inmediatamente": "urgent",
		"C'est urgent, répondez vite": "urgent", "É urgente, preciso de ajuda": "urgent", "È urgente, rispondete subito": "urgent",
		"The bench is green": "normal", "Thank you so much, lovely work": "low",
	} {
		if got := read(text).Heads[switchboard.HeadUrgency]; got.Label != want {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestTextFromRightToLeftAndMixedScripts(t *testing.T) {
	t.Parallel()
	for text, language := range map[string]string{
		"\u202eמתי החנות נפתחת מחר בבוקר\u202c":            "he",
		"متى يصل طلبي؟ order 12345":                        "ar",
		"いつ届きますか？ tracking 4711 please":                    "ja",
		"Где мой заказ? Order 55512":                       "ru",
		"안녕하세요 배송이 언제 오나요 hello":                           "ko",
		"Πότε θα έρθει η παραγγελία μου; it was due today": "el",
	} {
		v := read(text)
		checkWhole(t, text, v)
		if v.Language != language {
			t.Errorf("%q is %s", text, v.Language)
		}
	}
}

func TestAMegabyteIsReadInBoundedTime(t *testing.T) {
	t.Parallel()
	for name, piece := range map[string]string{"words": "the kettle caught fire ", "digits": "4111 1111 1111 1111 ", "at signs": "a@",
		"stars": "overheat", "marks": "e\u0301\u0302", "links": "https://", "half characters": "\xf0\x9f\x94", "plus": "+1", "zero": "0"} {
		text := strings.Repeat(piece, (1<<20)/len(piece)+1)
		began := time.Now()
		v := read(text)
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s: %s", name, took)
		}
		checkWhole(t, text, v)
		for head, f := range v.Heads {
			for _, span := range f.Evidence {
				if span.End > 8<<10 {
					t.Errorf("%s: evidence of %s stands at %d", name, head, span.End)
				}
			}
		}
	}
}

func TestReadLineRefusesInWords(t *testing.T) {
	t.Parallel()
	for line, says := range map[string]string{
		``: "not JSON", `{"text":`: "not JSON", `"x"`: "Expected one JSON object", `7`: "Expected one JSON object",
		`{"text":[]}`: "The field text cannot be a array", `{"text":null}`: "The field text is missing",
		`{"id":true,"text":"x"}`: "The field id must be text or a number", `{"id":[1],"text":"x"}`: "The field id must be",
		`{"text":"x","lang":7}`: "The field lang cannot be a number", `{"text":"x","network":{}}`: "The field network cannot be",
		`{"text":"x"} {"text":"y"}`: "not JSON",
	} {
		_, err := triage.ReadLine([]byte(line))
		if !switchboard.IsCode(err, switchboard.CodeInvalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", line, err)
		}
	}
}
