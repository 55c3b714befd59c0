package store

import (
	"switchboard"

	"switchboard/internal/store/db"
)

func scanDepartment(row db.Scanner) (d switchboard.Department, err error) {
	err = row.Scan(&d.Key, &d.Name, &d.Pull)
	return d, err
}

// Departments reads all departments by key.
func (t *Tx) Departments() ([]switchboard.Department, error) {
	return db.List(t.Tx, scanDepartment, `SELECT key, name, pull FROM department ORDER BY key`)
}

// SaveDepartment adds or changes a department.
func (t *Tx) SaveDepartment(d switchboard.Department) error {
	_, err := t.Exec(`INSERT INTO department (key, name, pull) VALUES (?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET name = excluded.name, pull = excluded.pull`, d.Key, d.Name, db.Bit(d.Pull))
	return err
}

// LockDepartment reads a department and keeps others from assigning its work until the transaction ends. A department
// that only a policy names is made on the way, so that no work is lost in a place without a row.
func (t *Tx) LockDepartment(key switchboard.DepartmentKey) (switchboard.Department, error) {
	if _, err := t.Exec(`INSERT INTO department (key, name) VALUES (?, ?) ON CONFLICT DO NOTHING`, key, string(key)); err != nil {
		return switchboard.Department{}, err
	}
	return must(t, "department", scanDepartment,
		`SELECT key, name, pull FROM department WHERE key = ?`+t.Dialect().ForUpdate(), key)
}
