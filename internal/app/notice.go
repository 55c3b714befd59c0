package app

import (
	"context"
	"math/rand/v2"
	"net/url"
	"strings"

	"switchboard"
	"switchboard/internal/api"
	"switchboard/internal/callback"
	"switchboard/internal/connector"
	"switchboard/internal/mailer"
	"switchboard/internal/netguard"
	"switchboard/internal/notice"
	"switchboard/internal/store"
)

// openMail prepares sending mail as the settings say. The operator wrote down which server that is, so it may be a
// private one.
func (a *App) openMail(context.Context) error {
	if a.Settings.SMTPURL == "" {
		return nil
	}
	server, err := mailer.Parse(a.Settings.SMTPURL)
	if err != nil {
		return err
	}
	if a.Settings.MailFrom == "" {
		return switchboard.Refuse(switchboard.CodeInvalid, "There is a mail server, but no sender.").WithField("mail-from").
			WithHint("Set mail-from to the address this installation mails its people from.")
	}
	from, err := mailer.ParseFrom(a.Settings.MailFrom)
	if err != nil {
		return err
	}
	a.mailGuard = netguard.New(netguard.Options{AllowHosts: []string{server.Address()}})
	a.Mail = &mailer.Mailer{Server: server, From: from, Dial: a.mailGuard.DialContext}
	return nil
}

// openNotices makes the ways out to push services and chat tools. Everybody who works here may name one, so what accounts
// are allowed to reach does not count for them.
func (a *App) openNotices(context.Context) error {
	a.pushGuard = netguard.New(netguard.Options{OnlyHTTPS: true, UserAgent: a.userAgent()})
	a.hookGuard = netguard.New(netguard.Options{OnlyHTTPS: true, AllowHosts: a.Settings.ChatHookHosts, UserAgent: a.userAgent()})
	return nil
}

// notices raises what people are told of and lets it go out.
func (a *App) notices(ctx context.Context) error {
	runner := notice.Runner{DB: a.DB, Journal: a.Hub, Post: a.post(), Log: a.Log}
	return runner.Run(ctx)
}

func (a *App) post() notice.Post {
	senders := map[switchboard.Way]notice.Sender{
		switchboard.WayPush: notice.Browser{DB: a.DB, Sealer: a.Ring, Client: a.pushGuard.Sending(), Time: a.Time, Subject: a.operator()},
		switchboard.WayChat: notice.Chat{DB: a.DB, Sealer: a.Ring, Client: a.hookGuard.Sending(), Time: a.Time, Sign: callback.Sign},
	}
	if a.Mail != nil {
		senders[switchboard.WayEmail] = notice.Email{Mails: a.Mail, Settings: a.page("/me"), Mark: a.noticeMark}
	}
	return notice.Post{DB: a.DB, Time: a.Time, Log: a.Log, Random: rand.Float64, Senders: senders, Mailbox: a.isMailbox,
		URL:       func(id switchboard.ConversationID) string { return a.page("/c/" + id.String()) },
		PolicyURL: func(draft string) string { return a.page("/policy?draft=" + url.QueryEscape(draft)) }}
}

// isMailbox reports whether an address leads into a connected mailbox.
func (a *App) isMailbox(tx *store.Tx, address string) (bool, error) {
	accounts, err := tx.Accounts()
	_, found := connector.Receiving(accounts, a.Networks.Get, address)
	return found, err
}

// noticeMark marks the mails by which people here are told something.
func (a *App) noticeMark(text string) [32]byte { return a.Ring.Digest("notice_mail", text) }

// page is the address of a page of the console; empty while nobody outside can reach it.
func (a *App) page(path string) string {
	if a.Settings.PublicURL == "" {
		return ""
	}
	return a.Settings.PublicURL + path
}

// operator is who runs this installation, as push services ask for: an address people can be reached at.
func (a *App) operator() string {
	switch {
	case a.Mail != nil:
		return a.Mail.From.Address
	case strings.HasPrefix(a.Settings.PublicURL, "https:"):
		return a.Settings.PublicURL
	}
	return "operator@switchboard.invalid"
}

// ways is what the API needs to show and try the ways people are told in.
func (a *App) ways() api.Notices {
	post := a.post()
	n := api.Notices{HookHosts: a.Settings.ChatHookHosts, TestHook: func(ctx context.Context, id switchboard.ChatHookID) notice.Result { return post.TestHook(ctx, id) }}
	if a.Mail != nil {
		n.MailFrom = a.Mail.From.Address
		n.TestMail = func(ctx context.Context, to switchboard.Agent) notice.Result { return post.TestMail(ctx, to) }
	}
	return n
}
