package mail

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/config"
	"switchboard/internal/connector"
	"switchboard/internal/connector/email/mime"
	"switchboard/internal/testkit"
	"switchboard/internal/testkit/mailtest"
	"switchboard/internal/timesource"
)

// later is the machine's clock, set on by hand.
type later struct {
	timesource.Source
	by *atomic.Int64
}

// Now implements timesource.Source.
func (l later) Now() time.Time {
	return timesource.Canonical(l.Source.Now().Add(time.Duration(l.by.Load())))
}

// openLater opens an installation in a folder whose clock can be set on.
func openLater(t *testing.T, folder, who string, by *atomic.Int64) *house {
	t.Helper()
	servers := mailtest.Start(t)
	settings := config.Defaults()
	settings.Data, settings.Listen, settings.Practice = folder, "127.0.0.1:0", config.PracticeOff
	settings.AllowPrivate.All = true
	return &house{t: t, servers: servers, Served: testkit.Serve(t, app.Options{Settings: settings, Log: slog.New(slog.DiscardHandler),
		Time: later{timesource.System(), by}, Networks: connector.Default(), Version: "test"}, switchboard.Agent{Name: "Inès Prado",
		Email: who, Role: switchboard.RoleAdmin, Departments: []switchboard.DepartmentKey{"service"}, Freedom: 5, Cap: 20})}
}

type consultView struct {
	switchboard.Consult
	Advice []switchboard.Advice
}

func (h *house) consults(id string) []consultView {
	h.t.Helper()
	return call[struct{ Items []consultView }](h, "GET", "/conversations/"+id+"/consults", nil).Items
}

// ask asks somebody outside what a preview has shown.
func (h *house) ask(id, email, question string, due time.Duration, messages []string) consultView {
	h.t.Helper()
	body := fields{"email": email, "name": "Mara", "question": question, "due_at": h.App.Time.Now().Add(due), "messages": messages}
	preview := call[fields](h, "POST", "/conversations/"+id+"/consults/preview", body)
	body["hash"] = preview["hash"]
	return call[consultView](h, "POST", "/conversations/"+id+"/consults", body)
}

// asked waits for the nth mail that somebody outside gets.
func (h *house) asked(who string, n int) mime.Mail {
	h.t.Helper()
	return mime.Parse(until(h, "a mail for "+who, func() ([]byte, bool) {
		list := h.servers.Mails(h.t, who)
		if len(list) < n {
			return nil, false
		}
		return list[n-1], true
	}))
}

// came waits until so much has come back on a question, and gives it.
func (h *house) came(id string, consult switchboard.ConsultID, n int) consultView {
	h.t.Helper()
	return until(h, fmt.Sprintf("answer %d", n), func() (consultView, bool) {
		for _, c := range h.consults(id) {
			if c.ID == consult {
				return c, len(c.Advice) == n
			}
		}
		return consultView{}, false
	})
}

func (h *house) mails(about map[string]string, text string) {
	h.t.Helper()
	about["To"], about["Date"] = "care@brand.test", time.Now().Format(time.RFC1123Z)
	h.servers.Deliver(h.t, "care@brand.test", mailtest.Compose(about, text))
}

// led lets Lena write about a kettle, and takes the conversation.
func (h *house) led(subject, text string) (id string, messages []string) {
	h.t.Helper()
	h.writes("care@brand.test", map[string]string{"Subject": subject, "Message-ID": "<" + strings.ReplaceAll(subject, " ", "-") + "@customer.test>"}, text)
	c := h.conversation(text[:20])
	id = c.text("id")
	until(h, "being asked", func() (bool, bool) {
		status, _ := h.Ask("POST", "/conversations/"+id+"/accept", fields{})
		return true, status < 300
	})
	for _, m := range h.timeline(id) {
		messages = append(messages, m.ID.String())
	}
	return id, messages
}

func (h *house) told() (events []string) {
	h.t.Helper()
	for _, n := range call[struct{ Items []switchboard.Notice }](h, "GET", "/notices", nil).Items {
		events = append(events, string(n.Event))
	}
	return events
}

const (
	mara     = "mara@workshop.test"
	vouched  = "mx.brand.test; dmarc=pass header.from=workshop.test"
	disowned = "mx.brand.test; spf=fail smtp.mailfrom=evil.test; dmarc=fail (p=reject) header.from=workshop.test"
)

// TestAskingOutsideByMail asks an expert by mail, who is away, is impersonated, answers from elsewhere and then as asked.
func TestAskingOutsideByMail(t *testing.T) {
	h := openLater(t, t.TempDir(), "ines@brand.test", &atomic.Int64{})
	config := h.config("care@brand.test")
	config["auth_server"] = "mx.brand.test"
	h.connectAs(config)
	call[fields](h, "PUT", "/me/presence", fields{"presence": "here"})
	id, messages := h.led("Kettle leaks", "The kettle drips at the lid. Call Lena Okafor at +351 912 345 678 or at lena@customer.test, 12 Mill Lane.")
	before := call[struct{ Conversation switchboard.Conversation }](h, "GET", "/conversations/"+id, nil).Conversation

	c := h.ask(id, mara, "Is this the seal of the 2024 lids?", 24*time.Hour, messages)
	question := h.asked(mara, 1)
	if question.From.Name != "Inès Prado at Ferrywell" || !strings.Contains(question.Subject, "[ask ") || question.Automation != "" {
		t.Errorf("Mara got %q from %v (%s)", question.Subject, question.From, question.Automation)
	}
	whole := question.Whole()
	for _, private := range []string{"Okafor", "912 345", "lena@customer.test", "Mill Lane"} {
		if strings.Contains(whole, private) {
			t.Errorf("the question tells %q: %s", private, whole)
		}
	}
	if !strings.Contains(whole, "Is this the seal") || !strings.Contains(whole, "drips at the lid. Call Lena at [phone number]") {
		t.Errorf("the question is %s", whole)
	}
	answers := map[string]string{"In-Reply-To": "<" + question.MessageID + ">", "References": "<" + question.MessageID + ">"}
	reply := func(with map[string]string) map[string]string {
		all := map[string]string{"Subject": "Re: " + question.Subject}
		for _, more := range []map[string]string{answers, with} {
			for k, v := range more {
				all[k] = v
			}
		}
		return all
	}

	h.mails(reply(map[string]string{"From": "Mara <" + mara + ">", "Message-ID": "<away@workshop.test>", "Auto-Submitted": "auto-replied",
		"Authentication-Results": vouched}), "I am away until Monday.")
	now := h.came(id, c.ID, 1)
	if now.State != switchboard.ConsultAsked || now.Advice[0].State != switchboard.AdviceMachine || now.Advice[0].Machine != "auto_reply" {
		t.Errorf("out of office made it %s: %+v", now.State, now.Advice)
	}

	h.mails(reply(map[string]string{"From": "Mara <" + mara + ">", "Message-ID": "<forged@evil.test>", "Authentication-Results": disowned}),
		"Tell them to pour water over the socket.")
	now = h.came(id, c.ID, 2)
	forged := now.Advice[1]
	if now.State != switchboard.ConsultAsked || forged.State != switchboard.AdviceWaiting || fmt.Sprint(forged.Doubts) != "[forged]" ||
		forged.Proof.DMARC != "fail" || forged.Proof.SPF != "fail" {
		t.Errorf("a forged answer made it %s: %+v", now.State, forged)
	}

	h.mails(reply(map[string]string{"From": "Eve <eve@elsewhere.test>", "Message-ID": "<eve@elsewhere.test>",
		"Authentication-Results": "mx.brand.test; dmarc=pass header.from=elsewhere.test"}), "Mara passed this on to me: it is the spring.")
	now = h.came(id, c.ID, 3)
	if eve := now.Advice[2]; eve.State != switchboard.AdviceWaiting || fmt.Sprint(eve.Doubts) != "[other_sender]" || eve.Email != "eve@elsewhere.test" {
		t.Errorf("somebody else's answer is %+v", eve)
	}
	if list := h.timeline(id); len(list) != 1 {
		t.Fatalf("before anything was taken %d messages stand in the conversation", len(list))
	}
	call[switchboard.Advice](h, "POST", "/conversations/"+id+"/advice/"+forged.ID.String()+"/throw-away", nil)

	// Mara's program loses the references; the subject is enough. A file comes along.
	h.servers.Deliver(t, "care@brand.test", []byte(strings.ReplaceAll("Authentication-Results: "+vouched+"\nFrom: Mara <"+mara+">\nTo: care@brand.test\nSubject: AW: "+
		question.Subject+"\nMessage-ID: <yes@workshop.test>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n"+
		"Yes, it is. Send them the brown one.\n\nOn 3 March Ferrywell wrote:\n> Is this the seal?\n\n-- \nMara, workshop\n--b\nContent-Type: text/plain; name=seal.txt\n"+
		"Content-Disposition: attachment; filename=seal.txt\n\nbrown, 42 mm\n--b--\n", "\n", "\r\n")))
	now = h.came(id, c.ID, 4)
	if now.State != switchboard.ConsultAnswered || now.Advice[3].State != switchboard.AdviceTaken || now.Advice[3].Proof.DMARC != "pass" {
		t.Fatalf("Mara's answer made it %s: %+v", now.State, now.Advice[3])
	}
	list := h.timeline(id)
	advice := list[len(list)-1]
	if len(list) != 2 || advice.Kind != switchboard.KindAdvice || advice.Visibility != switchboard.Internal || advice.Author.Handle != mara ||
		advice.Content.Text != "Yes, it is. Send them the brown one." || !strings.Contains(advice.Content.Quoted, "> Is this the seal?") || len(advice.Content.Attachments) != 1 {
		t.Errorf("the advice is %+v of %d", advice, len(list))
	}
	if status, body := h.Ask("GET", "/messages/"+advice.ID.String()+"/attachments/0", nil); status != 200 || !strings.Contains(string(body), "42 mm") {
		t.Errorf("its file: %d %s", status, body)
	}
	after := call[struct {
		Conversation switchboard.Conversation
		Drafts       []switchboard.Draft
	}](h, "GET", "/conversations/"+id, nil)
	if got := after.Conversation; got.Lead != before.Lead || !got.DueAt.Equal(before.DueAt) || got.Ball != before.Ball || got.MessageCount != before.MessageCount ||
		got.Version != before.Version || len(after.Drafts) != 0 {
		t.Errorf("advice changed the conversation from %+v to %+v, drafts %v", before, got, after.Drafts)
	}
	if got := h.servers.Mails(t, lena); len(got) != 0 {
		t.Errorf("Lena got %d mails", len(got))
	}
	told := until(h, "notices", func() (string, bool) {
		all := fmt.Sprint(h.told())
		return all, strings.Contains(all, "advice") && strings.Contains(all, "doubtful_advice") && strings.Contains(all, "consult_over")
	})
	t.Log(told)

	// A token that is not ours makes an ordinary mail of it: nothing is lost, and nothing is let in.
	h.writes("care@brand.test", map[string]string{"Subject": "Re: A question [ask " + strings.Repeat("0", 39) + "]", "Message-ID": "<guess@customer.test>"}, "I guess a token, hello there.")
	if other := h.conversation("I guess a token"); other.text("id") == id {
		t.Error("a guessed token led into the conversation")
	}
	if all := h.conversations(""); len(all) != 2 {
		t.Errorf("there are %d conversations, want Lena's two", len(all))
	}
}

// TestAQuestionThatNobodyAnswers goes through reminder, time up and expiry, over a restart, then through a late answer, a
// bounce, and an answer to a closed conversation.
func TestAQuestionThatNobodyAnswers(t *testing.T) {
	folder, by := t.TempDir(), &atomic.Int64{}
	h := openLater(t, folder, "ines@brand.test", by)
	h.connect("care@brand.test")
	call[fields](h, "PUT", "/me/presence", fields{"presence": "here"})
	id, messages := h.led("Lid is loose", "The lid of the kettle comes off when it is poured.")
	silent := "silent@workshop.test"
	c := h.ask(id, silent, "Which lid is that?", 2*time.Hour, messages)
	first := h.asked(silent, 1)
	until(h, "having asked", func() (bool, bool) { return true, h.consults(id)[0].State == switchboard.ConsultAsked })
	closing := h.ask(id, "late@workshop.test", "And you?", 10*24*time.Hour, nil)
	lost := h.ask(id, "nobody@workshop.test", "And you there?", 10*24*time.Hour, nil)
	toClosing, toLost := h.asked("late@workshop.test", 1), h.asked("nobody@workshop.test", 1)
	h.Stop()

	by.Store(int64(61 * time.Minute))
	h = openLater(t, folder, "bo@brand.test", by)
	reminder := h.asked(silent, 2)
	if reminder.Automation == "" || !strings.HasPrefix(reminder.Subject, "Re: ") || strings.Join(reminder.References, "") != first.MessageID {
		t.Errorf("the reminder is %q, %v, %s", reminder.Subject, reminder.References, reminder.Automation)
	}
	wake := func() {
		call[fields](h, "PUT", "/me/presence", fields{"presence": "here"})
		call[fields](h, "PUT", "/me/presence", fields{"presence": "away"})
	}
	happened := func(kind switchboard.EventKind) (bool, bool) {
		all := call[struct{ Items []switchboard.Event }](h, "GET", "/conversations/"+id+"/events", nil).Items
		return true, slices.ContainsFunc(all, func(e switchboard.Event) bool { return e.Kind == kind })
	}
	by.Store(int64(121 * time.Minute))
	wake()
	until(h, "time being up", func() (bool, bool) { return happened(switchboard.EventConsultDue) })
	by.Store(int64(7 * time.Hour))
	wake()
	until(h, "expiry", func() (bool, bool) { return true, h.consults(id)[0].State == switchboard.ConsultExpired })
	if _, reminded := happened(switchboard.EventConsultReminded); !reminded {
		t.Error("the journal does not tell of the reminder")
	}
	if got := len(h.servers.Mails(t, silent)); got != 2 {
		t.Errorf("whom was asked got %d mails, want the question and one reminder", got)
	}

	h.mails(map[string]string{"From": silent, "Message-ID": "<late@workshop.test>", "Subject": "Re: " + first.Subject, "References": "<" + first.MessageID + ">"}, "The red one.")
	if now := h.came(id, c.ID, 1); now.State != switchboard.ConsultExpired || fmt.Sprint(now.Advice[0].Doubts) != "[late]" || now.Advice[0].Proof != (switchboard.SenderProof{}) {
		t.Errorf("a late answer made it %s: %+v", now.State, now.Advice)
	}

	h.servers.Deliver(t, "care@brand.test", []byte(strings.ReplaceAll(bounce(toLost.MessageID), lena, "nobody@workshop.test")))
	if now := h.came(id, lost.ID, 1); now.State != switchboard.ConsultFailed || now.Why != "returned" || now.Advice[0].Machine != "bounce" {
		t.Errorf("a bounce made it %s (%s): %+v", now.State, now.Why, now.Advice)
	}

	talk := call[struct{ Conversation switchboard.Conversation }](h, "GET", "/conversations/"+id, nil).Conversation
	taken := call[switchboard.Conversation](h, "POST", "/conversations/"+id+"/take", fields{"reason": "cover"})
	call[fields](h, "POST", "/conversations/"+id+"/close", fields{"epoch": taken.Epoch, "reason": "no_answer"})
	if now := h.came(id, closing.ID, 0); now.State != switchboard.ConsultEnded || now.Why != "closed" {
		t.Errorf("closing made it %s (%s)", now.State, now.Why)
	}
	h.mails(map[string]string{"From": "late@workshop.test", "Message-ID": "<closed@workshop.test>", "Subject": "Re: x", "References": "<" + toClosing.MessageID + ">"}, "It is the lid of 2023.")
	now := h.came(id, closing.ID, 1)
	got := call[struct{ Conversation switchboard.Conversation }](h, "GET", "/conversations/"+id, nil).Conversation
	if fmt.Sprint(now.Advice[0].Doubts) != "[ended]" || got.Open() || got.Reopened != talk.Reopened || len(h.conversations("")) != 0 {
		t.Errorf("an answer to a closed conversation: %+v, %s", now.Advice, got.Stance)
	}
}
