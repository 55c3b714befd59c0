package push_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/netguard"
	"switchboard/internal/push"
)

// receiver is a browser: its keys, and how it reads what it is sent (RFC 8291 and RFC 8188), written from the standards.
type receiver struct {
	key  *ecdh.PrivateKey
	auth []byte
}

func newReceiver(t *testing.T) receiver {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	auth := make([]byte, 16)
	rand.Read(auth)
	return receiver{key, auth}
}

func (r receiver) subscription(endpoint string) push.Browser {
	return push.Browser{Endpoint: endpoint, P256dh: base64.RawURLEncoding.EncodeToString(r.key.PublicKey().Bytes()),
		Auth: base64.RawURLEncoding.EncodeToString(r.auth)}
}

func (r receiver) read(t *testing.T, body []byte) []byte {
	t.Helper()
	if len(body) < 21 || len(body) < 21+int(body[20]) {
		t.Fatalf("a body of %d bytes", len(body))
	}
	salt, size, sender, sealed := body[:16], binary.BigEndian.Uint32(body[16:20]), body[21:21+body[20]], body[21+int(body[20]):]
	if uint32(len(sealed)) > size {
		t.Fatalf("a record of %d bytes where %d were announced", len(sealed), size)
	}
	public, err := ecdh.P256().NewPublicKey(sender)
	if err != nil {
		t.Fatal(err)
	}
	shared, err := r.key.ECDH(public)
	if err != nil {
		t.Fatal(err)
	}
	info := "WebPush: info\x00" + string(r.key.PublicKey().Bytes()) + string(sender)
	ikm := derive(t, shared, r.auth, info, 32)
	block, err := aes.NewCipher(derive(t, ikm, salt, "Content-Encoding: aes128gcm\x00", 16))
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := gcm.Open(nil, derive(t, ikm, salt, "Content-Encoding: nonce\x00", 12), sealed, nil)
	if err != nil {
		t.Fatal(err)
	}
	end := bytes.LastIndexByte(plain, 2) // the delimiter of the last record; what follows is padding
	if end < 0 {
		t.Fatal("no end of the record")
	}
	return plain[:end]
}

func derive(t *testing.T, secret, salt []byte, info string, n int) []byte {
	t.Helper()
	out, err := hkdf.Key(sha256.New, secret, salt, info, n)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func raw(t *testing.T, text string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestTheReceiverReadsTheExampleOfTheStandard holds the receiver of these tests to section 5 of RFC 8291, so that what it
// can read is what browsers can.
func TestTheReceiverReadsTheExampleOfTheStandard(t *testing.T) {
	t.Parallel()
	key, err := ecdh.P256().NewPrivateKey(raw(t, "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"))
	if err != nil {
		t.Fatal(err)
	}
	r := receiver{key, raw(t, "BTBZMqHH6r4Tts7J_aSIgg")}
	body := raw(t, "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95"+
		"bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN")
	if got := string(r.read(t, body)); got != "When I grow up, I want to be a watermelon" {
		t.Errorf("%q", got)
	}
}

// service is a push service that answers with a status.
type service struct {
	*httptest.Server
	status int
	header http.Header
	body   []byte
	got    http.Header
	times  int
}

func newService(t *testing.T, status int) *service {
	t.Helper()
	s := &service{status: status, header: http.Header{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.times++
		s.got = r.Header
		s.body, _ = io.ReadAll(r.Body)
		for name := range s.header {
			w.Header().Set(name, s.header.Get(name))
		}
		w.WriteHeader(s.status)
	}))
	t.Cleanup(s.Close)
	return s
}

func sender(t *testing.T) push.Sender {
	t.Helper()
	keys, err := push.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	guard := netguard.New(netguard.Options{AllowPrivate: true, TotalTimeout: time.Second})
	t.Cleanup(guard.Close)
	return push.Sender{Client: guard.Sending(), Keys: keys, Subject: "ops@kettles.example", Now: time.Now}
}

func TestOnlyTheBrowserCanReadIt(t *testing.T) {
	t.Parallel()
	s, r, from := newService(t, 201), newReceiver(t), sender(t)
	want := push.Message{Title: "A conversation is offered to you", Body: "Mïra", Tag: "ntc_1", Event: "offer", Count: 1, Loud: true}
	if err := from.Push(t.Context(), r.subscription(s.URL+"/p/1"), want); err != nil {
		t.Fatal(err)
	}
	var got push.Message
	if err := json.Unmarshal(r.read(t, s.body), &got); err != nil || got.Title != want.Title || got.Body != want.Body || !got.Loud {
		t.Errorf("%+v, %v", got, err)
	}
	if bytes.Contains(s.body, []byte("Mïra")) {
		t.Error("the service in between can read it")
	}
	if s.got.Get("Content-Encoding") != "aes128gcm" || s.got.Get("Urgency") != "high" || s.got.Get("TTL") != "14400" {
		t.Errorf("header %v", s.got)
	}
	verify(t, s.got.Get("Authorization"), from.Keys.Public, s.URL)
}

// verify checks the signature of RFC 8292 as a push service does.
func verify(t *testing.T, header, public, audience string) {
	t.Helper()
	token, key, ok := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	parts := strings.Split(token, ".")
	if !ok || key != public || len(parts) != 3 {
		t.Fatalf("authorization %q", header)
	}
	point, signature := raw(t, key), raw(t, parts[2])
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	known, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		t.Fatal(err)
	}
	if !ecdsa.Verify(known, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		t.Error("the signature does not fit the key")
	}
	var claims struct {
		Aud, Sub string
		Exp      int64
	}
	if err := json.Unmarshal(raw(t, parts[1]), &claims); err != nil {
		t.Fatal(err)
	}
	if claims.Aud != audience || claims.Sub != "mailto:ops@kettles.example" || time.Until(time.Unix(claims.Exp, 0)) > 24*time.Hour {
		t.Errorf("claims %+v", claims)
	}
}

func TestWhatAPushServiceAnswers(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]func(error) bool{
		200: func(err error) bool { return err == nil },
		201: func(err error) bool { return err == nil },
		404: func(err error) bool { return errors.Is(err, push.ErrGone) },
		410: func(err error) bool { return errors.Is(err, push.ErrGone) },
		413: func(err error) bool { return errors.Is(err, push.ErrRefused) },
		403: func(err error) bool { return errors.Is(err, push.ErrRefused) },
		307: func(err error) bool { return errors.Is(err, push.ErrRefused) },
		429: func(err error) bool {
			var later *push.Later
			return errors.As(err, &later) && later.After == 90*time.Second
		},
		502: func(err error) bool {
			var later *push.Later
			return err != nil && !errors.As(err, &later) && !errors.Is(err, push.ErrGone) && !errors.Is(err, push.ErrRefused)
		},
	} {
		s := newService(t, status)
		s.header.Set("Retry-After", "90")
		s.header.Set("Location", s.URL+"/elsewhere")
		err := sender(t).Push(t.Context(), newReceiver(t).subscription(s.URL), push.Message{Title: "x"})
		if !want(err) || s.times != 1 {
			t.Errorf("status %d: %v, asked %d times", status, err, s.times)
		}
	}
}

func TestWhetherItMayHaveArrived(t *testing.T) {
	t.Parallel()
	var later *push.Later
	s := newService(t, 201)
	s.Close()
	if err := sender(t).Push(t.Context(), newReceiver(t).subscription(s.URL), push.Message{}); !errors.As(err, &later) {
		t.Errorf("nobody there: %v", err)
	}
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}))
	defer slow.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	err := sender(t).Push(ctx, newReceiver(t).subscription(slow.URL), push.Message{})
	if err == nil || errors.As(err, &later) || errors.Is(err, push.ErrRefused) {
		t.Errorf("no answer: %v", err)
	}
	inside := push.Sender{Client: netguard.New(netguard.Options{}).Sending(), Keys: sender(t).Keys, Now: time.Now}
	if err := inside.Push(t.Context(), newReceiver(t).subscription(slow.URL), push.Message{}); !errors.Is(err, push.ErrRefused) || errors.As(err, &later) {
		t.Errorf("an address inside: %v", err)
	}
}

func TestWhatNoBrowserGives(t *testing.T) {
	t.Parallel()
	good := newReceiver(t).subscription("https://push.example/1")
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*push.Browser){
		"not encrypted": func(b *push.Browser) { b.Endpoint = "http://push.example/1" },
		"no address":    func(b *push.Browser) { b.Endpoint = "push" },
		"a password":    func(b *push.Browser) { b.Endpoint = "https://u:p@push.example/1" },
		"no key":        func(b *push.Browser) { b.P256dh = "" },
		"not on the curve": func(b *push.Browser) {
			b.P256dh = base64.RawURLEncoding.EncodeToString(append([]byte{4}, make([]byte, 64)...))
		},
		"a short secret":    func(b *push.Browser) { b.Auth = "AAAA" },
		"a secret of stars": func(b *push.Browser) { b.Auth = "****" },
	} {
		b := good
		change(&b)
		if err := b.Check(); !switchboard.IsCode(err, switchboard.CodeInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("https://push.example/1", "BA", "AAAA")
	f.Fuzz(func(t *testing.T, endpoint, key, auth string) {
		err := push.Browser{Endpoint: endpoint, P256dh: key, Auth: auth}.Check()
		if err != nil && !switchboard.IsCode(err, switchboard.CodeInvalid) {
			t.Errorf("%v", err)
		}
	})
}
