package triage_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard/internal/triage"
)

func TestEntities(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text string
		want []string // kind and text
	}{
		{"nothing here", nil},
		{"write to ana.silva+bikes@mail.example.org.", []string{"email ana.silva+bikes@mail.example.org"}},
		{"see https://shop.example/a?b=1, or WWW.shop.example!", []string{"url https://shop.example/a?b=1", "url WWW.shop.example"}},
		{"card 4111 1111 1111 1111 was refused", []string{"card 4111 1111 1111 1111"}},
		{"card 4111 1111 1111 1112 is none", nil},
		{"all zeros 0000000000000000000000", nil},
		{"IBAN DE89 3704 0044 0532 0130 00 please", []string{"iban DE89 3704 0044 0532 0130 00"}},
		{"IBAN DE88 3704 0044 0532 0130 00 is wrong", nil},
		{"GB82WEST12345698765432", []string{"iban GB82WEST12345698765432"}},
		{"call +49 30 1234567 or (030) 7654321", []string{"phone +49 30 1234567", "phone (030) 7654321"}},
		{"order #A-12345 and Bestellung Nr. 998877", []string{"order A-12345", "order 998877"}},
		{"pedido número 55512", []string{"order 55512"}},
		{"I paid 20 in 2026", nil},
		{"4111 - 1111 - 1111 - 1111", []string{"card 4111 - 1111 - 1111 - 1111"}},
		{"4111–1111–1111–1111", []string{"card 4111–1111–1111–1111"}},
		{"4111−1111−1111−1111", []string{"card 4111−1111−1111−1111"}},
		{"4111\n1111\n1111\n1111", []string{"card 4111\n1111\n1111\n1111"}},
		{"4111\u00a01111\u00a01111\u00a01111", []string{"card 4111\u00a01111\u00a01111\u00a01111"}},
		{"card 4111 1111 1111 1111 12/27 or no. 2 4111 1111 1111 1111", []string{"card 4111 1111 1111 1111", "card 4111 1111 1111 1111"}},
		{"lines\n030 1234 5678\n030 8765 4321", []string{"phone 030 1234 5678", "phone 030 8765 4321"}},
		{"DE89 – 3704 – 0044 – 0532 – 0130 – 00", []string{"iban DE89 – 3704 – 0044 – 0532 – 0130 – 00"}},
		{"GB82-WEST-1234-5698-7654-32", []string{"iban GB82-WEST-1234-5698-7654-32"}},
		{"DE89 3704 0044 0532 0130 00 BIC COBADEFF", []string{"iban DE89 3704 0044 0532 0130 00"}},
		{"(415) 555–1234 and +49 30 – 1234 – 5678", []string{"phone (415) 555–1234", "phone +49 30 – 1234 – 5678"}},
		{"hans@müller.de, иван.петров@почта.рф", []string{"email hans@müller.de", "email иван.петров@почта.рф"}},
		{"jürgenmüller@gmx.de", []string{"email jürgenmüller@gmx.de"}},
		{"我的邮箱是wang@qq.com请联系", []string{"email wang@qq.com"}},
		{"메일은 lena@naver.com으로", []string{"email lena@naver.com"}},
		{"用户@例子.广告 here", []string{"email 用户@例子.广告"}},
		{"'lena@xn--80a1acny.xn--p1ai'", []string{"email lena@xn--80a1acny.xn--p1ai"}},
		{"@acme, see you@ home or lena@localhost.", nil},
	} {
		var got []string
		for _, e := range read(tc.text).Entities {
			got = append(got, e.Kind+" "+tc.text[e.Start:e.End])
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%q: %s", tc.text, diff)
		}
	}
}

func TestEntitiesAreBounded(t *testing.T) {
	t.Parallel()
	v := baseline().Classify(triage.Input{Text: strings.Repeat("a@b.example ", 10_000)})
	if len(v.Entities) != 100 {
		t.Errorf("%d entities", len(v.Entities))
	}
}
