package corpus

import (
	"compress/gzip"
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"switchboard/internal/triage/corpus/corpustest"
)

func TestRows(t *testing.T) {
	t.Parallel()
	folder := fstest.MapFS{"set/train.jsonl.gz": corpustest.Packed(t, `{"text":"a","label":"x","lang":"de"}`+"\n"+`{"text":"b","label":["y","z"]}`)}
	rows, err := Rows(folder, "set", "train")
	if err != nil || len(rows) != 2 {
		t.Fatalf("%+v, %v", rows, err)
	}
	if rows[0].One() != "x" || rows[0].Lang != "de" || rows[0].Several() != nil {
		t.Errorf("the first is %+v", rows[0])
	}
	if rows[1].One() != "" || len(rows[1].Several()) != 2 {
		t.Errorf("the second is %+v", rows[1])
	}
}

func TestWhatCannotBeReadIsTold(t *testing.T) {
	t.Parallel()
	folder := fstest.MapFS{"set/train.jsonl.gz": corpustest.Packed(t, "{\"text\":\"a\"}\n{\n"), "set/val.jsonl.gz": {Data: []byte("this was never packed")},
		"plain.jsonl": {Data: []byte(`{"text":"a"}`)}}
	if _, err := Rows(folder, "set", "train"); err == nil || err.Error()[:27] != "set/train.jsonl.gz, line 2:" {
		t.Errorf("a broken line: %v", err)
	}
	if _, err := Rows(folder, "set", "val"); !errors.Is(err, gzip.ErrHeader) {
		t.Errorf("what is not packed: %v", err)
	}
	if _, err := Rows(folder, "set", "dev"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a part that is not there: %v", err)
	}
	if rows, err := Read[Row](folder, "plain.jsonl"); err != nil || len(rows) != 1 {
		t.Errorf("%+v, %v", rows, err)
	}
}
