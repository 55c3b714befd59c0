package browser

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"switchboard/internal/console"
)

var loadedAtOnce = regexp.MustCompile(`<(?:script|link)[^>]+(?:src|href)="(/assets/[^"]+\.js)"`)

// TestTheFirstChunkIsSmall adds up every script the page loads before anybody has done anything.
func TestTheFirstChunkIsSmall(t *testing.T) {
	t.Parallel()
	const most = 200_000
	if !console.Built() {
		t.Fatal("the console is not built in; run `make console` first")
	}
	page := load(t, "/")
	names := loadedAtOnce.FindAllSubmatch(page, -1)
	if len(names) == 0 {
		t.Fatalf("the page loads no script:\n%s", page)
	}
	sum := 0
	for _, name := range names {
		sum += zipped(t, load(t, string(name[1])))
	}
	if sum > most {
		t.Errorf("the first scripts are %d bytes compressed, at most %d are wanted", sum, most)
	}
	t.Logf("%d bytes compressed in %d scripts", sum, len(names))
}

func load(t *testing.T, path string) []byte {
	t.Helper()
	w := httptest.NewRecorder()
	console.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", path, w.Code)
	}
	return w.Body.Bytes()
}

func zipped(t *testing.T, text []byte) int {
	t.Helper()
	var small bytes.Buffer
	w := gzip.NewWriter(&small)
	if _, err := io.Copy(w, bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return small.Len()
}
