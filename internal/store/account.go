package store

import (
	"switchboard"
	"switchboard/internal/store/db"
)

const accountColumns = `id, network, realm, handle, name, brand_id, voice, accountable, state, config, health, created_at`

func scanAccount(row db.Scanner) (a switchboard.Account, err error) {
	err = row.Scan(&a.ID, &a.Network, &a.Realm, &a.Handle, &a.Name, &a.BrandID, &a.Voice, &a.Accountable, &a.State,
		db.IntoJSON(&a.Config), db.IntoJSON(&a.Health), db.ScanTime(&a.CreatedAt))
	return a, err
}

// Account reads one account.
func (t *Tx) Account(id switchboard.AccountID) (switchboard.Account, error) {
	return must(t, "account", scanAccount, `SELECT `+accountColumns+` FROM account WHERE id = ?`, id)
}

// Accounts reads all accounts, oldest first. A company has tens of them, not millions.
func (t *Tx) Accounts() ([]switchboard.Account, error) {
	return db.List(t.Tx, scanAccount, `SELECT `+accountColumns+` FROM account ORDER BY id`)
}

// AccountByHandle finds an account by what the network calls it.
func (t *Tx) AccountByHandle(network switchboard.NetworkKey, handle string) (switchboard.Account, bool, error) {
	return db.One(t.Tx, scanAccount, `SELECT `+accountColumns+` FROM account WHERE network = ? AND handle = ? ORDER BY id LIMIT 1`,
		network, handle)
}

// InsertAccount adds an account unless its (network, realm, handle) is there already; inserted tells which.
// Beside the sample company it refuses, with CodeConflict, what is on any other network than the sample's.
func (t *Tx) InsertAccount(a switchboard.Account) (inserted bool, err error) {
	if err := t.besideSample(a.Network); err != nil {
		return false, err
	}
	config, err := db.AsJSON(nonNil(a.Config))
	if err != nil {
		return false, err
	}
	n, err := t.Exec(`INSERT INTO account (id, network, realm, handle, name, brand_id, voice, accountable, state, config, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		a.ID, a.Network, a.Realm, a.Handle, a.Name, a.BrandID, a.Voice, a.Accountable, a.State, config,
		db.Micros(a.CreatedAt))
	return n == 1, err
}

// UpdateAccount writes everything of an account but its secrets and health.
func (t *Tx) UpdateAccount(a switchboard.Account) error {
	config, err := db.AsJSON(nonNil(a.Config))
	if err != nil {
		return err
	}
	_, err = t.Exec(`UPDATE account SET realm = ?, handle = ?, name = ?, brand_id = ?, voice = ?, accountable = ?, state = ?,
		config = ? WHERE id = ?`, a.Realm, a.Handle, a.Name, a.BrandID, a.Voice, a.Accountable, a.State, config, a.ID)
	return err
}

// SetAccountHealth records how the connection is doing.
func (t *Tx) SetAccountHealth(id switchboard.AccountID, h switchboard.Health) error {
	body, err := db.AsJSON(h)
	if err != nil {
		return err
	}
	_, err = t.Exec(`UPDATE account SET health = ? WHERE id = ?`, body, id)
	return err
}

// AccountSecrets reads the sealed secrets, nil when there are none.
func (t *Tx) AccountSecrets(id switchboard.AccountID) (sealed []byte, err error) {
	err = t.QueryRow(`SELECT secrets FROM account WHERE id = ?`, id).Scan(&sealed)
	if isNoRows(err) {
		return nil, nil
	}
	return sealed, err
}

// ChangeAccountSecrets reads the sealed secrets, nil when there are none, keeps others from changing them, and stores what
// change makes of them; nil leaves them.
func (t *Tx) ChangeAccountSecrets(id switchboard.AccountID, change func(sealed []byte) ([]byte, error)) error {
	sealed, err := must(t, "account", func(row db.Scanner) (sealed []byte, err error) {
		err = row.Scan(&sealed)
		return sealed, err
	}, `SELECT secrets FROM account WHERE id = ?`+t.Dialect().ForUpdate(), id)
	if err != nil {
		return err
	}
	if sealed, err = change(sealed); err != nil || sealed == nil {
		return err
	}
	return t.SetAccountSecrets(id, sealed)
}

// SetAccountSecrets stores sealed secrets.
func (t *Tx) SetAccountSecrets(id switchboard.AccountID, sealed []byte) error {
	_, err := t.Exec(`UPDATE account SET secrets = ? WHERE id = ?`, sealed, id)
	return err
}

func nonNil(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}
