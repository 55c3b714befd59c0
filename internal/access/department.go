package access

import (
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/store"
)

// KnownDepartments lists the departments that exist and those that the policy in force names, by key.
func (g *Gate) KnownDepartments(tx *store.Tx) (known []switchboard.DepartmentKey, err error) {
	stored, err := tx.Departments()
	for _, d := range stored {
		known = append(known, d.Key)
	}
	if g.Departments != nil {
		known = append(known, g.Departments()...)
	}
	slices.Sort(known)
	return slices.Compact(known), err
}

// CheckDepartments refuses departments that neither exist nor own anything by the policy in force: a slip of the pen would
// make one that no work ever reaches.
func (g *Gate) CheckDepartments(tx *store.Tx, keys []switchboard.DepartmentKey) error {
	known, err := g.KnownDepartments(tx)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if !slices.Contains(known, key) {
			return noDepartment(key, known)
		}
	}
	return nil
}

func noDepartment(key switchboard.DepartmentKey, known []switchboard.DepartmentKey) error {
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	hint := "There are: " + strings.Join(names, ", ") + "."
	if near := switchboard.Nearest(string(key), names); near != "" {
		hint = "Did you mean " + near + "? " + hint
	}
	return switchboard.Refuse(switchboard.CodeInvalid, "There is no department %s.", key).WithField("departments").
		WithHint(hint + " A new one is made first: PUT /api/v1/departments/{key}, or `switchboard user add --new-departments`.")
}
