package mail

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/testkit/mailtest"
)

// TestAColleagueReportsWhatTheySaw reports by mail and by the form, as a colleague, as a stranger and as somebody forged.
func TestAColleagueReportsWhatTheySaw(t *testing.T) {
	h := open(t)
	config := h.config("care@brand.test")
	config["report"], config["auth_server"] = "seen@brand.test", "mx.brand.test"
	h.connectAs(config)
	call[fields](h, "POST", "/networks/linkedin/by-hand", fields{"handle": "kettles"})
	call[fields](h, "PUT", "/reporting", fields{"form": "off", "domains": []string{"brand.test"}})
	call[fields](h, "PUT", "/me/presence", fields{"presence": "here"})
	const post = "https://www.linkedin.com/feed/update/urn:li:activity:71000000000000000"
	report := func(from, domain, verdict, id, link string) {
		h.servers.Deliver(t, "care@brand.test", mailtest.Compose(map[string]string{"From": from, "To": "seen@brand.test", "Subject": "Have you seen this?",
			"Message-ID": "<" + id + ">", "Authentication-Results": "mx.brand.test; dmarc=" + verdict + " header.from=" + domain}, "Look at this: "+link+"\n"))
	}
	waiting := func(n int) []switchboard.Report {
		return until(h, "reports that wait", func() ([]switchboard.Report, bool) {
			list := call[struct{ Items []switchboard.Report }](h, "GET", "/reports", nil).Items
			return list, len(list) == n
		})
	}

	report("Sam <sam@brand.test>", "brand.test", "pass", "r1@brand.test", post+"01")
	c := h.conversation("urn:li:activity:7100000000000000001")
	if c.text("network") != "linkedin" {
		t.Errorf("the report became a conversation on %s", c.text("network"))
	}
	id := c.text("id")
	until(h, "being asked", func() (bool, bool) {
		status, _ := h.Ask("POST", "/conversations/"+id+"/accept", fields{})
		return true, status < 300
	})
	led := h.asked("sam@brand.test", 1)
	if led.Automation == "" || !strings.Contains(led.Text, "Inès looks after what you reported") {
		t.Errorf("Sam got %q: %s", led.Subject, led.Text)
	}
	epoch := call[struct{ Conversation switchboard.Conversation }](h, "GET", "/conversations/"+id, nil).Conversation.Epoch
	call[fields](h, "POST", "/conversations/"+id+"/close", fields{"epoch": epoch, "reason": "resolved", "note": "The words of a customer"})
	over := h.asked("sam@brand.test", 2)
	if !strings.Contains(over.Text, "the matter is closed: it was settled") || strings.Contains(over.Text, "words of a customer") {
		t.Errorf("Sam got %q: %s", over.Subject, over.Text)
	}

	report("Sam <sam@brand.test>", "brand.test", "fail", "r2@evil.test", post+"02")
	report("Eve <eve@elsewhere.test>", "elsewhere.test", "pass", "r3@elsewhere.test", post+"03")
	for _, r := range waiting(2) {
		if want := map[string]string{"sam@brand.test": "unproven", "eve@elsewhere.test": "stranger"}[r.Email]; r.Why != want || r.Believed {
			t.Errorf("the report of %s waits as %q, want %q", r.Email, r.Why, want)
		}
	}
	list := waiting(2)
	call[fields](h, "POST", "/reports/"+list[0].ID.String()+"/take", nil)
	h.conversation(list[0].URL[strings.Index(list[0].URL, "urn:"):])
	call[fields](h, "POST", "/reports/"+list[1].ID.String()+"/throw-away", nil)
	waiting(0)
	h.servers.Settle(t)
	if got := len(h.servers.Mails(t, "eve@elsewhere.test")); got != 0 {
		t.Errorf("a stranger was mailed back %d times", got)
	}
	if got := len(h.servers.Mails(t, "sam@brand.test")); got != 2 {
		t.Errorf("Sam got %d mails, want the two of the report that is proven to be theirs", got)
	}

	h.theForm(post + "04")
}

// theForm reports over the page without a login.
func (h *house) theForm(post string) {
	t := h.t
	jar, _ := cookiejar.New(nil)
	browser := &http.Client{Jar: jar}
	get := func() (status int, page string) {
		answer, err := browser.Get(h.Base + "/report")
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(body)
	}
	if status, _ := get(); status != http.StatusNotFound {
		t.Errorf("while it is off the page answers %d", status)
	}
	if status, _ := h.Ask("PUT", "/reporting", fields{"form": "word", "domains": []string{"brand.test"}}); status < 400 {
		t.Errorf("a form without a word: %d", status)
	}
	call[fields](h, "PUT", "/reporting", fields{"form": "word", "word": "kettle-drum-9", "domains": []string{"brand.test"}})
	token := regexp.MustCompile(`name="token" value="([^"]+)"`)
	send := func(with url.Values) (status int, page string) {
		_, shown := get()
		values := url.Values{"token": {token.FindStringSubmatch(shown)[1]}, "url": {post}, "name": {"Kim"}, "author": {"Anna"}, "text": {"The lid!"}, "word": {"kettle-drum-9"}}
		for k, v := range with {
			values[k] = v
		}
		answer, err := browser.PostForm(h.Base+"/report", values)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(body)
	}
	for name, with := range map[string]url.Values{"another word": {"word": {"guess"}}, "another token": {"token": {"x"}}} {
		if status, page := send(with); status != http.StatusForbidden || strings.Contains(page, "Thank you") || !strings.Contains(page, "The lid!") {
			t.Errorf("with %s: %d, or what was written is gone", name, status)
		}
	}
	if status, _ := send(url.Values{"url": {"not an address"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("without an address: %d", status)
	}
	first, page := send(nil)
	private := regexp.MustCompile(`href="(/report\?of=[^"]+)"`)
	if first != http.StatusOK || !strings.Contains(page, "Thank you") || !private.MatchString(page) {
		t.Errorf("a report: %d %s", first, page)
	}
	h.conversation("The lid!")
	again, samePage := send(nil)
	if again != first || private.ReplaceAllString(samePage, "") != private.ReplaceAllString(page, "") {
		t.Error("the page tells that it is known already")
	}
	for n := 0; ; n++ {
		if status, _ := send(url.Values{"word": {"guess"}}); status == http.StatusTooManyRequests {
			break
		}
		if n > 10 {
			t.Fatal("a word can be guessed without end")
		}
	}
	call[fields](h, "PUT", "/reporting", fields{"form": "network", "networks": []string{"10.9.0.0/16"}})
	if status, _ := get(); status != http.StatusNotFound {
		t.Errorf("from outside the company's networks the page answers %d", status)
	}
	call[fields](h, "PUT", "/reporting", fields{"form": "network", "networks": []string{"127.0.0.0/8", "::1"}})
	if status, shown := get(); status != http.StatusOK || strings.Contains(shown, "The word for this page") {
		t.Errorf("from inside: %d", status)
	}
}
