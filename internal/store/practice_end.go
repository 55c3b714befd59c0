package store

import (
	"fmt"

	"switchboard"
	"switchboard/internal/store/db"
)

// Of what belongs to a network; each takes its key.
const (
	itsAccounts = `(SELECT id FROM account WHERE network = ?)`
	itsTalks    = `(SELECT id FROM conversation WHERE network = ?)`
	itsMessages = `(SELECT id FROM message WHERE network = ?)`
	itsDrafts   = `(SELECT d.id FROM draft d JOIN conversation c ON c.id = d.conversation_id WHERE c.network = ?)`
	itsAlarms   = `(SELECT a.id FROM alarm a JOIN conversation c ON c.id = a.conversation_id WHERE c.network = ?)`
	itsConsults = `(SELECT id FROM consult WHERE conversation_id IN ` + itsTalks + `)`
	itsNotices  = `(SELECT id FROM notice WHERE conversation_id IN ` + itsTalks + ` OR account_id IN ` + itsAccounts + `)`
	itsRealms   = `(SELECT realm FROM account WHERE network = ? UNION SELECT realm FROM message WHERE network = ? AND visibility <> 'internal'
		EXCEPT SELECT realm FROM account WHERE network <> ?)`
	itsPeople = `(SELECT id FROM identity WHERE realm IN ` + itsRealms + `)`
)

// removals takes a network away table by table, what refers to others first. Every ? is the network.
var removals = []string{
	`DELETE FROM telling WHERE notice_id IN ` + itsNotices,
	`DELETE FROM notice WHERE conversation_id IN ` + itsTalks + ` OR account_id IN ` + itsAccounts,
	`DELETE FROM timer WHERE subject IN ` + itsTalks + ` OR subject IN ` + itsAccounts + ` OR subject IN ` + itsAlarms +
		` OR subject IN ` + itsConsults,
	`DELETE FROM blob_ref WHERE owner IN (SELECT id FROM advice WHERE consult_id IN ` + itsConsults + `)`,
	`DELETE FROM advice WHERE consult_id IN ` + itsConsults,
	`DELETE FROM consult WHERE conversation_id IN ` + itsTalks,
	`DELETE FROM report WHERE conversation_id IN ` + itsTalks + ` OR message_id IN ` + itsMessages + ` OR account_id IN ` + itsAccounts,
	`DELETE FROM letter WHERE account_id IN ` + itsAccounts,
	`DELETE FROM alarm_call WHERE alarm_id IN ` + itsAlarms,
	`DELETE FROM alarm WHERE conversation_id IN ` + itsTalks,
	`DELETE FROM blob_ref WHERE owner IN ` + itsMessages + ` OR owner IN ` + itsDrafts,
	`DELETE FROM approval WHERE draft_id IN ` + itsDrafts,
	`DELETE FROM amendment WHERE account_id IN ` + itsAccounts + ` OR message_id IN ` + itsMessages,
	`DELETE FROM delivery WHERE conversation_id IN ` + itsTalks,
	`DELETE FROM draft WHERE conversation_id IN ` + itsTalks,
	`DELETE FROM decision WHERE conversation_id IN ` + itsTalks,
	`DELETE FROM assignment WHERE conversation_id IN ` + itsTalks,
	`DELETE FROM shift_note WHERE conversation_id IN ` + itsTalks,
	`DELETE FROM declined WHERE conversation_id IN ` + itsTalks,
	`DELETE FROM focus WHERE conversation_id IN ` + itsTalks,
	`DELETE FROM correction WHERE conversation_id IN ` + itsTalks,
	`DELETE FROM conversation_topic WHERE about_id IN ` + itsTalks,
	`DELETE FROM leg WHERE conversation_id IN ` + itsTalks,
	`DELETE FROM journal WHERE network = ? OR conversation_id IN ` + itsTalks + ` OR account_id IN ` + itsAccounts,
	`DELETE FROM verdict WHERE message_id IN ` + itsMessages,
	`DELETE FROM message_revision WHERE message_id IN ` + itsMessages,
	`DELETE FROM raw_payload WHERE message_id IN ` + itsMessages,
	`DELETE FROM sighting WHERE message_id IN ` + itsMessages + ` OR account_id IN ` + itsAccounts,
	`DELETE FROM work WHERE message_id IN ` + itsMessages,
	`DELETE FROM orphan WHERE message_id IN ` + itsMessages,
	`DELETE FROM identity_link WHERE identity_id IN ` + itsPeople,
	`DELETE FROM identity WHERE realm IN ` + itsRealms,
	`DELETE FROM thread WHERE realm IN ` + itsRealms,
	`DELETE FROM message WHERE network = ?`,
	`DELETE FROM conversation WHERE network = ?`,
	`DELETE FROM quarantine WHERE network = ? OR account_id IN ` + itsAccounts,
	`DELETE FROM gap WHERE account_id IN ` + itsAccounts,
	`DELETE FROM lane_cursor WHERE account_id IN ` + itsAccounts,
	`DELETE FROM account_lease WHERE account_id IN ` + itsAccounts,
	`DELETE FROM account WHERE network = ?`,
}

// settlements bring into line what counts all networks together.
var settlements = []string{
	`DELETE FROM customer WHERE NOT EXISTS (SELECT 1 FROM identity i WHERE i.customer_id = customer.id)
		AND NOT EXISTS (SELECT 1 FROM identity_link l WHERE l.customer_id = customer.id)
		AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.customer_id = customer.id)`,
	`UPDATE agent SET load = (SELECT COUNT(*) FROM conversation c WHERE c.lead = agent.id AND c.stance <> 'closed')
		+ (SELECT COUNT(*) FROM conversation c WHERE c.offer_to = agent.id),
		weight = COALESCE((SELECT SUM(c.weight) FROM conversation c WHERE c.lead = agent.id AND c.stance <> 'closed'), 0)
		+ COALESCE((SELECT SUM(c.weight) FROM conversation c WHERE c.offer_to = agent.id), 0) WHERE load <> 0 OR weight <> 0`,
	`UPDATE notice_reader SET unread = (SELECT COUNT(*) FROM notice n WHERE n.agent_id = notice_reader.agent_id AND n.unread = 1)
		WHERE unread <> 0`,
}

// LockNetwork reports whether we have an account on a network, and keeps it from being removed until the transaction ends.
func (t *Tx) LockNetwork(network switchboard.NetworkKey) (bool, error) {
	ids, err := db.List(t.Tx, func(row db.Scanner) (id switchboard.AccountID, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT id FROM account WHERE network = ? ORDER BY id`+t.Dialect().ForUpdate(), network)
	return len(ids) > 0, err
}

// RemoveNetwork takes everything away that was heard, said and measured on a network, with our accounts on it, and returns
// the files that nothing names any more. Audit and people stay. It is for what was invented: it refuses, with CodeConflict
// and changing nothing, where a conversation reaches into another network, or somebody may see nothing but an account that
// would go and so would see everything.
func (t *Tx) RemoveNetwork(network switchboard.NetworkKey) (files []string, err error) {
	if err := t.standsAlone(network); err != nil {
		return nil, err
	}
	if files, err = t.itsFiles(network); err != nil {
		return nil, err
	}
	open, err := db.List(t.Tx, scanConversation, `SELECT `+conversationColumns+` FROM conversation
		WHERE network = ? AND stance <> 'closed' ORDER BY id`+t.Dialect().ForUpdate(), network)
	if err != nil {
		return nil, err
	}
	for _, c := range open {
		if err := t.Count(c, switchboard.Conversation{Stance: switchboard.StanceClosed}); err != nil {
			return nil, err
		}
	}
	for _, query := range removals {
		if _, err := t.Exec(query, repeated(network, query)...); err != nil {
			return nil, fmt.Errorf("removing %s: %w", network, err)
		}
	}
	for _, query := range settlements {
		if _, err := t.Exec(query); err != nil {
			return nil, fmt.Errorf("settling after %s: %w", network, err)
		}
	}
	return files, nil
}

// repeated gives a network for every ? of a query.
func repeated(network switchboard.NetworkKey, query string) []any {
	var args []any
	for _, r := range query {
		if r == '?' {
			args = append(args, network)
		}
	}
	return args
}

// itsFiles are the files that only what belongs to a network names.
func (t *Tx) itsFiles(network switchboard.NetworkKey) ([]string, error) {
	owned := `(owner IN ` + itsMessages + ` OR owner IN ` + itsDrafts + `)`
	query := `SELECT DISTINCT hash FROM blob_ref WHERE ` + owned +
		` AND hash NOT IN (SELECT hash FROM blob_ref WHERE NOT ` + owned + `) ORDER BY hash`
	return db.List(t.Tx, scanKey[string], query, repeated(network, query)...)
}

// standsAlone refuses to remove a network that others hang on.
func (t *Tx) standsAlone(network switchboard.NetworkKey) error {
	var mixed bool
	query := `SELECT EXISTS (SELECT 1 FROM leg l JOIN conversation c ON c.id = l.conversation_id JOIN account a ON a.id = l.account_id
			WHERE (a.network = ?) <> (c.network = ?))
		OR EXISTS (SELECT 1 FROM conversation c JOIN conversation m ON m.id = c.merged_into WHERE (c.network = ?) <> (m.network = ?))
		OR EXISTS (SELECT 1 FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE c.network = ? AND m.network <> ?)`
	if err := t.QueryRow(query, repeated(network, query)...).Scan(&mixed); err != nil {
		return err
	}
	if mixed {
		return switchboard.Refuse(switchboard.CodeConflict, "A conversation joins invented customers with real ones.").
			WithHint("Nothing was removed. Split that conversation first.")
	}
	who, found, err := db.One(t.Tx, scanKey[string], `SELECT name FROM agent WHERE id IN (SELECT agent_id FROM agent_scope
		WHERE kind = ? AND subject IN `+itsAccounts+`) ORDER BY name LIMIT 1`, scopeAccount, network)
	if err != nil || !found {
		return err
	}
	return switchboard.Refuse(switchboard.CodeConflict, "%s is shown the conversations of one of these accounts.", who).
		WithHint("Nothing was removed. Say first what else they may see, or everything would be shown to them.")
}
