package email

import "testing"

func TestWritableAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{"a@mail_host.example": "a@mail_host.example", "a@kessel.example": "a@kessel.example",
		"a@käse.example": "a@xn--kse-qla.example", "a@": "", "@b.example": "", "a b@c.example": "", "a@b.example>": ""} {
		if got, ok := writable(address); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v", address, got, ok)
		}
	}
}
