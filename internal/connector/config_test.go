package connector

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
)

func TestCheckConfigCleansAndParts(t *testing.T) {
	t.Parallel()
	clean, secrets, err := complete().CheckConfig(map[string]string{
		"server": " https://Board.example/eu/#top ", "token": "hush", "watch": "gate, hinge\nlatch,gate", "pages": "007",
		"media": "TRUE",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"server": "https://Board.example/eu", "watch": "gate,hinge,latch", "pages": "7",
		"media": "true", "tone": "mild"}
	if diff := cmp.Diff(want, clean); diff != "" {
		t.Errorf("clean (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"token": "hush"}, secrets); diff != "" {
		t.Errorf("secrets (-want +got):\n%s", diff)
	}
}

func TestCheckConfigNamesEveryField(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		values map[string]string
		field  string
		code   switchboard.Code
		hint   string
	}{
		"missing":       {map[string]string{"token": "x"}, "server", switchboard.CodeInvalid, "Where the board is."},
		"no address":    {map[string]string{"server": "board", "token": "x"}, "server", switchboard.CodeInvalid, "https://"},
		"with password": {map[string]string{"server": "https://a:b@c", "token": "x"}, "server", switchboard.CodeInvalid, "@"},
		"no number":     {good("pages", "three"), "pages", switchboard.CodeInvalid, "digits"},
		"no bool":       {good("media", "perhaps"), "media", switchboard.CodeInvalid, "true or false"},
		"no choice":     {good("tone", "loud"), "tone", switchboard.CodeInvalid, "mild, shrill"},
		"not text":      {good("token", "a\x00b"), "token", switchboard.CodeInvalid, "again"},
		"two lines":     {good("token", "a\nb"), "token", switchboard.CodeInvalid, "one line"},
		"endless":       {good("watch", strings.Repeat("x", MaxValue+1)), "watch", switchboard.CodeTooLarge, "16384"},
		"typing":        {good("tokn", "x"), "tokn", switchboard.CodeUnknownField, "Did you mean token?"},
		"stranger":      {good("colour", "x"), "colour", switchboard.CodeUnknownField, "It has: server, token"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := complete().CheckConfig(c.values)
			var config *ConfigError
			if !errors.As(err, &config) || len(config.Fields) != 1 {
				t.Fatalf("err = %v, want one field's", err)
			}
			got := config.Fields[0]
			if got.Field != c.field || got.Code != c.code || !strings.Contains(got.Hint, c.hint) {
				t.Errorf("got %s on %q with hint %q", got.Code, got.Field, got.Hint)
			}
		})
	}
}

func good(name, value string) map[string]string {
	values := map[string]string{"server": "https://board.example", "token": "x"}
	values[name] = value
	return values
}

func TestFieldCheckMayRefuseAndRewrite(t *testing.T) {
	t.Parallel()
	spec := complete()
	spec.Config[0].Check = func(value string) (string, error) {
		if strings.HasPrefix(value, "http:") {
			return "", errors.New("it must be encrypted")
		}
		return strings.ToLower(value), nil
	}
	clean, _, err := spec.CheckConfig(good("server", "https://BOARD.example"))
	if err != nil || clean["server"] != "https://board.example" {
		t.Errorf("clean = %v, %v", clean, err)
	}
	if _, _, err = spec.CheckConfig(good("server", "http://board.example")); err == nil ||
		!strings.Contains(err.Error(), "it must be encrypted") {
		t.Errorf("err = %v", err)
	}
}

// Whatever is sent, a cleaned configuration is clean already, and nothing sealed lies open.
func TestCheckConfigIsIdempotent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.MapOf(rapid.SampledFrom([]string{"server", "token", "tone", "watch", "pages", "media"}),
			rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"https://a.example/x?y=1#z", "true", "12", "shrill",
				"a,,b", " t "}))).Draw(t, "values")
		spec := complete()
		clean, secrets, err := spec.CheckConfig(values)
		if err != nil {
			return
		}
		again := map[string]string{"token": secrets["token"]}
		for name, value := range clean {
			if name == "token" {
				t.Fatal("the token lies open")
			}
			again[name] = value
		}
		twice, _, err := spec.CheckConfig(again)
		if err != nil || !cmp.Equal(clean, twice) {
			t.Fatalf("again: %v, %v; first %v", twice, err, clean)
		}
	})
}

func FuzzCheckConfig(f *testing.F) {
	f.Add("https://board.example", "x", "name")
	f.Add("http://[::1", "\xff", "tok\x00en")
	f.Fuzz(func(t *testing.T, server, token, other string) {
		values := map[string]string{"server": server, "token": token}
		values[other] = token
		clean, _, err := complete().CheckConfig(values)
		if err == nil && strings.ContainsRune(clean["server"], 0) {
			t.Errorf("clean server %q", clean["server"])
		}
		if err != nil && err.Error() == "" {
			t.Error("an error without words")
		}
	})
}
