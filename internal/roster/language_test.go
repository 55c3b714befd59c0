package roster_test

import (
	"testing"

	"switchboard/internal/roster"
)

func TestLanguageName(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]string{"fr": "French", "pt-BR": "Brazilian Portuguese", "qqq": "qqq", "": "", "not a tag": "not a tag"} {
		if got := roster.LanguageName(tag); got != want {
			t.Errorf("%q is %q, want %q", tag, got, want)
		}
	}
}
