package mime

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"encoding/json"

	"switchboard/internal/testkit/golden"
)

var update = flag.Bool("update", false, "write the golden files again")

// shown is what a golden file shows of a mail.
type shown struct {
	MessageID  string     `json:"message_id,omitempty"`
	References []string   `json:"references,omitempty"`
	From       Address    `json:"from"`
	ReplyTo    []Address  `json:"reply_to,omitempty"`
	To         []Address  `json:"to,omitempty"`
	Cc         []Address  `json:"cc,omitempty"`
	Subject    string     `json:"subject"`
	Date       string     `json:"date,omitempty"`
	Lang       string     `json:"lang,omitempty"`
	Text       string     `json:"text"`
	Quoted     string     `json:"quoted,omitempty"`
	Signature  string     `json:"signature,omitempty"`
	HTML       string     `json:"html,omitempty"`
	Files      []string   `json:"files,omitempty"`
	Automation Automation `json:"automation,omitempty"`
	Report     *Report    `json:"report,omitempty"`
	Notes      []string   `json:"notes,omitempty"`
}

func show(m Mail) shown {
	s := shown{m.MessageID, m.References, m.From, m.ReplyTo, m.To, m.Cc, m.Subject, "", m.Lang, m.Text, m.Quoted, m.Signature,
		m.HTML, nil, m.Automation, m.Report, m.Notes}
	if !m.Date.IsZero() {
		s.Date = m.Date.Format("2006-01-02T15:04:05Z")
	}
	for _, f := range m.Files {
		s.Files = append(s.Files, strings.TrimSpace(f.Name+" "+f.MediaType+" "+f.ContentID)+" "+string(f.Data[:min(len(f.Data), 12)]))
	}
	return s
}

// TestMails takes every mail of testdata apart and compares what comes out.
func TestMails(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/*.eml")
	if err != nil || len(paths) < 20 {
		t.Fatalf("%d mails: %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			encoder := json.NewEncoder(&out)
			encoder.SetEscapeHTML(false)
			encoder.SetIndent("", "  ")
			if err := encoder.Encode(show(Parse(raw))); err != nil {
				t.Fatal(err)
			}
			golden.Check(t, strings.TrimSuffix(path, ".eml")+".json", out.String(), *update)
		})
	}
}
