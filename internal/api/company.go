package api

import (
	"context"
	"net/http"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/store"
)

func companyRoutes(s *server) {
	register(s, route{ID: "list-departments", Method: http.MethodGet, Path: "/departments", Tag: "departments",
		Needs: access.CompanyRead, Summary: "The departments", Doc: "By key."}, s.listDepartments)
	register(s, route{ID: "save-department", Method: http.MethodPut, Path: "/departments/{key}", Tag: "departments",
		Needs: access.DepartmentManage, Summary: "Add or change a department"}, s.saveDepartment)
	register(s, route{ID: "list-brands", Method: http.MethodGet, Path: "/brands", Tag: "brands", Needs: access.CompanyRead,
		Summary: "What customers believe they talk to"}, s.listBrands)
	register(s, route{ID: "create-brand", Method: http.MethodPost, Path: "/brands", Tag: "brands", Needs: access.BrandManage,
		Status: http.StatusCreated, Summary: "Add a brand"}, s.createBrand)
}

func (s *server) listDepartments(ctx context.Context, _ *struct{}) (out *PageOf[switchboard.Department], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		departments, err := tx.Departments()
		out = allOf(departments)
		return err
	})
	return out, err
}

type saveDepartmentInput struct {
	Key  string `path:"key" maxLength:"64" doc:"Names it in policies: small letters, digits, dashes, underscores"`
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"200" doc:"As people know it"`
		Pull bool   `json:"pull,omitempty" doc:"Its people take work themselves instead of being offered it"`
	}
}

func (s *server) saveDepartment(ctx context.Context, in *saveDepartmentInput) (*BodyOf[switchboard.Department], error) {
	if !access.IsKey(in.Key) {
		return nil, badKey()
	}
	department := switchboard.Department{Key: switchboard.DepartmentKey(in.Key), Name: in.Body.Name, Pull: in.Body.Pull}
	err := s.update(ctx, func(tx *store.Tx) error {
		if err := tx.SaveDepartment(department); err != nil {
			return err
		}
		return access.Audit(tx, actorOf(ctx), access.Act{Action: "department.save", Subject: in.Key})
	})
	return bodyOf(department), err
}

func badKey() error {
	return switchboard.Refuse(switchboard.CodeInvalid, "A key is 1 to 64 small letters, digits, dashes and underscores.").
		WithField("key").WithHint("Begin it with a letter or a digit.")
}

func (s *server) listBrands(ctx context.Context, _ *struct{}) (out *PageOf[switchboard.Brand], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		brands, err := tx.Brands()
		out = allOf(brands)
		return err
	})
	return out, err
}

// BrandBody is a brand to add.
type BrandBody struct {
	Key  string `json:"key" maxLength:"64" doc:"Names it in policies"`
	Name string `json:"name" minLength:"1" maxLength:"200" doc:"As customers know it"`
}

func (s *server) createBrand(ctx context.Context, in *struct{ Body BrandBody }) (*BodyOf[switchboard.Brand], error) {
	if !access.IsKey(in.Body.Key) {
		return nil, badKey()
	}
	var made switchboard.Brand
	err := s.update(ctx, func(tx *store.Tx) error {
		if _, taken, err := tx.BrandByKey(in.Body.Key); err != nil {
			return err
		} else if taken {
			return switchboard.Refuse(switchboard.CodeConflict, "A brand with this key is there already.").WithField("key")
		}
		var err error
		made, err = tx.EnsureBrand(switchboard.Brand{ID: switchboard.NewID[switchboard.BrandID](tx.Now()), Key: in.Body.Key,
			Name: in.Body.Name})
		if err != nil {
			return err
		}
		return access.Audit(tx, actorOf(ctx), access.Act{Action: "brand.create", Subject: made.ID.String()})
	})
	return bodyOf(made), err
}
