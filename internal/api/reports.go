package api

import (
	"context"
	"net/http"
	"strings"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/report"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
)

func reportRoutes(s *server) {
	of := func(method, path, id, summary, doc string) route {
		return route{ID: id, Method: method, Path: "/reports" + path, Tag: "reports", Needs: access.QuarantineManage, Summary: summary, Doc: doc,
			Codes: []switchboard.Code{switchboard.CodeNotConnected}}
	}
	register(s, of("GET", "", "list-reports", "What colleagues reported without a login", "Newest first."), s.listReports)
	register(s, of("POST", "/{id}/take", "take-report", "Bring in what a report tells of", "Doing it twice changes nothing.").withStatus(http.StatusOK), s.takeReport)
	register(s, of("POST", "/{id}/throw-away", "throw-report", "Throw a report away", "Its sender hears nothing. Doing it twice changes nothing.").withStatus(http.StatusOK), s.throwReport)
	register(s, route{ID: "read-reporting", Method: "GET", Path: "/reporting", Tag: "reports", Needs: access.AccountRead,
		Summary: "How colleagues may report what they saw"}, s.readReporting)
	register(s, route{ID: "set-reporting", Method: "PUT", Path: "/reporting", Tag: "reports", Needs: access.AccountManage,
		Summary: "Say how colleagues may report what they saw", Doc: "The page /report is off until somebody lets people in by a word or by their network."}, s.setReporting)
}

// ListReportsIn asks for reports.
type ListReportsIn struct {
	State switchboard.ReportState `query:"state" enum:"waiting,taken,thrown" default:"waiting" doc:"Where they stand"`
	After switchboard.ReportID    `query:"after" doc:"The id of the last one of the page before"`
	Limit int                     `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Items on a page"`
}

// ReportIn names a report.
type ReportIn struct {
	ID switchboard.ReportID `path:"id" doc:"The report."`
}

// Reporting is how colleagues may report.
type Reporting struct {
	Form      report.Form `json:"form" enum:"off,word,network" doc:"Who may use the page /report: nobody, whoever knows the company's word, or whoever comes from one of its networks"`
	HasWord   bool        `json:"has_word"`
	Networks  []string    `json:"networks" nullable:"false"`
	Domains   []string    `json:"domains" nullable:"false" doc:"The company's own: whom our mail server vouches for there is believed, and hears what became of it"`
	Addresses []string    `json:"addresses" nullable:"false" doc:"Where reports are mailed to: a setting of each mailbox"`
}

// ReportingBody says how colleagues may report.
type ReportingBody struct {
	Form     report.Form `json:"form" enum:"off,word,network"`
	Word     string      `json:"word,omitempty" minLength:"8" maxLength:"200" doc:"The company's word; left out, it stays what it is"`
	Networks []string    `json:"networks,omitempty" maxItems:"50" doc:"As 10.1.0.0/16"`
	Domains  []string    `json:"domains,omitempty" maxItems:"50" doc:"As ferrywell.example"`
}

func (s *server) listReports(ctx context.Context, in *ListReportsIn) (out *PageOf[switchboard.Report], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		found, err := consults.In(tx.Tx).Reports(in.State, in.After, in.Limit+1)
		if err != nil {
			return err
		}
		next := ""
		if len(found) > in.Limit {
			found = found[:in.Limit]
			next = found[in.Limit-1].ID.String()
		}
		out = allOf(found)
		out.Body.Next = next
		return nil
	})
	return out, err
}

func (s *server) takeReport(ctx context.Context, in *ReportIn) (*BodyOf[switchboard.Report], error) {
	if err := s.In.HasRoom(); err != nil {
		return nil, err
	}
	return s.onReport(ctx, "report.take", in.ID, func(tx *store.Tx, by switchboard.AgentID) (switchboard.Report, error) {
		return s.Reports.Take(tx, in.ID, by)
	})
}

func (s *server) throwReport(ctx context.Context, in *ReportIn) (*BodyOf[switchboard.Report], error) {
	return s.onReport(ctx, "report.throw_away", in.ID, func(tx *store.Tx, by switchboard.AgentID) (switchboard.Report, error) {
		return s.Reports.Throw(tx, in.ID, by)
	})
}

func (s *server) onReport(ctx context.Context, action string, id switchboard.ReportID, do func(*store.Tx, switchboard.AgentID) (switchboard.Report, error)) (out *BodyOf[switchboard.Report], err error) {
	if s.Reports == nil {
		return nil, switchedOff("Reports")
	}
	actor := actorOf(ctx)
	err = s.update(ctx, func(tx *store.Tx) error {
		r, err := do(tx, actor.Agent)
		if err != nil {
			return err
		}
		out = bodyOf(r)
		return access.Audit(tx, actor, access.Act{Action: action, Subject: id.String(), Detail: string(r.State)})
	})
	return out, err
}

func (s *server) readReporting(ctx context.Context, _ *struct{}) (out *BodyOf[Reporting], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		shown, err := reporting(tx)
		out = bodyOf(shown)
		return err
	})
	return out, err
}

func reporting(tx *store.Tx) (Reporting, error) {
	setting, err := report.ReadSetting(tx)
	if err != nil {
		return Reporting{}, err
	}
	accounts, err := tx.Accounts()
	r := Reporting{Form: setting.Form, HasWord: len(setting.Word) > 0, Networks: append([]string{}, setting.Networks...),
		Domains: append([]string{}, setting.Domains...), Addresses: []string{}}
	for _, a := range accounts {
		if address := a.Config["report"]; address != "" && a.State == switchboard.AccountLive {
			r.Addresses = append(r.Addresses, address)
		}
	}
	return r, err
}

func (s *server) setReporting(ctx context.Context, in *struct{ Body ReportingBody }) (out *BodyOf[Reporting], err error) {
	b := in.Body
	err = s.update(ctx, func(tx *store.Tx) error {
		setting, err := report.ReadSetting(tx)
		if err != nil {
			return err
		}
		setting.Form, setting.Networks, setting.Domains = b.Form, append([]string{}, b.Networks...), append([]string{}, b.Domains...)
		if b.Word != "" {
			setting.Word = report.Word(s.Ring, strings.TrimSpace(b.Word))
		}
		if err := setting.Save(tx); err != nil {
			return err
		}
		shown, err := reporting(tx)
		if err != nil {
			return err
		}
		out = bodyOf(shown)
		return access.Audit(tx, actorOf(ctx), access.Act{Action: "reporting.set", Subject: "reporting", Detail: string(b.Form)})
	})
	return out, err
}
