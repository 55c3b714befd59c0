package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var openings = []string{"The kettle I bought hums all night", "Nobody answers my letter about the lid",
	"I want my money back for the cracked pot", "A spark came out of the plug, is that safe?", "Lovely colour, thank you",
	"Do you ship to the islands?", "Since this morning the shop page is down", "I would like forty mugs for our club"}

// invent makes records of threads with several customers, our answers, and answers whose parent comes late or never. Every
// message has its own time.
func invent(random *rand.Rand, threads int) (lines []string) {
	at := time.Date(2025, 11, 3, 8, 0, 0, 0, time.UTC)
	for n := range threads {
		var ids []string
		for i := range 2 + random.IntN(8) {
			at = at.Add(time.Duration(1+random.IntN(400)) * time.Second)
			r := map[string]any{"network": "x", "account": fmt.Sprintf("@kiosk%d", n%3), "id": fmt.Sprintf("%d-%d", n, i),
				"created_at": at.Format(time.RFC3339), "text": openings[random.IntN(len(openings))]}
			who := fmt.Sprintf("c%d", (n+random.IntN(2))%500)
			r["author"] = map[string]any{"id": who, "handle": "@" + who}
			if i > 0 && random.IntN(3) == 0 {
				r["direction"], r["author"] = "out", map[string]any{"id": "kiosk", "handle": "@kiosk"}
			}
			switch {
			case i > 0:
				r["in_reply_to"] = ids[random.IntN(len(ids))]
			case random.IntN(10) == 0:
				r["in_reply_to"] = fmt.Sprintf("gone-%d", n)
			}
			if n%2 == 0 {
				r["thread"] = fmt.Sprintf("%d-0", n)
			}
			ids = append(ids, r["id"].(string))
			raw, _ := json.Marshal(r)
			lines = append(lines, string(raw))
		}
	}
	return lines
}

// shuffled gives the same lines in another order, so that most parents come late.
func shuffled(random *rand.Rand, lines []string) []string {
	out := append([]string(nil), lines...)
	random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func write(t *testing.T, name string, lines []string) string {
	t.Helper()
	var b bytes.Buffer
	for _, line := range lines {
		b.WriteString(line + "\n")
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
