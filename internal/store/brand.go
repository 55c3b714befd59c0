package store

import (
	"switchboard"

	"switchboard/internal/store/db"
)

func scanBrand(row db.Scanner) (b switchboard.Brand, err error) {
	err = row.Scan(&b.ID, &b.Key, &b.Name)
	return b, err
}

// Brands reads all brands, oldest first.
func (t *Tx) Brands() ([]switchboard.Brand, error) {
	return db.List(t.Tx, scanBrand, `SELECT id, key, name FROM brand ORDER BY id`)
}

// Brand reads one brand.
func (t *Tx) Brand(id switchboard.BrandID) (switchboard.Brand, error) {
	return must(t, "brand", scanBrand, `SELECT id, key, name FROM brand WHERE id = ?`, id)
}

// BrandByKey finds a brand.
func (t *Tx) BrandByKey(key string) (switchboard.Brand, bool, error) {
	return db.One(t.Tx, scanBrand, `SELECT id, key, name FROM brand WHERE key = ?`, key)
}

// EnsureBrand adds the brand unless its key is there, and returns the one that stands.
func (t *Tx) EnsureBrand(b switchboard.Brand) (switchboard.Brand, error) {
	if _, err := t.Exec(`INSERT INTO brand (id, key, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		b.ID, b.Key, b.Name); err != nil {
		return b, err
	}
	return must(t, "brand", scanBrand, `SELECT id, key, name FROM brand WHERE key = ?`, b.Key)
}

// RenameBrand changes what customers know a brand as.
func (t *Tx) RenameBrand(id switchboard.BrandID, name string) error {
	_, err := t.Exec(`UPDATE brand SET name = ? WHERE id = ?`, name, id)
	return err
}
