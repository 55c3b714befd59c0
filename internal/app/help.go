package app

import (
	"context"

	"switchboard"
	"switchboard/internal/api"
	"switchboard/internal/console"
	"switchboard/internal/consult"
	"switchboard/internal/desk"
	"switchboard/internal/intake"
	"switchboard/internal/mailer"
	"switchboard/internal/notice"
	"switchboard/internal/report"
	"switchboard/internal/triage"
)

// assembleHelp puts together what works without a login: questions to people outside, and what colleagues report.
func (a *App) assembleHelp() {
	from := ""
	if a.Mail != nil {
		from = a.Mail.From.Address
	}
	a.Consults = &consult.Desk{Mark: func(parts ...string) [32]byte { return a.Ring.Digest("question", parts...) },
		Entities: triage.Entities, Networks: a.Networks.Get, MailFrom: from}
	a.Reports = &report.Desk{MailFrom: from, LetterID: func() string {
		return notice.Mark(a.noticeMark).MessageID(switchboard.NewID[switchboard.TellingID](a.Time.Now()))
	}, Intake: intake.Intake{Node: a.Node, Digest: a.tombstone}, Bell: func() { a.Line.Ring() }}
	a.Desk.Moved = []desk.Moved{a.Consults.Moved, a.Reports.Moved}
}

// letters lets mails to people outside leave, and wakes those who send through mailboxes.
func (a *App) letters(ctx context.Context) error {
	post := consult.Post{DB: a.DB, Letters: consult.Letters{DB: a.DB}, Time: a.Time, Log: a.Log, Woken: a.Keeper.Ring}
	if a.Mail != nil {
		post.Send = func(ctx context.Context, m mailer.Mail) error { return a.Mail.Send(ctx, m) }
	}
	return post.Run(ctx)
}

// reportPage is the page on which colleagues report without a login.
func (a *App) reportPage() *report.Page {
	return &report.Page{DB: a.DB, Desk: a.Reports, Ring: a.Ring, Time: a.Time, Log: a.Log, From: api.FromBehind(a.Settings.TrustedProxies),
		Room: a.room, Typeface: console.Typeface()}
}
