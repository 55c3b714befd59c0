package blob

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// age makes a stored file look as if it had been put long ago.
func age(t *testing.T, s *Store, h Hash, by time.Duration) {
	t.Helper()
	at := time.Now().Add(-by)
	if err := os.Chtimes(s.path(h), at, at); err != nil {
		t.Fatal(err)
	}
}

func TestWalkVisitsAllInOrder(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{})
	want := map[Hash]int64{}
	for _, content := range []string{"a", "bb", "ccc", "dddd", "eeeee"} {
		want[put(t, s, content).Hash] = int64(len(content))
	}
	if err := os.WriteFile(filepath.Join(s.dir, "00", "stray.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	last := ""
	err := s.Walk(func(i Info) error {
		if i.Hash.String() <= last {
			t.Errorf("%s after %s", i.Hash, last)
		}
		if want[i.Hash] != i.Size {
			t.Errorf("%s: %d bytes, want %d", i.Hash, i.Size, want[i.Hash])
		}
		last = i.Hash.String()
		delete(want, i.Hash)
		return nil
	})
	if err != nil || len(want) != 0 {
		t.Errorf("walk: %v; missed %v", err, want)
	}
	enough := errors.New("enough")
	if err := s.Walk(func(Info) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("walk went on: %v", err)
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{})
	wanted, fresh, orphan := put(t, s, "wanted"), put(t, s, "fresh orphan"), put(t, s, "old orphan")
	age(t, s, wanted.Hash, 48*time.Hour)
	age(t, s, orphan.Hash, 48*time.Hour)
	swept, err := s.Sweep(func(h Hash) bool { return h == wanted.Hash }, time.Now().Add(-24*time.Hour))
	if err != nil || swept != (Swept{Files: 1, Bytes: orphan.Size}) {
		t.Errorf("swept %+v, %v", swept, err)
	}
	if _, err := s.Stat(orphan.Hash); !errors.Is(err, ErrNotFound) {
		t.Errorf("the orphan is still there: %v", err)
	}
	for _, ref := range []Ref{wanted, fresh} {
		if _, err := s.Stat(ref.Hash); err != nil {
			t.Errorf("%s is gone: %v", ref.Hash, err)
		}
	}
}

func TestSweepSparesWhatIsPutWhileItJudges(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{})
	ref := put(t, s, "sent again")
	age(t, s, ref.Hash, 48*time.Hour)
	again := func(Hash) bool {
		put(t, s, "sent again")
		return false
	}
	if _, err := s.Sweep(again, time.Now().Add(-24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Stat(ref.Hash); err != nil {
		t.Errorf("swept although it was put anew: %v", err)
	}
}

func TestNothingAcknowledgedIsSweptByAnotherStore(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{})
	other, err := Open(s.dir, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := other.Sweep(func(Hash) bool { return false }, time.Now().Add(-time.Hour)); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for range 200 {
		ref := put(t, s, "the same voucher, again and again")
		if _, err := s.Stat(ref.Hash); err != nil {
			t.Fatalf("an acknowledged file is gone: %v", err)
		}
		age(t, s, ref.Hash, 2*time.Hour)
	}
	close(stop)
	wg.Wait()
}
