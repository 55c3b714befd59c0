package console

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"embed"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed all:dist
var embedded embed.FS

// Handler serves the console that was built in.
func Handler() http.Handler { return handlerOf(embedded) }

// Built reports whether the console was built in; otherwise there is the page that says how.
func Built() bool {
	_, err := fs.Stat(embedded, built)
	return err == nil
}

// Typeface is the address at which Handler gives the typeface of the console, empty where it was not built in.
func Typeface() string { return typefaceOf(embedded) }

func typefaceOf(files fs.FS) string {
	found, err := fs.Glob(files, path.Dir(built)+"/assets/hanken-grotesk-latin-wght-*.woff2")
	if err != nil || len(found) == 0 {
		return ""
	}
	return strings.TrimPrefix(found[0], path.Dir(built))
}

const (
	built = "dist/app/index.html"
	stub  = "dist/stub.html"
	// nonceMark stands in the page where the nonce of an answer belongs.
	nonceMark = "__NONCE__"
)

// site is the page and its files.
type site struct {
	files fs.FS
	page  []byte
	mu    sync.Mutex
	ready map[string]*file
}

// file is one thing that can be loaded, as it is and compressed.
type file struct {
	body, small []byte
	kind        string
}

func handlerOf(files fs.FS) http.Handler {
	s := &site{files: files, ready: map[string]*file{}}
	page, err := fs.ReadFile(files, built)
	if err != nil {
		page, _ = fs.ReadFile(files, stub) // it is committed; without it the page is empty
	}
	s.page = page
	return s
}

// ServeHTTP answers a file by its name, and the page for everything else: the addresses inside the console are its own.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "This address can only be read.", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if f := s.file(name); f != nil {
		serveFile(w, r, name, f)
		return
	}
	if path.Ext(name) != "" && name != "index.html" {
		http.NotFound(w, r)
		return
	}
	s.servePage(w)
}

// servePage gives the page under a policy that lets in nothing but the console's own files. Style elements, which some
// widgets add while they are open, need the nonce of this answer.
func (s *site) servePage(w http.ResponseWriter) {
	nonce := rand.Text()
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"+nonce+"'; "+
		"img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "+
		"frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	_, _ = w.Write(bytes.ReplaceAll(s.page, []byte(nonceMark), []byte(nonce))) // whoever left needs no page
}

// serveFile gives a file. Those under assets/ have their content in their name and never change.
func serveFile(w http.ResponseWriter, r *http.Request, name string, f *file) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body := f.body
	if f.small != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.small
	}
	_, _ = w.Write(body)
}

// file reads a file once and keeps it, compressed when that pays; nil when there is none of the name.
func (s *site) file(name string) *file {
	if name == "" || name == "index.html" || !fs.ValidPath(name) {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if f, known := s.ready[name]; known {
		return f
	}
	body, err := fs.ReadFile(s.files, "dist/app/"+name)
	if err != nil {
		return nil
	}
	f := &file{body: body, kind: mime.TypeByExtension(path.Ext(name))}
	if f.kind == "" {
		f.kind = "application/octet-stream"
	}
	if small := compressed(body); len(small) < len(body) {
		f.small = small
	}
	s.ready[name] = f
	return f
}

func compressed(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is one there is
	_, _ = w.Write(body)                                    // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}
