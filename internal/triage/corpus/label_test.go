package corpus

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"switchboard/internal/triage/corpus/corpustest"
)

func TestLabelsFindTheirMessages(t *testing.T) {
	t.Parallel()
	data := fstest.MapFS{
		"replay-x/messages.jsonl.gz": corpustest.Packed(t, `{"id":"7","text":"late again"}`),
		"tweets/train.jsonl.gz":      corpustest.Packed(t, "{\"text\":\"nice\"}\n{\"text\":\"hello\",\"lang\":\"en\"}"),
	}
	// 2cf24dba5fb0 begins the SHA-256 of "hello".
	lines := "{\"set\":\"replay-x\",\"id\":\"7\",\"intent\":\"delivery\",\"flags\":[\"complaint\"]}\n" +
		`{"set":"tweets","id":"2cf24dba5fb0","intent":"chatter"}`
	list, err := Labels(data, fstest.MapFS{"l.jsonl": {Data: []byte(lines)}}, "l.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0].Text != "late again" || !list[0].Label.Holds("complaint") || list[0].Label.Holds("spam") ||
		list[1].Text != "hello" || list[1].Lang != "en" || list[1].Label.Intent != "chatter" {
		t.Errorf("%+v", list)
	}
	gone := fstest.MapFS{"l.jsonl": {Data: []byte(`{"set":"tweets","id":"nobody"}`)}}
	if _, err := Labels(data, gone, "l.jsonl"); err == nil || !strings.Contains(err.Error(), "nobody of tweets") {
		t.Errorf("a label without its message: %v", err)
	}
	for name, labels := range map[string]fs.FS{"no labels": fstest.MapFS{}, "no set": fstest.MapFS{"l.jsonl": {Data: []byte(`{"set":"gone"}`)}}} {
		if _, err := Labels(data, labels, "l.jsonl"); err == nil {
			t.Errorf("%s: nothing is said of it", name)
		}
	}
}
