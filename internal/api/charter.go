package api

import (
	"context"
	"net/http"

	"switchboard/internal/access"
	"switchboard/internal/calendar"
	"switchboard/internal/objective"
	"switchboard/internal/store"
)

func charterRoutes(s *server) {
	register(s, route{ID: "read-company", Method: http.MethodGet, Path: "/company", Tag: "company", Needs: access.CompanyRead,
		Summary: "What the company is called, wants its customers to get, and when somebody is here"}, s.readCompany)
	register(s, route{ID: "list-objectives", Method: http.MethodGet, Path: "/objectives", Tag: "objectives", Needs: access.CompanyRead,
		Summary: "What is to be measured, the most important first",
		Doc:     "A target in seconds is open time of the calendar it names. One that is proposed is not measured yet."}, s.listObjectives)
}

// CompanyView is what the company said about itself.
type CompanyView struct {
	Name    string         `json:"name"`
	Charter *store.Charter `json:"charter,omitempty" doc:"What was answered at set-up; absent where nobody was asked"`
	Hours   *store.Hours   `json:"hours,omitempty" doc:"When somebody is here; absent where nobody has said"`
}

// companyName is what the company called itself, or else its first brand.
func companyName(tx *store.Tx) (string, error) {
	c, found, err := tx.Charter()
	if err != nil || found {
		return c.Company, err
	}
	brand, _, err := tx.BrandByKey(mainBrand)
	return brand.Name, err
}

func (s *server) readCompany(ctx context.Context, _ *struct{}) (out *BodyOf[CompanyView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		name, err := companyName(tx)
		if err != nil {
			return err
		}
		v := CompanyView{Name: name}
		charter, found, err := tx.Charter()
		if err != nil {
			return err
		}
		if found {
			v.Charter = &charter
		}
		hours, found, err := tx.Hours(calendar.Company)
		if found {
			v.Hours = &hours
		}
		out = bodyOf(v)
		return err
	})
	return out, err
}

func (s *server) listObjectives(ctx context.Context, _ *struct{}) (out *PageOf[objective.Objective], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		list, err := tx.Objectives()
		out = allOf(list)
		return err
	})
	return out, err
}
