package store

import (
	"switchboard"
)

// AgentScope is to which brands and accounts an agent is limited. A nil list is no limit in that dimension.
type AgentScope struct {
	Brands   []switchboard.BrandID   `json:"brands"`
	Accounts []switchboard.AccountID `json:"accounts"`
}

const (
	scopeBrand   = "brand"
	scopeAccount = "account"
)

// AgentScope reads an agent's limits, in the order of the ids.
func (t *Tx) AgentScope(agent switchboard.AgentID) (scope AgentScope, err error) {
	rows, err := t.Query(`SELECT kind, subject FROM agent_scope WHERE agent_id = ? ORDER BY kind, subject`, agent)
	if err != nil {
		return scope, err
	}
	defer rows.Close()
	for rows.Next() {
		var kind string
		var subject subjectID
		if err := rows.Scan(&kind, &subject); err != nil {
			return scope, err
		}
		switch kind {
		case scopeBrand:
			scope.Brands = append(scope.Brands, switchboard.BrandID(subject))
		case scopeAccount:
			scope.Accounts = append(scope.Accounts, switchboard.AccountID(subject))
		}
	}
	return scope, rows.Err()
}

// SetAgentScope replaces an agent's limits.
func (t *Tx) SetAgentScope(agent switchboard.AgentID, scope AgentScope) error {
	if _, err := t.Exec(`DELETE FROM agent_scope WHERE agent_id = ?`, agent); err != nil {
		return err
	}
	for _, id := range scope.Brands {
		if err := t.addScope(agent, scopeBrand, id); err != nil {
			return err
		}
	}
	for _, id := range scope.Accounts {
		if err := t.addScope(agent, scopeAccount, id); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) addScope(agent switchboard.AgentID, kind string, subject [16]byte) error {
	_, err := t.Exec(`INSERT INTO agent_scope (agent_id, kind, subject) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		agent, kind, rawID(t, subject))
	return err
}
