package webhook

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/connector"
)

const (
	secret = "a-secret-of-the-quay"
	older  = "an-older-secret-once"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func TestSignedBodiesPassAndOthersDoNot(t *testing.T) {
	t.Parallel()
	body := []byte(`{"id":"1"}`)
	fine := Sign(body, noon, secret)
	cases := map[string]struct {
		header string
		body   string
		now    time.Time
		ok     bool
	}{
		"fine":            {fine, string(body), noon, true},
		"four minutes":    {fine, string(body), noon.Add(4 * time.Minute), true},
		"their clock":     {fine, string(body), noon.Add(-4 * time.Minute), true},
		"too old":         {fine, string(body), noon.Add(6 * time.Minute), false},
		"too new":         {fine, string(body), noon.Add(-6 * time.Minute), false},
		"other body":      {fine, `{"id":"2"}`, noon, false},
		"other key":       {Sign(body, noon, older), string(body), noon, false},
		"both keys":       {Sign(body, noon, older, secret), string(body), noon, true},
		"unknown version": {fine + ",v2=abc", string(body), noon, true},
		"blanks":          {strings.ReplaceAll(fine, ",", ", "), string(body), noon, true},
		"capital digits":  {strings.Replace(strings.ToUpper(fine), "T=", "t=", 1), string(body), noon, false},
		"no header":       {"", string(body), noon, false},
		"no time":         {fine[strings.Index(fine, ",")+1:], string(body), noon, false},
		"no signature":    {"t=1772625600", string(body), noon, false},
		"two times":       {fine + ",t=1772625600", string(body), noon, false},
		"moved time":      {strings.Replace(fine, "t=1", "t=2", 1), string(body), noon, false},
		"padded time":     {strings.Replace(fine, "t=", "t=0", 1), string(body), noon, false},
		"short":           {fine[:len(fine)-2], string(body), noon, false},
		"crowd":           {fine + strings.Repeat(fine[strings.Index(fine, ","):], 8), string(body), noon, false},
		"endless":         {fine + "," + strings.Repeat("x=y,", 500), string(body), noon, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			replay, err := Verify(secret, c.header, []byte(c.body), c.now)
			if (err == nil) != c.ok {
				t.Fatalf("err = %v", err)
			}
			if !c.ok && !switchboard.IsCode(err, switchboard.CodeBadSignature) {
				t.Errorf("code %s", switchboard.CodeOf(err))
			}
			if c.ok && (len(replay.Key) != 64 || !replay.Until.After(noon.Add(Tolerance))) {
				t.Errorf("replay = %+v", replay)
			}
		})
	}
}

func TestOneRequestHasOneReplayKeyWhateverSignsIt(t *testing.T) {
	t.Parallel()
	body := []byte("x")
	a, errA := Verify(secret, Sign(body, noon, secret), body, noon)
	b, errB := VerifyAny([]string{secret, older}, Sign(body, noon, older), body, noon.Add(time.Minute))
	c, errC := Verify(secret, Sign(body, noon.Add(time.Second), secret), body, noon)
	if errA != nil || errB != nil || errC != nil {
		t.Fatal(errA, errB, errC)
	}
	if a.Key != b.Key || a.Key == c.Key {
		t.Errorf("keys %s, %s, %s", a.Key, b.Key, c.Key)
	}
}

func TestAShortKeyVerifiesNothing(t *testing.T) {
	t.Parallel()
	for _, short := range []string{"", "short"} {
		if _, err := Verify(short, Sign([]byte("x"), noon, short), []byte("x"), noon); err == nil {
			t.Errorf("the key %q was accepted", short)
		}
	}
	if _, err := VerifyAny(nil, Sign([]byte("x"), noon, secret), []byte("x"), noon); err == nil {
		t.Error("no key at all was accepted")
	}
}

func TestAnyChangedByteBreaksTheSignature(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SliceOfN(rapid.Byte(), 1, 200).Draw(t, "body")
		header := Sign(body, noon, secret)
		if _, err := Verify(secret, header, body, noon); err != nil {
			t.Fatal(err)
		}
		body[rapid.IntRange(0, len(body)-1).Draw(t, "at")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		if _, err := Verify(secret, header, body, noon); err == nil {
			t.Fatal("a changed body passed")
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(Sign([]byte("x"), noon, secret, older))
	f.Add("t=,v1=")
	f.Add("t=9999999999999999999,v1=00")
	f.Fuzz(func(t *testing.T, header string) {
		s, err := parse(header)
		if err != nil {
			if !switchboard.IsCode(err, switchboard.CodeBadSignature) {
				t.Fatalf("code %s", switchboard.CodeOf(err))
			}
			return
		}
		if s.seconds == "" || len(s.signatures) == 0 {
			t.Fatalf("took %q as %+v", header, s)
		}
		if _, err := Verify(secret, header, []byte("never signed"), s.at); err == nil {
			t.Fatal("a guessed signature passed")
		}
	})
}

func TestSpecAndSettings(t *testing.T) {
	t.Parallel()
	spec := Spec()
	if err := spec.Validate(); err != nil {
		t.Fatal(err)
	}
	settings := map[string]string{"name": "quay", "key": secret, "previous_key": older, "accounts": "@ferry, @pier"}
	config, sealed, err := spec.CheckConfig(settings)
	if err != nil {
		t.Fatal(err)
	}
	if !Accepts(config, "@pier") || Accepts(config, "@pi") || spec.Realm(config) != "webhook:quay" {
		t.Errorf("config = %v", config)
	}
	if keys := Secrets(sealed); len(keys) != 2 || keys[0] != secret || keys[1] != older {
		t.Errorf("%d keys", len(keys))
	}
	for name, value := range map[string]string{"name": "Quay 1", "key": "short", "accounts": ""} {
		bad := map[string]string{"name": "quay", "key": secret, "accounts": "@ferry"}
		bad[name] = value
		if _, _, err := spec.CheckConfig(bad); err == nil {
			t.Errorf("%s = %q was accepted", name, value)
		}
	}
}

func TestOpenNeedsAKey(t *testing.T) {
	t.Parallel()
	if _, err := Spec().Open(t.Context(), connector.Env{}); err == nil {
		t.Error("opened without a key")
	}
	conn, err := Spec().Open(t.Context(), connector.Env{Config: map[string]string{"name": "quay"},
		Secrets: map[string]string{"key": secret}})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if self, err := conn.Check(t.Context()); err != nil || self.ID != "quay" {
		t.Errorf("Check = %+v, %v", self, err)
	}
	if _, reads := conn.(connector.Reader); reads {
		t.Error("it reads, though everything is pushed in")
	}
}

func TestSeveralHeadersCountAsOne(t *testing.T) {
	t.Parallel()
	whole := Sign([]byte("x"), noon, secret)
	first, rest, _ := strings.Cut(whole, ",")
	header := Header(http.Header{HeaderName: {first, rest}})
	if _, err := Verify(secret, header, []byte("x"), noon); err != nil {
		t.Error(err)
	}
}
