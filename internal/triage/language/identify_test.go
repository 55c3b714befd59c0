package language

import (
	"strings"
	"testing"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/text/unicode/norm"
)

// The sentences of these tests are invented.
var told = []struct{ code, text string }{
	{"ar", "طلبت الحذاء قبل أسبوع ولم يصلني أي شيء حتى الآن"},
	{"bg", "Поръчах обувките преди седмица и още нищо не е пристигнало, какво става?"},
	{"bn", "আমার অর্ডার এখনো আসেনি"},
	{"ca", "Fa una setmana que vaig demanar les sabates i encara no ha arribat res, què passa?"},
	{"cs", "Boty jsem objednal před týdnem a pořád nic nepřišlo, co se děje?"},
	{"da", "Jeg bestilte skoene for en uge siden, og der er stadig ikke kommet noget, hvad sker der?"},
	{"de", "hab die schuhe vor einer woche bestellt und immer noch nichts da, was ist los bei euch"},
	{"el", "Παρήγγειλα τα παπούτσια πριν από μια εβδομάδα και ακόμα τίποτα"},
	{"en", "ordered the shoes a week ago and still nothing, what is going on with you guys"},
	{"es", "pedí los zapatos hace una semana y todavía no me ha llegado nada, qué pasa"},
	{"et", "Tellisin kingad nädal tagasi ja ikka veel pole midagi kohale jõudnud, mis toimub?"},
	{"fa", "یک هفته پیش کفش سفارش دادم و هنوز چیزی نرسیده است"},
	{"fi", "Tilasin kengät viikko sitten eikä mitään ole vieläkään tullut, mistä on kyse?"},
	{"fr", "j'ai commandé les chaussures il y a une semaine et toujours rien, qu'est-ce qui se passe"},
	{"gu", "મારો ઓર્ડર હજી આવ્યો નથી"},
	{"he", "הזמנתי את הנעליים לפני שבוע ועדיין לא הגיע כלום"},
	{"hi", "मैंने एक हफ्ते पहले जूते मंगवाए थे और अभी तक कुछ नहीं आया"},
	{"hi", "bhai ek hafte pehle order kiya tha abhi tak kuch nahi aaya, kya ho raha hai yaar"},
	{"hu", "Egy hete rendeltem meg a cipőt, és még mindig nem jött semmi, mi történt?"},
	{"hy", "Մեկ շաբաթ առաջ պատվիրել եմ կոշիկները"},
	{"id", "Saya pesan sepatunya seminggu yang lalu tapi sampai sekarang belum datang juga, kenapa ya?"},
	{"is", "Ég pantaði skóna fyrir viku og það er ekkert komið ennþá, hvað er í gangi?"},
	{"it", "ho ordinato le scarpe una settimana fa e ancora niente, cosa succede"},
	{"ja", "一週間前に靴を注文したのに、まだ届きません。どうなっていますか？"},
	{"ka", "ერთი კვირის წინ შევუკვეთე ფეხსაცმელი"},
	{"kn", "ನನ್ನ ಆರ್ಡರ್ ಇನ್ನೂ ಬಂದಿಲ್ಲ"},
	{"ko", "일주일 전에 신발을 주문했는데 아직도 안 왔어요"},
	{"lt", "Batus užsisakiau prieš savaitę ir vis dar nieko negavau, kas vyksta?"},
	{"lv", "Es pasūtīju kurpes pirms nedēļas un joprojām nekas nav atnācis, kas notiek?"},
	{"ml", "എന്റെ ഓർഡർ ഇതുവരെ വന്നില്ല"},
	{"mk", "Ги нарачав чевлите пред една недела и сè уште ништо нема дојдено, што се случува?"},
	{"nl", "een week geleden de schoenen besteld en nog steeds niks binnen, wat is er aan de hand"},
	{"no", "Jeg bestilte skoene for en uke siden, og det har fortsatt ikke kommet noe, hva skjer?"},
	{"pa", "ਮੇਰਾ ਆਰਡਰ ਅਜੇ ਨਹੀਂ ਆਇਆ"},
	{"pl", "zamówiłem buty tydzień temu i dalej nic nie przyszło, co się dzieje"},
	{"pt", "encomendei os sapatos há uma semana e ainda não chegou nada, o que se passa"},
	{"ro", "Am comandat pantofii acum o săptămână și încă nu a venit nimic, ce se întâmplă?"},
	{"ru", "Заказал ботинки неделю назад, до сих пор ничего не пришло, что происходит?"},
	{"sk", "Topánky som si objednal pred týždňom a stále nič neprišlo, čo sa deje?"},
	{"sl", "Čevlje sem naročil pred enim tednom in še vedno ni nič prišlo, kaj se dogaja?"},
	{"sr", "Наручио сам ципеле пре недељу дана и још ништа није стигло, шта се дешава?"},
	{"sv", "Jag beställde skorna för en vecka sedan och det har fortfarande inte kommit något, vad händer?"},
	{"sw", "Niliagiza viatu wiki moja iliyopita na bado sijapokea chochote, kuna nini?"},
	{"ta", "என் ஆர்டர் இன்னும் வரவில்லை"},
	{"te", "నా ఆర్డర్ ఇంకా రాలేదు"},
	{"th", "สั่งรองเท้าไปอาทิตย์ที่แล้ว ยังไม่ได้ของเลย"},
	{"tl", "Isang linggo na mula nang nag-order ako ng sapatos pero wala pa ring dumarating, ano na po?"},
	{"tr", "ayakkabıları bir hafta önce sipariş ettim hala bir şey gelmedi neler oluyor"},
	{"uk", "Замовив черевики тиждень тому, і досі нічого не прийшло, що відбувається?"},
	{"ur", "میں نے ایک ہفتہ پہلے جوتے منگوائے تھے اور ابھی تک کچھ نہیں آیا"},
	{"vi", "Tôi đặt giày cách đây một tuần mà vẫn chưa nhận được gì, chuyện gì vậy?"},
	{"zh", "我一个星期前订了鞋，到现在还没收到，怎么回事？"},
}

func TestIdentify(t *testing.T) {
	for _, c := range told {
		if code, sure := Identify(c.text, ""); code != c.code || sure < 0.5 {
			t.Errorf("%s %.2f, want %s: %s", code, sure, c.code, c.text)
		}
	}
}

func TestIdentifyLooksThroughNoise(t *testing.T) {
	for _, c := range told {
		text := "@some_shop.eu " + c.text + " https://example.com/order?id=in-the-post #help 😡😡 &amp; A1B2C3D4 14:30"
		if code, _ := Identify(text, ""); code != c.code {
			t.Errorf("%s, want %s: %s", code, c.code, text)
		}
		if code, _ := Identify(strings.ToUpper(c.text), ""); code != c.code {
			t.Errorf("%s, want %s: %s", code, c.code, strings.ToUpper(c.text))
		}
	}
}

func TestIdentifyReadsAccentsWrittenApart(t *testing.T) {
	for _, c := range told {
		code, sure := Identify(c.text, "")
		apart, same := Identify(norm.NFD.String(c.text), "")
		if alone[scriptOf([]rune(c.text)[0])] == "" && (apart != code || max(sure-same, same-sure) > 0.1) {
			t.Errorf("%s %.2f, apart %s %.2f: %s", code, sure, apart, same, c.text)
		}
	}
}

func TestIdentifyMixedScripts(t *testing.T) {
	for text, want := range map[string]string{
		"iPhone 15 Pro Max не включается":                        "ru",
		"Galaxy S24 Ultraの画面が割れた":                                "ja",
		"تطبيق Example Banking App لا يعمل":                      "ar",
		"Example Super Store से order किया था, कुछ नहीं आया":     "hi",
		"We love the Greek letter ω on the new shirt, well done": "en",
		"ＡＢＣ 商店的服务太差了":                                           "zh",
	} {
		if code, _ := Identify(text, ""); code != want {
			t.Errorf("%s, want %s: %s", code, want, text)
		}
	}
}

func TestIdentifyUndetermined(t *testing.T) {
	for _, text := range []string{
		"", " \n\t", "😡😡🔥", "123 456,78 €", "...!?!", "@someone @another", "https://example.com/ein/schoenes/haus",
		"info@example.com", "A1B2-C3D4-E5F6", "U29tZSB0ZXh0IGluIGJhc2U2NCB0aGF0IG1lYW5zIG5vdGhpbmc=", "\xff\xfe\x80",
		"eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0NTY3ODkwIn0.", "\u0301\u0301\u0301", "4006381333931", "ok", "asdfghjkl",
		"dGhpcw/aXM+bm90/YQ+d29yZA/YXQ+YWxsbA/ZmZmZg==", "ⴰⵣⵓⵍ", strings.Repeat("x", 5000),
	} {
		if code, sure := Identify(text, ""); code != Undetermined || sure != 0 {
			t.Errorf("%q is %s, %.2f", cut(text), code, sure)
		}
	}
}

func cut(s string) string { return s[:min(len(s), 80)] }

func TestHintTipsTheScale(t *testing.T) {
	_, before := Identify("Problem mit Router", "")
	code, after := Identify("Problem mit Router", "de-AT")
	if code != "de" || after <= before {
		t.Errorf("%s %.2f, without a hint %.2f", code, after, before)
	}
	for _, hint := range []string{"en", "fr-CA", "ja", "nb_NO", "xx", "-", "😡"} {
		if code, _ := Identify(told[6].text, hint); code != told[6].code {
			t.Errorf("the hint %q makes it %s", hint, code)
		}
	}
	if code, _ := Identify("😡", "de"); code != Undetermined {
		t.Errorf("a picture is %s for the hint alone", code)
	}
}

func TestBase(t *testing.T) {
	for tag, want := range map[string]string{"pt-BR": "pt", "PT_br": "pt", "nb": "no", "nn-NO": "no", "fil": "tl", "iw": "he",
		"zh-Hant-TW": "zh", "": "", "-": ""} {
		if got := base(tag); got != want {
			t.Errorf("%q: %q, want %q", tag, got, want)
		}
	}
}

func TestIdentifyIsBounded(t *testing.T) {
	for _, unit := range []string{"a ", "schöne ", "字", "e\u0301", "@", "&", "http://", "\xff", "aB", "1", "#aB_", "ก"} {
		text := strings.Repeat(unit, 1<<20/len(unit))
		var r reading
		r.read(text)
		if len(r.letters) > maxLetters+1 || len(r.words) > maxLetters {
			t.Errorf("%q: %d letters, %d words", unit, len(r.letters), len(r.words))
		}
	}
}

func TestIdentifyHardlyAllocates(t *testing.T) {
	Identify(tweet, "")
	if n := testing.AllocsPerRun(100, func() { Identify(tweet, "de-DE") }); n > 2 {
		t.Errorf("%.0f allocations a text", n)
	}
}

func TestModelIsSmall(t *testing.T) {
	const most, mostMemory = 3 << 20, 15 << 20
	if len(packed) > most {
		t.Errorf("the model takes %d bytes, more than %d", len(packed), most)
	}
	memory := 0
	for _, g := range embedded().groups {
		if g != nil {
			memory += cap(g.Rows)*4 + cap(g.Cells)*int(unsafe.Sizeof(Cell{}))
		}
	}
	if memory > mostMemory {
		t.Errorf("the model takes %d bytes of memory, more than %d", memory, mostMemory)
	}
}

func TestModelKnowsManyLanguages(t *testing.T) {
	codes := map[string]bool{}
	for _, code := range alone {
		codes[code] = true
	}
	for _, g := range embedded().groups {
		if g != nil {
			for _, code := range g.Languages {
				codes[code] = true
			}
		}
	}
	delete(codes, "")
	delete(codes, Undetermined)
	if len(codes) < 60 {
		t.Errorf("%d languages", len(codes))
	}
}

func FuzzIdentify(f *testing.F) {
	for _, c := range told {
		f.Add(c.text, c.code)
	}
	f.Add("@a &amp; \\u2019 http://x #aBc \xff", "zh-Hant")
	f.Fuzz(func(t *testing.T, text, hint string) {
		code, sure := Identify(text, hint)
		if !(sure >= 0 && sure <= 1) || code == Undetermined && sure != 0 || code == "" || !utf8.ValidString(code) {
			t.Errorf("%q, %f", code, sure)
		}
		again, same := Identify(text, hint)
		if again != code || same != sure {
			t.Errorf("first %s %f, then %s %f", code, sure, again, same)
		}
	})
}
