package browser

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"switchboard/internal/connector/email/mime"
	"switchboard/internal/testkit/mailtest"
)

func TestMain(m *testing.M) { mailtest.Main(m) }

// TestAnsweringByEmail runs the story of a mail over real mail servers.
func TestAnsweringByEmail(t *testing.T) {
	servers := mailtest.Start(t)
	runStories(t, []string{"mail.story.ts"},
		"POST_OFFICE="+postOffice(t, servers), "MAIL_PASSWORD="+mailtest.Password,
		"IMAP="+servers.IMAP, "SUBMISSION="+servers.Submission,
		"SWITCHBOARD_ALLOW_PRIVATE_NETWORKS=127.0.0.0/8")
}

// letter is a mail as a customer reads it in their mailbox.
type letter struct {
	ID         string   `json:"id"`
	From       string   `json:"from"`
	To         []string `json:"to"`
	Subject    string   `json:"subject"`
	References []string `json:"references"`
	Text       string   `json:"text"`
}

// postOffice lets a story post mails (POST /mails?to=) and look into a mailbox (GET /mails?owner=).
func postOffice(t *testing.T, servers *mailtest.Server) string {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /mails", func(_ http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
			return
		}
		servers.Deliver(t, r.FormValue("to"), raw)
	})
	mux.HandleFunc("GET /mails", func(w http.ResponseWriter, r *http.Request) {
		letters := []letter{}
		for _, raw := range servers.Mails(t, r.FormValue("owner")) {
			m := mime.Parse(raw)
			letters = append(letters, letter{ID: m.MessageID, From: m.From.Name, To: addresses(m.To), Subject: m.Subject, References: m.References, Text: m.Text})
		}
		if err := json.NewEncoder(w).Encode(letters); err != nil {
			t.Error(err)
		}
	})
	office := httptest.NewServer(mux)
	t.Cleanup(office.Close)
	return office.URL
}

func addresses(list []mime.Address) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.Email
	}
	return out
}
