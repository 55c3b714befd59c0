package blob

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"switchboard"
)

func TestRefusal(t *testing.T) {
	t.Parallel()
	for err, code := range map[error]switchboard.Code{ErrTooLarge: switchboard.CodeTooLarge, ErrDiskReserve: switchboard.CodeDiskReserve} {
		got := Refusal(fmt.Errorf("store a file: %w", err))
		if got == nil || got.Code != code || got.Hint == "" || !errors.Is(got, err) {
			t.Errorf("%v became %v", err, got)
		}
	}
	if got := Refusal(errors.New("the disk is on fire")); got != nil {
		t.Errorf("a fault of ours became %v", got)
	}
	if got := Refusal(nil); got != nil {
		t.Errorf("nothing became %v", got)
	}
}

func TestDescribeSaysWhatPutSaid(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{})
	for content, hint := range map[string]string{"a,b\n1,2\n": "text/csv", "<html><script>": "image/png", "plain": ""} {
		want, err := s.PutBytes(t.Context(), []byte(content), hint)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Describe(want.Hash, hint)
		if err != nil || got != want {
			t.Errorf("%q: %+v, %v; want %+v", content, got, err, want)
		}
	}
	if _, err := s.Describe(Hash{}, ""); !errors.Is(err, ErrNotFound) {
		t.Errorf("of nothing: %v", err)
	}
}

func TestSweepShardStaysInItsShard(t *testing.T) {
	t.Parallel()
	s := open(t, Limits{})
	here := put(t, s, "one")
	shard := here.Hash[0]
	for n := 0; ; n++ {
		if other := put(t, s, fmt.Sprint("other ", n)); other.Hash[0] != shard {
			age(t, s, other.Hash, 48*time.Hour)
			break
		}
	}
	age(t, s, here.Hash, 48*time.Hour)
	before := time.Now().Add(-24 * time.Hour)
	trouble := errors.New("the database is away")
	if _, err := s.SweepShard(shard, func(Hash) (bool, error) { return false, trouble }, before); !errors.Is(err, trouble) {
		t.Errorf("went on after %v", err)
	}
	if _, err := s.Stat(here.Hash); err != nil {
		t.Errorf("removed although nobody knows whether it is needed: %v", err)
	}
	swept, err := s.SweepShard(shard, func(Hash) (bool, error) { return false, nil }, before)
	if err != nil || swept != (Swept{Files: 1, Bytes: 3}) {
		t.Errorf("swept %+v, %v", swept, err)
	}
}
