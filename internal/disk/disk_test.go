package disk

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
)

func TestFreeOfARealFolder(t *testing.T) {
	t.Parallel()
	free, err := Free(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if free <= 0 {
		t.Errorf("a folder that can be written to has %d bytes free", free)
	}
	if _, err := Free(filepath.Join(t.TempDir(), "absent")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an absent folder gives %v", err)
	}
}

func TestReserve(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	tests := []struct {
		name          string
		reserve, want int64
		free          int64
		freeErr       error
		wantErr       error
	}{
		{name: "plenty", reserve: 100, free: 500},
		{name: "exactly the reserve", reserve: 100, free: 100},
		{name: "one byte short", reserve: 100, free: 99, wantErr: ErrReserve},
		{name: "the write just fits", reserve: 100, free: 150, want: 50},
		{name: "the write does not fit", reserve: 100, free: 150, want: 51, wantErr: ErrReserve},
		{name: "full", reserve: 1, free: 0, wantErr: ErrReserve},
		{name: "guards nothing", reserve: 0, free: 0, freeErr: broken},
		{name: "cannot be measured", reserve: 1, freeErr: broken, wantErr: broken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := Reserve{Path: "/somewhere", Bytes: tt.reserve, Free: func(path string) (int64, error) {
				if path != "/somewhere" {
					t.Errorf("measured %s", path)
				}
				return tt.free, tt.freeErr
			}}
			if err := r.Check(tt.want); !errors.Is(err, tt.wantErr) {
				t.Errorf("got %v, want %v", err, tt.wantErr)
			}
		})
	}
}

func TestReserveMeasuresTheRealDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := (Reserve{Path: dir, Bytes: 1}).Check(0); err != nil {
		t.Errorf("a byte must be free: %v", err)
	}
	if err := (Reserve{Path: dir, Bytes: 1 << 62}).Check(0); !errors.Is(err, ErrReserve) {
		t.Errorf("no disk has 4 EiB free: %v", err)
	}
}
