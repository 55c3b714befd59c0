package store

// EndLeases ends the leases of all accounts and returns how many were running. Only a process that knows that no other
// lives on the database may call it; fences keep rising.
func (t *Tx) EndLeases() (int64, error) {
	return t.Exec(`UPDATE account_lease SET until = 0 WHERE until > 0`)
}
