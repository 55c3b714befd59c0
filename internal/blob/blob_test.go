package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"
)

func open(t *testing.T, limits Limits) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "blobs"), limits)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t *testing.T, s *Store, content string) Ref {
	t.Helper()
	ref, err := s.PutBytes(t.Context(), []byte(content), "")
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func read(t *testing.T, s *Store, h Hash) string {
	t.Helper()
	r, _, err := s.Get(h)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != "lock" {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestPutThenGet(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{})
	ref := put(t, s, "The kettle arrived without its lid.")
	if want := Hash(sha256.Sum256([]byte("The kettle arrived without its lid."))); ref.Hash != want {
		t.Errorf("hash %s, want %s", ref.Hash, want)
	}
	if ref.Size != 35 || ref.MediaType != "text/plain" {
		t.Errorf("got %d bytes of %s", ref.Size, ref.MediaType)
	}
	if got := read(t, s, ref.Hash); got != "The kettle arrived without its lid." {
		t.Errorf("read %q", got)
	}
	info, err := s.Stat(ref.Hash)
	if err != nil || info.Size != 35 || info.Hash != ref.Hash || time.Since(info.StoredAt).Abs() > time.Minute {
		t.Errorf("stat gives %+v, %v", info, err)
	}
	if err := s.Verify(ref.Hash); err != nil {
		t.Error(err)
	}
}

func TestWhatIsPutIsWhatIsRead(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{MaxSize: 4096})
	rapid.Check(t, func(rt *rapid.T) {
		content := rapid.SliceOfN(rapid.Byte(), 0, 5000).Draw(rt, "content")
		ref, err := s.Put(t.Context(), iotest.HalfReader(bytes.NewReader(content)), "image/png")
		if len(content) > 4096 {
			if !errors.Is(err, ErrTooLarge) {
				rt.Fatalf("%d bytes give %v", len(content), err)
			}
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		if got := read(t, s, ref.Hash); got != string(content) || ref.Size != int64(len(content)) {
			rt.Fatalf("read %d bytes, ref says %d, put %d", len(got), ref.Size, len(content))
		}
	})
	if left, _ := os.ReadDir(s.tmp()); len(left) != 0 {
		t.Errorf("%d temporary files left behind", len(left))
	}
}

func TestOnlyTheOwnerMayRead(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{})
	put(t, s, "private")
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		stat, err := d.Info()
		if err == nil && stat.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, stat.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEqualContentIsStoredOnce(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{})
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, err := s.PutBytes(t.Context(), []byte("same picture"), ""); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := files(t, s.dir); len(got) != 1 {
		t.Errorf("stored %d files: %v", len(got), got)
	}
}

func TestPutHealsADamagedFile(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{})
	ref := put(t, s, "receipt")
	if err := os.WriteFile(s.path(ref.Hash), []byte("rubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(ref.Hash); !errors.Is(err, ErrCorrupt) {
		t.Fatalf("a damaged file verifies as %v", err)
	}
	put(t, s, "receipt")
	if err := s.Verify(ref.Hash); err != nil {
		t.Errorf("after a new Put: %v", err)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	gone := errors.New("the sender hung up")
	ended, cancel := context.WithCancelCause(t.Context())
	cancel(gone)
	tests := []struct {
		name   string
		ctx    context.Context
		from   io.Reader
		free   int64
		wanted error
	}{
		{"too large", t.Context(), strings.NewReader(strings.Repeat("x", 101)), 1 << 30, ErrTooLarge},
		{"endless", t.Context(), endless{}, 1 << 30, ErrTooLarge},
		{"broken off", t.Context(), iotest.ErrReader(gone), 1 << 30, gone},
		{"broken off late", t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(gone)), 1 << 30, gone},
		{"cancelled", ended, strings.NewReader("x"), 1 << 30, gone},
		{"disk nearly full", t.Context(), strings.NewReader("x"), 999, ErrDiskReserve},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := open(t, Limits{MaxSize: 100, Reserve: 1000})
			s.reserve.Free = func(string) (int64, error) { return tt.free, nil }
			if _, err := s.Put(tt.ctx, tt.from, ""); !errors.Is(err, tt.wanted) {
				t.Errorf("got %v, want %v", err, tt.wanted)
			}
			if left := files(t, s.dir); len(left) != 0 {
				t.Errorf("a refused Put left %v", left)
			}
		})
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestDiskFillsUpDuringAPut(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{MaxSize: 1 << 30, Reserve: 5 << 20})
	free := int64(8 << 20)
	s.reserve.Free = func(string) (int64, error) { free -= 1 << 20; return free, nil }
	if _, err := s.Put(t.Context(), endless{}, ""); !errors.Is(err, ErrDiskReserve) {
		t.Errorf("got %v", err)
	}
	if left := files(t, s.dir); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

func TestDurableInOrderBeforeReturning(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{})
	real := s.durable
	var steps []string
	s.durable = durable{
		syncFile: func(f *os.File) error {
			if stat, _ := f.Stat(); stat.Size() != 5 {
				t.Errorf("synced with %d bytes written", stat.Size())
			}
			steps = append(steps, "file")
			return real.syncFile(f)
		},
		rename: func(from, to string) error { steps = append(steps, "rename"); return real.rename(from, to) },
		syncDir: func(dir string) error {
			steps = append(steps, "folder "+filepath.Base(dir))
			return real.syncDir(dir)
		},
	}
	ref := put(t, s, "photo")
	if got, want := strings.Join(steps, ", "), "file, rename, folder "+ref.Hash.String()[:2]; got != want {
		t.Errorf("did %s; want %s", got, want)
	}
}

func TestAFailedSyncIsNoSuccess(t *testing.T) {
	t.Parallel()
	broken := errors.New("input/output error")
	tests := map[string]func(*durable){
		"file":   func(d *durable) { d.syncFile = func(*os.File) error { return broken } },
		"rename": func(d *durable) { d.rename = func(string, string) error { return broken } },
		"folder": func(d *durable) { d.syncDir = func(string) error { return broken } },
	}
	for name, breakIt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, Limits{})
			breakIt(&s.durable)
			if _, err := s.PutBytes(t.Context(), []byte("x"), ""); !errors.Is(err, broken) {
				t.Errorf("Put acknowledged although the %s step failed: %v", name, err)
			}
		})
	}
}

func TestOpenRemovesLeftoversOfTheDeadOnly(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{})
	alive, err := s.createTemp()
	if err != nil {
		t.Fatal(err)
	}
	defer alive.Close()
	dead := filepath.Join(s.tmp(), "put-dead")
	if err := os.WriteFile(dead, []byte("half a pho"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(s.dir, Limits{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dead); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the leftover is still there: %v", err)
	}
	if _, err := os.Stat(alive.Name()); err != nil {
		t.Errorf("a file being written was removed: %v", err)
	}
}

func TestOpenRefusesAFile(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(name, Limits{}); err == nil {
		t.Error("opened a plain file as a folder")
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{})
	ref := put(t, s, "erase me")
	reader, _, err := s.Get(ref.Hash)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	for range 2 {
		if err := s.Delete(ref.Hash); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := s.Get(ref.Hash); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get after Delete: %v", err)
	}
	if _, err := s.Stat(ref.Hash); !errors.Is(err, ErrNotFound) {
		t.Errorf("Stat after Delete: %v", err)
	}
	if err := s.Verify(ref.Hash); !errors.Is(err, ErrNotFound) {
		t.Errorf("Verify after Delete: %v", err)
	}
	if content, err := io.ReadAll(reader); err != nil || string(content) != "erase me" {
		t.Errorf("the open reader lost its content: %q, %v", content, err)
	}
}

func TestHashText(t *testing.T) {
	t.Parallel()
	good := Hash(sha256.Sum256(nil))
	if got, err := ParseHash(good.String()); err != nil || got != good {
		t.Errorf("got %v, %v", got, err)
	}
	for _, bad := range []string{"", "00", strings.ToUpper(good.String()), good.String() + "0", strings.Repeat("z", 64)} {
		if _, err := ParseHash(bad); err == nil {
			t.Errorf("accepted %q", bad)
		}
	}
}

func FuzzParseHash(f *testing.F) {
	f.Add(strings.Repeat("0a", 32))
	f.Add("../../etc/passwd")
	f.Fuzz(func(t *testing.T, s string) {
		if h, err := ParseHash(s); err == nil && h.String() != s {
			t.Errorf("%q reads as %s", s, h)
		}
	})
}
