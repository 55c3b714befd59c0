package api

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/testkit/golden"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

// address fills the parameters of a route with something that is not there.
func (r route) address() string {
	path := base + r.Path
	kinds := map[string]string{"agents": "agt", "accounts": "acc", "quarantine": "qua", "tokens": "tok", "conversations": "cnv",
		"customers": "cus", "messages": "msg", "drafts": "drf", "deliveries": "dlv", "amendments": "amd", "subscriptions": "sub", "legs": "leg"}
	parts := strings.Split(path, "/")
	for n, part := range parts {
		if !strings.HasPrefix(part, "{") {
			continue
		}
		parts[n] = "nowhere"
		if prefix := kinds[parts[n-1]]; prefix != "" {
			parts[n] = prefix + "_06ez4dsyg1r019eract7226910"
		}
	}
	return strings.Join(parts, "/")
}

func TestRouteList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var lines []string
	for _, r := range w.api.routes {
		who := string(r.Needs)
		switch {
		case r.Open:
			who = "open"
		case r.Setup:
			who = "set-up link"
		case who == "" && r.Person:
			who = "person"
		case who == "":
			who = "signed in"
		case r.Person:
			who += ", person"
		}
		lines = append(lines, fmt.Sprintf("%-6s %-42s %-22s %s", r.Method, base+r.Path, r.ID, who))
	}
	slices.Sort(lines)
	got := strings.Join(lines, "\n") + "\n"
	golden.Check(t, "testdata/routes.golden", got, *rewrite)
}

func TestEveryRouteSaysWhoMayCallIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	seen := map[string]bool{}
	for _, r := range w.api.routes {
		if seen[r.ID] {
			t.Errorf("%s is declared twice", r.ID)
		}
		seen[r.ID] = true
		said := r.Open || r.Setup || r.SignedIn || r.Person || r.Needs != ""
		if !said || r.Open && r.Setup || (r.Open || r.Setup) && (r.SignedIn || r.Person || r.Needs != "") || r.SignedIn && (r.Person || r.Needs != "") {
			t.Errorf("%s does not say clearly who may call it: %+v", r.ID, r)
		}
		if r.Needs != "" && !slices.Contains(access.Permissions(), r.Needs) {
			t.Errorf("%s needs %q, which is no permission", r.ID, r.Needs)
		}
	}
}

func TestEveryRouteWithoutCredentials(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, r := range w.api.routes {
		if r.Open || r.Setup {
			continue
		}
		w.clock.Advance(time.Second) // nobody is slowed down here
		for _, header := range []map[string]string{nil, {"Authorization": "Bearer swb_nonsense"},
			{"Authorization": "Basic YTpi"}, {"Cookie": w.api.cookie.name + "=nonsense"}} {
			got := w.do(request{Method: r.Method, Path: r.address(), Body: "{", Headers: header})
			p := read[Problem](t, got)
			if got.Code != http.StatusUnauthorized || p.Code != switchboard.CodeUnauthorized ||
				got.Header().Get("Content-Type") != problemMedia || got.Header().Get("WWW-Authenticate") == "" {
				t.Errorf("%s with %v: %d %s", r.ID, header, got.Code, got.Body)
			}
		}
	}
}

func TestEveryRouteForEveryRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, role := range access.Roles() {
		held := access.RolePermissions(role)
		for _, r := range w.api.routes {
			if r.Open || r.Setup {
				continue
			}
			ask := request{Method: r.Method, Path: r.address(), As: role}
			if r.unsafe() {
				ask.Body = `{}`
			}
			if r.Person {
				ask.As, ask.Cookie, ask.Headers = "", w.signIn(role), sameOrigin
			}
			w.judge(role, r, ask, r.Needs == "" || slices.Contains(held, r.Needs))
		}
	}
}

func (w *world) judge(role switchboard.Role, r route, ask request, allowed bool) {
	w.t.Helper()
	got := w.do(ask)
	switch {
	case allowed && (got.Code == http.StatusForbidden || got.Code == http.StatusUnauthorized || got.Code >= 500 &&
		got.Code != http.StatusServiceUnavailable):
		w.t.Errorf("%s as %s, who may: %d %s", r.ID, role, got.Code, got.Body)
	case !allowed && (got.Code != http.StatusForbidden || !strings.Contains(got.Body.String(), string(r.Needs))):
		w.t.Errorf("%s as %s, who may not: %d %s", r.ID, role, got.Code, got.Body)
	}
}

func TestPersonRoutesRefuseTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	count := 0
	for _, r := range w.api.routes {
		if !r.Person {
			continue
		}
		count++
		w.want(scenario{Name: r.ID, request: request{Method: r.Method, Path: r.address(), As: switchboard.RoleAdmin},
			Status: 403, Has: []string{`"code":"forbidden"`}})
	}
	if count < 4 {
		t.Errorf("only %d routes are for persons", count)
	}
}

// openAPI is as much of the OpenAPI document as the tests look at.
type openAPI struct {
	OpenAPI string `json:"openapi"`
	Paths   map[string]map[string]struct {
		OperationID string                `json:"operationId"`
		Summary     string                `json:"summary"`
		Tags        []string              `json:"tags"`
		Security    []map[string][]string `json:"security"`
		Responses   map[string]struct {
			Description string         `json:"description"`
			Content     map[string]any `json:"content"`
		} `json:"responses"`
	} `json:"paths"`
	Components struct {
		Schemas map[string]any `json:"schemas"`
	} `json:"components"`
}

func TestOpenAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := w.want(scenario{Name: "document", request: request{Method: "GET", Path: "/api/openapi.json"}, Status: 200,
		Not: []string{"$schema\"", "ErrorModel"}})
	doc := read[openAPI](t, got)
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("version %q", doc.OpenAPI)
	}
	if _, ok := doc.Components.Schemas["Problem"]; !ok {
		t.Error("problems are not described")
	}
	for _, r := range w.api.routes {
		op, ok := doc.Paths[base+r.Path][strings.ToLower(r.Method)]
		if !ok || op.OperationID != r.ID || op.Summary == "" || len(op.Tags) != 1 {
			t.Errorf("%s is described as %+v", r.ID, op)
			continue
		}
		if open := len(op.Security) == 0; open != r.Open {
			t.Errorf("%s: security %v", r.ID, op.Security)
		}
		for _, code := range r.codes() {
			answer := op.Responses[fmt.Sprint(statusOf(code))]
			if !strings.Contains(answer.Description, string(code)) || answer.Content[problemMedia] == nil {
				t.Errorf("%s: code %s is not described: %+v", r.ID, code, answer)
			}
		}
	}
	count := 0
	for _, methods := range doc.Paths {
		count += len(methods)
	}
	if count != len(w.api.routes) {
		t.Errorf("%d operations described, %d declared", count, len(w.api.routes))
	}
}

func TestEveryCodeHasAMeaning(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	source, err := os.ReadFile("../../error.go")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for line := range strings.Lines(string(source)) {
		_, rest, ok := strings.Cut(line, " Code = \"")
		if !ok {
			continue
		}
		code, _, _ := strings.Cut(rest, `"`)
		count++
		m, known := meanings()[switchboard.Code(code)]
		if !known || m.status < 400 || m.title == "" {
			t.Errorf("code %s has no meaning", code)
		}
		w.want(scenario{Name: code, request: request{Method: "GET", Path: "/problems/" + code}, Status: 200, Has: []string{code}})
	}
	if count != len(meanings()) {
		t.Errorf("%d codes found, %d meanings", count, len(meanings()))
	}
	if statusOf("nonsense") != http.StatusInternalServerError {
		t.Error("an unknown code is not our fault")
	}
}

// TestSpansHaveAUnit finds spans that would be told as bare numbers of nanoseconds.
func TestSpansHaveAUnit(t *testing.T) {
	t.Parallel()
	registry := newWorld(t).api.huma.OpenAPI().Components.Schemas
	seen := 0
	for name := range registry.Map() {
		of := registry.TypeFromRef("#/components/schemas/" + name)
		if of == nil || of.Kind() != reflect.Struct {
			continue
		}
		for _, field := range reflect.VisibleFields(of) {
			if !field.IsExported() {
				continue
			}
			told, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			span := field.Type == reflect.TypeFor[time.Duration]()
			unit := field.Type == reflect.TypeFor[switchboard.Seconds]()
			if span && told != "-" || unit && !strings.HasSuffix(told, "_seconds") {
				t.Errorf("%s.%s is told as %q, whose unit nobody knows", name, field.Name, told)
			}
			if unit {
				seen++
			}
		}
	}
	if seen < 2 {
		t.Errorf("only %d spans were seen", seen)
	}
}

func TestDocumentIsStable(t *testing.T) {
	t.Parallel()
	one, two := newWorld(t), newWorld(t)
	ask := request{Method: "GET", Path: "/api/openapi.json"}
	a, b := one.do(ask).Body.String(), two.do(ask).Body.String()
	if a != b || !json.Valid([]byte(a)) {
		t.Error("the document differs between two starts")
	}
}
