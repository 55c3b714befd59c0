package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/rota"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
)

const problemMedia = "application/problem+json"

var problemType = reflect.TypeFor[Problem]()

// Problem is an answer that says what is wrong and what to do (RFC 9457).
type Problem struct {
	Type   string           `json:"type" doc:"Address of what the code means" example:"/problems/not_found"`
	Title  string           `json:"title" doc:"What the code means, in one clause"`
	Status int              `json:"status" doc:"HTTP status"`
	Detail string           `json:"detail" doc:"What is wrong, for a person"`
	Code   switchboard.Code `json:"code" doc:"What a program branches on; codes never change their meaning"`
	Hint   string           `json:"hint,omitempty" doc:"The way out, for a person"`
	// RequestID finds the log line.
	RequestID string         `json:"request_id" doc:"Name of this request in the log"`
	Errors    []ProblemField `json:"errors,omitempty" doc:"What is wrong, field by field"`
	Warnings  []rota.Undone  `json:"warnings,omitempty" doc:"Of unstaffed: what it would leave undone; send it again with confirmed to go on"`
	retry     time.Duration
}

// ProblemField is one field that is wrong.
type ProblemField struct {
	Field string `json:"field" doc:"Path of the field" example:"config.server"`
	Text  string `json:"text" doc:"What is wrong with it"`
	Hint  string `json:"hint,omitempty" doc:"The way out"`
}

// Error is code and detail.
func (p *Problem) Error() string { return string(p.Code) + ": " + p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of problems.
func (p *Problem) ContentType(string) string { return problemMedia }

// GetHeaders says when to come again.
func (p *Problem) GetHeaders() http.Header {
	if p.retry <= 0 {
		return nil
	}
	seconds := int64((p.retry + time.Second - 1) / time.Second)
	return http.Header{"Retry-After": {strconv.FormatInt(seconds, 10)}}
}

// meaning is what a code answers with.
type meaning struct {
	status int
	title  string
}

// meanings is the one table from codes to statuses.
func meanings() map[switchboard.Code]meaning {
	return map[switchboard.Code]meaning{
		switchboard.CodeBadID:        {http.StatusUnprocessableEntity, "Not an identifier of the kind expected"},
		switchboard.CodeInvalid:      {http.StatusUnprocessableEntity, "The input breaks a rule"},
		switchboard.CodeNotFound:     {http.StatusNotFound, "No such thing, or it may not be seen"},
		switchboard.CodeConflict:     {http.StatusConflict, "It does not fit what is there now"},
		switchboard.CodeStale:        {http.StatusConflict, "Based on an older state"},
		switchboard.CodeForbidden:    {http.StatusForbidden, "Not allowed"},
		switchboard.CodeUnauthorized: {http.StatusUnauthorized, "Not signed in"},
		switchboard.CodeSomebodyElse: {http.StatusConflict, "Meant for another person than is signed in"},
		switchboard.CodeTooLarge:     {http.StatusRequestEntityTooLarge, "Over a stated limit"},
		switchboard.CodeRateLimited:  {http.StatusTooManyRequests, "Too many for now"},
		switchboard.CodeUnavailable:  {http.StatusServiceUnavailable, "Cannot be done right now; nothing is lost"},
		switchboard.CodeUnsupported:  {http.StatusUnprocessableEntity, "The network or account cannot do that"},
		switchboard.CodeReplayed:     {http.StatusConflict, "A signed request that was seen before"},
		switchboard.CodeBadSignature: {http.StatusUnauthorized, "The signature does not fit the body"},
		switchboard.CodeHeld:         {http.StatusConflict, "Held for approval"},
		switchboard.CodeBlocked:      {http.StatusUnprocessableEntity, "Not let out as it is"},
		switchboard.CodeInternal:     {http.StatusInternalServerError, "Our fault"},
		switchboard.CodeNotConnected: {http.StatusConflict, "The account is not connected"},
		switchboard.CodeUnresolved:   {http.StatusConflict, "A delivery of unknown fate must be settled first"},
		switchboard.CodeKeyReused:    {http.StatusUnprocessableEntity, "The idempotency key came with another request"},
		switchboard.CodeNoLead:       {http.StatusConflict, "Nobody leads yet"},
		switchboard.CodeClosed:       {http.StatusConflict, "The conversation is closed"},
		switchboard.CodeMustExplain:  {http.StatusUnprocessableEntity, "A reason or briefing is missing"},
		switchboard.CodeUnknownField: {http.StatusUnprocessableEntity, "A field nobody knows"},
		switchboard.CodeBadPolicy:    {http.StatusUnprocessableEntity, "The policy has an error"},
		switchboard.CodeDiskReserve:  {http.StatusServiceUnavailable, "Too little disk is left"},
		switchboard.CodeMixed:        {http.StatusConflict, "Practice and real customers do not mix"},
		switchboard.CodeReconciling:  {http.StatusConflict, "Restored from a backup and not reconciled yet"},
		switchboard.CodeUnstaffed:    {http.StatusConflict, "It would leave something undone"},
		switchboard.CodeOverBudget:   {http.StatusConflict, "A department has given the help it promises"},
	}
}

// statusOf is the HTTP status of a code; one nobody knows is our fault.
func statusOf(code switchboard.Code) int {
	if m, ok := meanings()[code]; ok {
		return m.status
	}
	return http.StatusInternalServerError
}

// refusal is an Error that answers with another status than its code's: for what HTTP itself has a status for.
type refusal struct {
	what   *switchboard.Error
	status int // 0 for that of the code
	retry  time.Duration
}

// Error is that of the Error.
func (r refusal) Error() string { return r.what.Error() }

// Unwrap gives the Error.
func (r refusal) Unwrap() error { return r.what }

// RetryAfter is when to come again.
func (r refusal) RetryAfter() time.Duration { return r.retry }

// problem makes an answer of an error. What is nobody's refusal is logged with its cause and answered as internal.
func (s *server) problem(ctx context.Context, err error) *Problem {
	var known *Problem
	if errors.As(err, &known) {
		return known
	}
	var own *switchboard.Error
	if !errors.As(store.NoRoom(err), &own) {
		own = s.translateCause(ctx, err)
	}
	m := meanings()[own.Code]
	p := &Problem{Type: "/problems/" + string(own.Code), Title: m.title, Status: statusOf(own.Code), Detail: own.Text,
		Code: own.Code, Hint: own.Hint, RequestID: callOf(ctx).id}
	if m.status >= http.StatusInternalServerError {
		s.Log.Log(ctx, weightOf(ctx), "request failed", "request", p.RequestID, "code", own.Code, "error", err)
	}
	if own.Field != "" {
		p.Errors = []ProblemField{{Field: own.Field, Text: own.Text, Hint: own.Hint}}
	}
	p.fields(err)
	var left leftUndone
	if errors.As(err, &left) {
		p.Warnings = left.warnings
	}
	p.typed(s.command())
	var special refusal
	if errors.As(err, &special) && special.status != 0 {
		p.Status = special.status
	}
	var later interface{ RetryAfter() time.Duration }
	if errors.As(err, &later) {
		p.retry = later.RetryAfter()
	}
	if p.Status == http.StatusServiceUnavailable && p.retry == 0 {
		p.retry = 5 * time.Second
	}
	return p
}

// weightOf is how loud a failure is: one of whoever has left, as browsers do that turn to another page, concerns nobody.
func weightOf(ctx context.Context) slog.Level {
	if errors.Is(ctx.Err(), context.Canceled) {
		return slog.LevelDebug
	}
	return slog.LevelError
}

// translateCause names an error that is no refusal.
func (s *server) translateCause(ctx context.Context, err error) *switchboard.Error {
	switch {
	case errors.Is(err, db.ErrCommitUnknown):
		return switchboard.Refuse(switchboard.CodeUnavailable, "The connection to the database broke while this was kept.").
			WithHint("Look whether it was done before you repeat it.").WithCause(err)
	case errors.Is(err, db.ErrBusy), errors.Is(err, db.ErrClosed):
		return switchboard.Refuse(switchboard.CodeUnavailable, "The database is busy; nothing was changed.").
			WithHint("Try again in a moment.").WithCause(err)
	}
	if ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return switchboard.Refuse(switchboard.CodeUnavailable, "The request was given up before it was done.").
			WithHint("Try again.").WithCause(err)
	}
	return switchboard.Refuse(switchboard.CodeInternal, "That did not work, and nothing was changed.").
		WithHint("Try again, or give the request id to whoever runs this installation.").WithCause(err)
}

// fields lists several wrong fields where the error has them.
func (p *Problem) fields(err error) {
	var config *connector.ConfigError
	if !errors.As(err, &config) {
		return
	}
	p.Errors = nil
	for _, field := range config.Fields {
		p.Errors = append(p.Errors, ProblemField{Field: "config." + field.Field, Text: field.Text, Hint: field.Hint})
	}
	if len(config.Fields) > 1 {
		p.Detail = strconv.Itoa(len(config.Fields)) + " settings are not right."
		p.Hint = ""
	}
}

// fail writes a problem.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := s.problem(r.Context(), err)
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="switchboard"`)
	}
	w.Header().Set("Content-Type", problemMedia)
	w.WriteHeader(p.Status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(p) // whoever left needs no answer
}

// translate turns what huma says of a request into a problem. Values are not repeated: they may be secrets.
func (s *server) translate(ctx huma.Context, _ string, v any) (any, error) {
	model, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	if p := s.nowhere(ctx, model); p != nil {
		return p, nil
	}
	code := codeFor(model)
	p := &Problem{Type: "/problems/" + string(code), Title: meanings()[code].title, Status: model.Status, Code: code,
		Detail: "The request is not right.", RequestID: callOf(ctx.Context()).id}
	for _, detail := range model.Errors {
		p.Errors = append(p.Errors, fieldOf(detail))
	}
	if len(p.Errors) == 1 {
		p.Detail = p.Errors[0].Text
	}
	switch code {
	case switchboard.CodeInternal:
		s.Log.ErrorContext(ctx.Context(), "request failed", "request", p.RequestID, "error", model.Error())
	case switchboard.CodeBadID:
		p.Hint = p.Errors[0].Hint
	case switchboard.CodeUnknownField:
		p.Hint = "Leave it out, or look at /api/openapi.json for the names."
	default:
		p.Hint = "See /api/openapi.json for what is expected."
	}
	return p, nil
}

func codeFor(model *huma.ErrorModel) switchboard.Code {
	switch {
	case model.Status == http.StatusRequestEntityTooLarge:
		return switchboard.CodeTooLarge
	case model.Status >= http.StatusInternalServerError:
		return switchboard.CodeInternal
	}
	if len(model.Errors) == 1 && strings.HasPrefix(model.Errors[0].Message, badID) {
		return switchboard.CodeBadID
	}
	for _, detail := range model.Errors {
		if !strings.HasPrefix(detail.Message, "unexpected property") && !strings.HasPrefix(detail.Message, "unknown query") {
			return switchboard.CodeInvalid
		}
	}
	if len(model.Errors) == 0 {
		return switchboard.CodeInvalid
	}
	return switchboard.CodeUnknownField
}

// badID is how huma repeats what an identifier's own parser says.
const badID = "invalid value: bad_id: "

// fieldOf says in our words which field is wrong.
func fieldOf(d *huma.ErrorDetail) ProblemField {
	where, name, _ := strings.Cut(d.Location, ".")
	if name == "" {
		name = where
	}
	text := d.Message
	switch {
	case strings.HasPrefix(text, "unexpected property"), strings.HasPrefix(text, "unknown query"):
		return ProblemField{Field: name, Text: "Nobody knows " + name + " here."}
	case strings.HasPrefix(text, "expected required property "):
		missing := strings.TrimSuffix(strings.TrimPrefix(text, "expected required property "), " to be present")
		if d.Location != "body" {
			missing = name + "." + missing
		}
		return ProblemField{Field: missing, Text: missing + " is missing."}
	case strings.HasPrefix(text, badID):
		return ProblemField{Field: name, Text: strings.TrimPrefix(text, badID), Hint: "Copy it again from where it came."}
	case name == "body":
		return ProblemField{Field: name, Text: "The body cannot be read: it is not the JSON expected."}
	}
	return ProblemField{Field: name, Text: name + ": " + text + "."}
}

// explainProblem answers for the type of a problem.
func (s *server) explainProblem(w http.ResponseWriter, r *http.Request) {
	code := switchboard.Code(r.PathValue("code"))
	m, ok := meanings()[code]
	if !ok {
		s.nothingHere(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"code": code, "status": m.status, "title": m.title})
}

// nothingHere answers for addresses nobody serves, and says which methods an address has when only the method is wrong.
func (s *server) nothingHere(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		probe := r.Clone(r.Context())
		probe.Method = method
		if _, pattern := s.mux.Handler(probe); pattern != "/" && pattern != "/api/" && pattern != "" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		s.fail(w, r, switchboard.Refuse(switchboard.CodeNotFound, "There is nothing at this address.").
			WithHint("See /api/openapi.json for what there is."))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	s.fail(w, r, refusal{status: http.StatusMethodNotAllowed,
		what: switchboard.Refuse(switchboard.CodeUnsupported, "This address cannot be asked with that method.").
			WithHint("It takes " + strings.Join(allowed, ", ") + ".")})
}
