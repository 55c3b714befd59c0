package console

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func site1() http.Handler {
	return handlerOf(fstest.MapFS{
		"dist/app/index.html":      {Data: []byte(`<html><meta name="csp-nonce" content="__NONCE__"></html>`)},
		"dist/app/assets/a-1.js":   {Data: []byte(strings.Repeat("let a = 1;", 200))},
		"dist/app/favicon.svg":     {Data: []byte("<svg/>")},
		"dist/app/assets/font.ttf": {Data: []byte("x")},
		"dist/stub.html":           {Data: []byte("stub __NONCE__")},
	})
}

func get(h http.Handler, method, path, accept string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("Accept-Encoding", accept)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestEveryAddressOfTheConsoleIsItsPage(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/c/cnv_1", "/v/mine?sort=due", "/index.html", "/assets", "/../etc"} {
		w := get(site1(), http.MethodGet, path, "")
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "csp-nonce") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestThePageNamesItsNonceOnce(t *testing.T) {
	t.Parallel()
	one, two := get(site1(), http.MethodGet, "/", ""), get(site1(), http.MethodGet, "/", "")
	policy := one.Header().Get("Content-Security-Policy")
	_, rest, _ := strings.Cut(policy, "'nonce-")
	nonce, _, _ := strings.Cut(rest, "'")
	if len(nonce) < 20 || !strings.Contains(one.Body.String(), nonce) || strings.Contains(one.Body.String(), nonceMark) {
		t.Errorf("nonce %q, page %s", nonce, one.Body)
	}
	if two.Header().Get("Content-Security-Policy") == policy {
		t.Error("two answers share a nonce")
	}
	for _, want := range []string{"default-src 'none'", "script-src 'self';", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("%s lacks %s", policy, want)
		}
	}
}

func TestFilesAreServedCompressedAndForGood(t *testing.T) {
	t.Parallel()
	plain := get(site1(), http.MethodGet, "/assets/a-1.js", "")
	small := get(site1(), http.MethodGet, "/assets/a-1.js", "br, gzip")
	if small.Header().Get("Content-Encoding") != "gzip" || small.Body.Len() >= plain.Body.Len() {
		t.Fatalf("%v, %d of %d bytes", small.Header(), small.Body.Len(), plain.Body.Len())
	}
	r, err := gzip.NewReader(small.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, plain.Body.Bytes()) {
		t.Errorf("%v: not the same bytes", err)
	}
	if !strings.Contains(plain.Header().Get("Cache-Control"), "immutable") || !strings.Contains(plain.Header().Get("Content-Type"), "javascript") {
		t.Errorf("%v", plain.Header())
	}
	if got := get(site1(), http.MethodGet, "/favicon.svg", "").Header().Get("Cache-Control"); got != "no-cache" {
		t.Errorf("favicon: %s", got)
	}
	if got := get(site1(), http.MethodGet, "/assets/font.ttf", "gzip").Header().Get("Content-Encoding"); got != "" {
		t.Error("what does not shrink was compressed")
	}
}

func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/assets/a-2.js", "/favicon.ico", "/dist/stub.html", "/assets/../../stub.html"} {
		if w := get(site1(), http.MethodGet, path, ""); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := get(site1(), http.MethodPost, "/", ""); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

func TestTheTypefaceIsServedWhereItIsSaidToBe(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"dist/app/index.html": {},
		"dist/app/assets/hanken-grotesk-latin-ext-wght-normal-A_1.woff2": {Data: []byte("ext")},
		"dist/app/assets/hanken-grotesk-latin-wght-normal-B_2.woff2":     {Data: []byte("latin")},
	}
	if got := get(handlerOf(files), http.MethodGet, typefaceOf(files), "").Body.String(); got != "latin" {
		t.Errorf("%s gives %q", typefaceOf(files), got)
	}
	if at := typefaceOf(fstest.MapFS{stub: {}}); at != "" {
		t.Errorf("no console, and yet a typeface at %s", at)
	}
	if Built() && get(Handler(), http.MethodGet, Typeface(), "").Code != http.StatusOK {
		t.Errorf("the console that was built in gives no typeface at %q", Typeface())
	}
}

func TestWithoutTheConsoleThereIsAPageThatSaysSo(t *testing.T) {
	t.Parallel()
	bare := handlerOf(fstest.MapFS{"dist/stub.html": {Data: []byte("stub __NONCE__")}})
	w := get(bare, http.MethodGet, "/", "")
	if body := w.Body.String(); !strings.HasPrefix(body, "stub ") || strings.Contains(body, nonceMark) {
		t.Errorf("%s", body)
	}
	if stubbed, err := embedded.ReadFile(stub); err != nil || !bytes.Contains(stubbed, []byte("make run")) {
		t.Errorf("the committed page: %v", err)
	}
}

// mostAtFirst is how many bytes of script, compressed, a browser may have to load before it shows the first page.
const mostAtFirst = 200_000

func TestTheFirstPageIsLight(t *testing.T) {
	t.Parallel()
	if !Built() {
		t.Fatal("the console is not built in; run `make console` first")
	}
	page := get(Handler(), http.MethodGet, "/", "").Body.String()
	asked := regexp.MustCompile(`(?:src|href)="(/assets/[^"]+\.js)"`).FindAllStringSubmatch(page, -1)
	total := 0
	for _, part := range asked {
		file := get(Handler(), http.MethodGet, part[1], "gzip")
		if file.Code != http.StatusOK {
			t.Errorf("%s: %d", part[1], file.Code)
		}
		total += file.Body.Len()
	}
	t.Logf("%d files, %d bytes", len(asked), total)
	if len(asked) < 2 || total > mostAtFirst {
		t.Errorf("%d files of %d bytes are loaded at first, at most %d may be", len(asked), total, mostAtFirst)
	}
}
