package password

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	personal := []string{"Maren Oduya", "maren.o@kettleworks.example", "Li"}
	tests := []struct {
		password string
		want     error
	}{
		{good, nil},
		{"correct horse battery", nil},
		{"ten chars!", nil},
		{"дождь идёт", nil},
		{"雨が降っている七本の傘", nil},
		{"Lighthouse 9 keepers", nil},
		{"short", ErrTooShort},
		{"nine char", ErrTooShort},
		{"七本の傘", ErrTooShort},
		{"", ErrTooShort},
		{strings.Repeat("long", 300), ErrTooLong},
		{"bad \xff\xfe bytes", ErrNotText},
		{"password123", ErrObvious},
		{"Password123!", ErrObvious},
		{"P@ssw0rd2026", ErrObvious},
		{"1234567890", ErrObvious},
		{"0987654321", ErrObvious},
		{"aaaaaaaaaaaa", ErrObvious},
		{"abcabcabcabc", ErrObvious},
		{"qwertyuiop", ErrObvious},
		{"QWERTYUIOPasdf", ErrObvious},
		{"abcdefghijk", ErrObvious},
		{"1q2w3e4r5t", ErrObvious},
		{"Welcome2026!", ErrObvious},
		{"Switchboard1", ErrObvious},
		{"changeme!!", ErrObvious},
		{"1l0vey0u!!", ErrObvious},
		{"$ecret....", ErrObvious},
		{"iloveyou1234", ErrObvious},
		{"Summer2026!!", ErrObvious},
		{"maren likes tea", ErrPersonal},
		{"the ODUYA family", ErrPersonal},
		{"kettleworks tea", ErrPersonal},
	}
	for _, tt := range tests {
		t.Run(tt.password, func(t *testing.T) {
			t.Parallel()
			if err := Check(tt.password, personal...); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if err := Check("maren likes tea"); err != nil {
		t.Errorf("somebody else may: %v", err)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("password123", "Maren")
	f.Add("\u0130stanbul nights", "x@y.example")
	f.Fuzz(func(t *testing.T, password, personal string) {
		text, _ := normalise(password)
		if err := Check(password, personal); err == nil && utf8.RuneCountInString(text) < MinLength {
			t.Errorf("%q passes", password)
		}
		if err := Check(password+"maren", personal, "Maren"); err == nil {
			t.Errorf("%q with the name passes", password)
		}
	})
}
