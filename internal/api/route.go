package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"switchboard"
	"switchboard/internal/access"
)

// base is where every operation lives.
const base = "/api/v1"

// route declares one operation. Exactly one of Open, Setup, SignedIn, Person and Needs says who may call it; what it may be
// called about is for the operation to ask of the actor.
type route struct {
	ID       string // operationId: verb-noun
	Method   string
	Path     string // below /api/v1
	Tag      string // the resource
	Summary  string
	Doc      string
	Open     bool              // nobody needs to sign in
	Setup    bool              // a browser that has used the set-up link
	SignedIn bool              // anybody with a credential
	Person   bool              // a person signed in with a browser, not a token
	Needs    access.Permission // whoever holds it
	Status   int               // of success; 0 for 200, or 204 without a body
	Body     int64             // bytes a body may have; 0 for maxBody
	Takes    time.Duration     // longest time until the answer, when a network is asked meanwhile; 0 for the usual 5 s
	Codes    []switchboard.Code
	Stream   bool // an answer without end: no idempotency key
	Raw      bool // the body is bytes, read as they come: no idempotency key
}

func (r route) unsafe() bool { return r.Method != http.MethodGet && r.Method != http.MethodHead }

// limit is how many bytes a body may have.
func (r route) limit() int64 {
	if r.Body > 0 {
		return r.Body
	}
	return maxBody
}

// codes lists every code the operation can answer with, in order.
func (r route) codes() []switchboard.Code {
	all := append([]switchboard.Code{switchboard.CodeInvalid, switchboard.CodeInternal, switchboard.CodeUnavailable,
		switchboard.CodeRateLimited}, r.Codes...)
	if !r.Open {
		all = append(all, switchboard.CodeUnauthorized)
	}
	if !r.Open && !r.Setup {
		all = append(all, switchboard.CodeSomebodyElse)
	}
	if r.Needs != "" || r.Person || r.unsafe() {
		all = append(all, switchboard.CodeForbidden)
	}
	if strings.Contains(r.Path, "{") {
		all = append(all, switchboard.CodeNotFound, switchboard.CodeBadID)
	}
	if r.unsafe() {
		all = append(all, switchboard.CodeTooLarge, switchboard.CodeUnknownField, switchboard.CodeConflict,
			switchboard.CodeKeyReused, switchboard.CodeDiskReserve)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// register declares an operation whose request and answer are typed.
func register[I, O any](s *server, r route, handle func(context.Context, *I) (*O, error)) {
	huma.Register(s.huma, s.operation(r), func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}

// registerRaw declares an operation that writes its answer itself, such as a stream. An error before the first byte
// becomes a problem. Parameters are described by params.
func registerRaw(s *server, r route, params []*huma.Param, handle func(http.ResponseWriter, *http.Request) error) {
	registerBytes(s, r, func(op *huma.Operation) {
		op.Parameters = append(op.Parameters, params...)
		op.Responses[strconv.Itoa(max(r.Status, http.StatusOK))] = &huma.Response{Description: "A stream"}
	}, handle)
}

// registerBytes is registerRaw for an operation that describes itself.
func registerBytes(s *server, r route, describe func(*huma.Operation), handle func(http.ResponseWriter, *http.Request) error) {
	op := s.operation(r)
	describe(&op)
	s.huma.OpenAPI().AddOperation(&op)
	s.mount(r, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if err := handle(w, req); err != nil {
			s.fail(w, req, err)
		}
	}))
}

// operation is the description of a route.
func (s *server) operation(r route) huma.Operation {
	s.routes = append(s.routes, r)
	op := huma.Operation{OperationID: r.ID, Method: r.Method, Path: base + r.Path, Tags: []string{r.Tag}, Summary: r.Summary,
		Description: r.Doc, DefaultStatus: r.Status, MaxBodyBytes: -1, BodyReadTimeout: r.Takes, Responses: s.answers(r),
		Metadata: map[string]any{"route": r}}
	if r.Needs != "" {
		op.Description = strings.TrimSpace(op.Description + "\n\nPermission: `" + string(r.Needs) + "`.")
	}
	op.Security = []map[string][]string{{"session": {}}, {"token": {}}}
	if r.Person {
		op.Security = op.Security[:1]
	}
	if r.Setup {
		op.Security = []map[string][]string{{"setup": {}}}
	}
	if r.Open {
		op.Security = []map[string][]string{}
	}
	if r.replays() {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "Idempotency-Key", In: "header",
			Description: "The same key gives the same answer for 24 hours, and the request has its effect once.",
			Schema:      &huma.Schema{Type: huma.TypeString, MaxLength: new(maxKey)}})
	}
	return op
}

// answers describes the problems an operation can answer with, by status.
func (s *server) answers(r route) map[string]*huma.Response {
	schema := s.huma.OpenAPI().Components.Schemas.Schema(problemType, true, "Problem")
	byStatus := map[int][]string{}
	for _, code := range r.codes() {
		status := statusOf(code)
		byStatus[status] = append(byStatus[status], string(code))
	}
	out := map[string]*huma.Response{}
	for _, status := range slices.Sorted(maps.Keys(byStatus)) {
		out[strconv.Itoa(status)] = &huma.Response{Description: "Codes: " + strings.Join(byStatus[status], ", "),
			Content: map[string]*huma.MediaType{problemMedia: {Schema: schema}}}
	}
	return out
}

// adapter lets huma declare its operations on the mux, behind everything that guards a route.
type adapter struct{ s *server }

// Handle mounts an operation.
func (a adapter) Handle(op *huma.Operation, handler func(huma.Context)) {
	r, _ := op.Metadata["route"].(route)
	a.s.mount(r, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		handler(&answering{exchange: humago.NewContext(op, req, w)})
	}))
}

// ServeHTTP is the mux without what guards all requests; huma asks for it and does not use it.
func (a adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.s.mux.ServeHTTP(w, r) }

// mount puts a route on the mux behind its guards.
func (s *server) mount(r route, next http.Handler) {
	if r.replays() {
		next = s.replay(next)
	}
	next = s.body(r, next)
	next = s.admit(r, next)
	s.mux.Handle(r.Method+" "+base+r.Path, next)
}
