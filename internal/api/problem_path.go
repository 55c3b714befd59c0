package api

import (
	"encoding"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"switchboard"
)

// exchange is a request and its answer; the name keeps its method Context reachable.
type exchange huma.Context

// answering is an exchange whose status may turn out to be another than huma thinks.
type answering struct {
	exchange
	instead int
}

// SetStatus sets the status that stands.
func (a *answering) SetStatus(status int) {
	if a.instead != 0 {
		status = a.instead
	}
	a.exchange.SetStatus(status)
}

// nowhere is the problem of an address whose identifier is none: whoever follows it looks for a thing that is not there,
// as with one that is well formed and names nothing. It is nil where every identifier of the path can be read.
func (s *server) nowhere(ctx huma.Context, model *huma.ErrorModel) *Problem {
	for _, detail := range model.Errors {
		name, inPath := strings.CutPrefix(detail.Location, "path.")
		if !inPath || !strings.HasPrefix(detail.Message, badID) {
			continue
		}
		p := s.problem(ctx.Context(), noSuch(ctx.Operation().Path, name))
		if a, ours := ctx.(*answering); ours {
			a.instead = p.Status
		}
		return p
	}
	return nil
}

// noSuch says that a path leads to nothing, in the word for what it should lead to.
func noSuch(path, name string) error {
	return switchboard.Refuse(switchboard.CodeNotFound, "There is no %s at this address.", nounIn(path, name)).
		WithField(name).WithHint("Copy the address again from where it is shown, whole and in small letters.")
}

// nounIn is what a parameter of a path names: the element before it says of what there are many.
func nounIn(path, name string) string {
	before, _, _ := strings.Cut(path, "/{"+name+"}")
	many := before[strings.LastIndex(before, "/")+1:]
	if whole, ies := strings.CutSuffix(many, "ies"); ies {
		return whole + "y"
	}
	return strings.ReplaceAll(strings.TrimSuffix(many, "s"), "-", " ")
}

// readPath reads an identifier of a path that huma does not.
func readPath[ID any, P interface {
	*ID
	encoding.TextUnmarshaler
}](r *http.Request, name string) (id ID, err error) {
	if P(&id).UnmarshalText([]byte(r.PathValue(name))) != nil {
		return id, noSuch(r.Pattern, name)
	}
	return id, nil
}
