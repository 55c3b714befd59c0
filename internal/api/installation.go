package api

import (
	"context"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
)

func installationRoutes(s *server) {
	const tag = "installation"
	register(s, route{ID: "read-installation", Method: http.MethodGet, Path: "/installation", Tag: tag, SignedIn: true,
		Summary: "Which installation this is, and whether it may send"}, s.readInstallation)
	register(s, route{ID: "reconcile", Method: http.MethodPost, Path: "/installation/reconcile", Tag: tag,
		Needs: access.InstallationManage, Summary: "Allow sending again after a restore",
		Doc:   "Say in note how it was made sure that what was sent after the backup will not be sent again.",
		Codes: []switchboard.Code{switchboard.CodeMustExplain, switchboard.CodeUnresolved}}, s.reconcile)
	register(s, route{ID: "list-audit", Method: http.MethodGet, Path: "/audit", Tag: "audit", Needs: access.AuditRead,
		Summary: "Who did what to the installation", Doc: "The newest first."}, s.listAudit)
	register(s, route{ID: "read-counters", Method: http.MethodGet, Path: "/counters", Tag: "counters",
		Needs: access.ConversationRead, Summary: "How much work there is",
		Doc: "Exact. Counts of everything and of departments are shown to whoever sees all of what they count; one's own always."},
		s.readCounters)
}

// InstallationView is this company's copy of the product.
type InstallationView struct {
	Version     string     `json:"version" doc:"Of the product"`
	Incarnation string     `json:"incarnation" doc:"Changes when a backup is restored; part of every event id"`
	CreatedAt   time.Time  `json:"created_at"`
	Reconciled  bool       `json:"reconciled" doc:"Sending is allowed; false between a restore and its reconciliation"`
	RestoredAt  *time.Time `json:"restored_at,omitempty"`
	BackupAt    *time.Time `json:"backup_at,omitempty" doc:"When the restored backup was taken"`
	PublicURL   string     `json:"public_url,omitempty" doc:"Where people reach it; absent when nobody has said"`
	Off         []Off      `json:"off" nullable:"false" doc:"What does not work because of where it is reached"`
	Mail        MailView   `json:"mail" doc:"Whether this installation can mail its people"`
	Practice    bool       `json:"practice" doc:"The practice network is served, at /practice"`
	Unheard     int        `json:"alarms_unheard" doc:"Alarms that found nobody they could call: see to the ladders of your departments"`
}

// MailView is whether and how well mail works.
type MailView struct {
	On   bool   `json:"on" doc:"There is a mail server"`
	From string `json:"from,omitempty" doc:"The sender"`
	notices.Health
}

func (s *server) installation(tx *store.Tx) (InstallationView, error) {
	i, err := tx.Installation()
	v := InstallationView{Version: s.Version, Incarnation: i.Incarnation, CreatedAt: i.CreatedAt, Reconciled: i.Reconciled(),
		PublicURL: s.PublicURL, Practice: s.Practice != nil, Off: append([]Off{}, s.off()...)}
	if !i.RestoredAt.IsZero() {
		v.RestoredAt = &i.RestoredAt
	}
	if !i.BackupAt.IsZero() {
		v.BackupAt = &i.BackupAt
	}
	if err != nil {
		return v, err
	}
	tables := notices.In(tx.Tx)
	v.Mail.On, v.Mail.From = s.Notices.TestMail != nil, s.Notices.MailFrom
	if v.Mail.Health, err = tables.Health(switchboard.WayEmail); err != nil {
		return v, err
	}
	ringing, err := tables.Ringing(maxRinging)
	for _, a := range ringing {
		if a.Unheard {
			v.Unheard++
		}
	}
	return v, err
}

func (s *server) readInstallation(ctx context.Context, _ *struct{}) (out *BodyOf[InstallationView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		v, err := s.installation(tx)
		out = bodyOf(v)
		return err
	})
	return out, err
}

type reconcileInput struct {
	Body struct {
		Incarnation string `json:"incarnation" maxLength:"200" doc:"The one that is reconciled, as read before"`
		Note        string `json:"note" minLength:"1" maxLength:"2000" doc:"How it was made sure"`
	}
}

func (s *server) reconcile(ctx context.Context, in *reconcileInput) (out *BodyOf[InstallationView], err error) {
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		before, err := s.installation(tx)
		switch {
		case err != nil:
			return err
		case before.Incarnation != in.Body.Incarnation:
			return switchboard.Refuse(switchboard.CodeStale, "This is another incarnation by now.").WithField("incarnation").
				WithHint("Read the installation again, then decide.")
		case before.Reconciled:
			return switchboard.Refuse(switchboard.CodeConflict, "There is nothing to reconcile.")
		}
		if err := tx.Reconcile(); err != nil {
			return err
		}
		if err := access.Audit(tx, actor, access.Act{Action: "installation.reconcile", Subject: before.Incarnation,
			Detail: in.Body.Note}); err != nil {
			return err
		}
		v, err := s.installation(tx)
		out = bodyOf(v)
		return err
	})
	return out, err
}

func (s *server) listAudit(ctx context.Context, in *PageInput) (out *PageOf[store.AuditEntry], err error) {
	after, err := in.place()
	if err != nil {
		return nil, err
	}
	err = s.view(ctx, func(tx *store.Tx) error {
		entries, err := tx.Audit(after, in.Limit+1)
		out = pageOf(entries, in.Limit, func(e store.AuditEntry) store.Place { return store.After(e.At, e.ID) })
		return err
	})
	return out, err
}

// Counters is how many conversations stand in each view: open, queued, led, offered. A view without any may be absent.
type Counters struct {
	Mine        map[string]int64                               `json:"mine" doc:"Led by, and waiting for the yes of, whoever asks: offered, or to be handed over"`
	All         map[string]int64                               `json:"all,omitempty" doc:"Everything"`
	Departments map[switchboard.DepartmentKey]map[string]int64 `json:"departments,omitempty"`
}

func (s *server) readCounters(ctx context.Context, _ *struct{}) (out *BodyOf[Counters], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		c, err := countersFor(tx, actorOf(ctx))
		out = bodyOf(c)
		return err
	})
	return out, err
}

// mostHanded is how many hand-overs to one person are counted at most.
const mostHanded = 100

func countersFor(tx *store.Tx, actor access.Actor) (c Counters, err error) {
	if c.Mine, err = tx.Counts(store.ScopeAgent(actor.Agent)); err != nil {
		return c, err
	}
	handed, err := tx.HandedOver(actor.Agent, mostHanded)
	if err != nil {
		return c, err
	}
	if handed > 0 {
		c.Mine[store.CountOffered] += handed
	}
	scope := actor.Scope
	if scope.Brands != nil || scope.Accounts != nil || !scope.Private {
		return c, nil
	}
	departments := scope.Departments
	if departments == nil {
		if c.All, err = tx.Counts(store.ScopeAll); err != nil {
			return c, err
		}
		all, err := tx.Departments()
		if err != nil {
			return c, err
		}
		for _, d := range all {
			departments = append(departments, d.Key)
		}
	}
	c.Departments = map[switchboard.DepartmentKey]map[string]int64{}
	for _, key := range departments {
		if c.Departments[key], err = tx.Counts(store.ScopeDepartment(key)); err != nil {
			return c, err
		}
	}
	return c, nil
}
