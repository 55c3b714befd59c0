package api

import (
	"context"
	"net/http"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/connector"
)

func networkRoutes(s *server) {
	const tag = "networks"
	register(s, route{ID: "list-networks", Method: http.MethodGet, Path: "/networks", Tag: tag, Needs: access.CompanyRead,
		Summary: "The networks that are built in", Doc: "Each with its form, limits, set-up steps and terms. By name."},
		s.listNetworks)
	register(s, route{ID: "read-network", Method: http.MethodGet, Path: "/networks/{key}", Tag: tag, Needs: access.CompanyRead,
		Summary: "One network", Codes: []switchboard.Code{switchboard.CodeUnsupported}}, s.readNetwork)
}

func (s *server) listNetworks(context.Context, *struct{}) (*PageOf[connector.Form], error) {
	forms := []connector.Form{}
	for _, spec := range s.Networks.All() {
		forms = append(forms, spec.Form())
	}
	return allOf(forms), nil
}

type readNetworkInput struct {
	Key string `path:"key" maxLength:"64" doc:"The network"`
}

func (s *server) readNetwork(_ context.Context, in *readNetworkInput) (*BodyOf[connector.Form], error) {
	spec, err := s.Networks.Get(switchboard.NetworkKey(in.Key))
	if err != nil {
		return nil, switchboard.Refuse(switchboard.CodeNotFound, "There is no connector for this network.").WithCause(err).
			WithHint("The networks that are built in are listed at /api/v1/networks.")
	}
	return bodyOf(spec.Form()), nil
}
