package store

import (
	"fmt"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/store/db"
)

// SampleEmptied are the tables that hold nothing but the sample's as long as the mark stands, in an order in which rows
// can go.
func SampleEmptied(d db.Dialect) []string {
	tables := []string{"letter", "advice", "consult", "report", "telling", "notice", "alarm_call", "alarm", "approval", "amendment", "delivery", "draft", "decision", "assignment", "declined",
		"focus", "correction", "layer", "learning", "shift_note", "leg", "conversation_topic", "conversation",
		"verdict", "message_revision", "raw_payload", "sighting", "work", "orphan", "message", "identity_link", "identity",
		"customer", "thread", "blob_ref", "tombstone", "quarantine", "gap", "lane_cursor", "account_lease", "account",
		"callback", "counter", "topic_model", "topic_dismissed", "sample"}
	if d == db.Postgres {
		tables = append(tables, "counter_delta")
	}
	return tables
}

// SampleKept are the tables in which what was there before stays; whatever of the sample they hold goes by name. Every
// table is in one of the two lists.
func SampleKept(d db.Dialect) []string {
	tables := []string{"schema_migration", "installation", "node", "brand", "department", "agent", "agent_department",
		"agent_scope", "absence", "agent_shift", "dated_shift", "policy", "policy_draft", "policy_consent", "subscription", "journal", "timer", "session", "token",
		"remembered_request", "seen_signature", "audit", "one_time_link", "calendar", "charter", "objective",
		"notice_reader", "notice_cursor", "push_subscription", "chat_hook", "way_health", "installation_secret", "on_call",
		"expert", "report_setting", "classifier_setting", "classifier_count", "topic"}
	if d == db.Postgres {
		tables = append(tables, "journal_head")
	}
	return tables
}

// timerAttendance is the one timer that is about a person and not about a conversation; internal/desk sets it.
const timerAttendance = "attendance"

// ClearSample removes the sample company and its mark, and everything that came of it, and returns the files that nothing
// names any more. With keepPeople its people and departments stay, as people who can be given work. It refuses, with
// CodeConflict, to remove anything from an installation that is not marked or has an account of another network, and
// to take from somebody who stays the limits of what they may see.
func (t *Tx) ClearSample(keepPeople bool) (s Sample, files []string, err error) {
	if s, err = t.clearable(keepPeople); err != nil {
		return s, nil, err
	}
	if files, err = db.List(t.Tx, scanKey[string], `SELECT DISTINCT hash FROM blob_ref ORDER BY hash`); err != nil {
		return s, nil, err
	}
	for _, table := range SampleEmptied(t.Dialect()) {
		if _, err := t.Exec(`DELETE FROM ` + table); err != nil {
			return s, nil, fmt.Errorf("clearing %s: %w", table, err)
		}
	}
	if err := t.clearTraces(s); err != nil {
		return s, nil, err
	}
	if keepPeople {
		return s, files, nil
	}
	return s, files, t.clearPeople(s)
}

// clearable reads the mark, locked, and refuses where something must not be removed.
func (t *Tx) clearable(keepPeople bool) (s Sample, err error) {
	if err := t.LockSample(); err != nil {
		return s, err
	}
	s, found, err := t.Sample()
	if err == nil && !found {
		err = switchboard.Refuse(switchboard.CodeConflict, "The sample company is not here.").
			WithHint("Nothing was removed.")
	}
	if err != nil {
		return s, err
	}
	if err := t.onlySample(s); err != nil {
		return s, err
	}
	return s, t.limitedToSample(s, keepPeople)
}

// onlySample refuses where an account is connected that is not the sample's.
func (t *Tx) onlySample(s Sample) error {
	accounts, err := t.Accounts()
	for _, a := range accounts {
		if a.Network != s.Network {
			return switchboard.Refuse(switchboard.CodeConflict, "The account %s on %s stands beside the sample company and would be removed with it.", a.Handle, a.Network).
				WithHint("Nothing was removed. Make a backup, and move this account to an installation of its own.")
		}
	}
	return err
}

// limitedToSample refuses where somebody who stays is limited to accounts that go: without them nothing would limit them.
func (t *Tx) limitedToSample(s Sample, keepPeople bool) error {
	limited, err := db.List(t.Tx, scanAgent, `SELECT `+agentColumns+` FROM agent a WHERE EXISTS
		(SELECT 1 FROM agent_scope s WHERE s.agent_id = a.id AND s.kind = ?) ORDER BY a.id`, scopeAccount)
	if err != nil {
		return err
	}
	var names []string
	for _, a := range limited {
		if keepPeople || !slices.Contains(s.Agents, a.ID) {
			names = append(names, a.Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return switchboard.Refuse(switchboard.CodeConflict, "Some people may see nothing but accounts of the sample company, and would see everything once those are gone: %s.",
		strings.Join(names, ", ")).
		WithHint("Nothing was removed. Say first, for each of them, what they may see: limit them to a brand, or take the limit to accounts away.")
}

// clearTraces removes the sample's rows from tables that hold others too.
func (t *Tx) clearTraces(s Sample) error {
	type statement struct {
		text string
		args []any
	}
	for _, do := range []statement{
		{`DELETE FROM journal WHERE ` + t.journalKey() + ` > ?`, []any{s.JournalFrom}},
		{`DELETE FROM policy WHERE number > (SELECT number FROM policy WHERE id = ?)`, []any{s.PolicyBefore}},
		{`DELETE FROM timer WHERE kind <> ?`, []any{timerAttendance}},
		{`DELETE FROM remembered_request WHERE status <> 0`, nil}, // answers quote what was said
		{`UPDATE agent SET load = 0, weight = 0`, nil},
		{`UPDATE department SET staffing = ''`, nil},
		{`UPDATE notice_reader SET unread = 0, mailed_at = NULL`, nil},
		{`UPDATE brand SET name = ? WHERE id = ?`, []any{s.BrandName, s.Brand}},
	} {
		if _, err := t.Exec(do.text, do.args...); err != nil {
			return err
		}
	}
	for _, name := range s.Drafts {
		if _, err := t.DropPolicyDraft(name); err != nil {
			return err
		}
	}
	for _, key := range s.Topics {
		if _, err := t.Exec(`DELETE FROM topic WHERE key = ?`, key); err != nil {
			return err
		}
	}
	for _, id := range s.Experts {
		if _, err := t.Exec(`DELETE FROM expert WHERE id = ?`, id); err != nil {
			return err
		}
	}
	newcomer, err := t.Agent(s.Newcomer)
	if err != nil {
		return err
	}
	newcomer.Departments = s.Hats
	if s.Presence != "" && s.Presence != newcomer.Presence {
		if err := t.SetPresence(s.Newcomer, s.Presence); err != nil {
			return err
		}
	}
	return t.setDepartments(newcomer)
}

// clearPeople removes the people and departments that were made for the sample.
func (t *Tx) clearPeople(s Sample) error {
	for _, id := range s.Agents {
		for _, statement := range []string{`DELETE FROM agent_department WHERE agent_id = ?`, `DELETE FROM agent_scope WHERE agent_id = ?`,
			`DELETE FROM absence WHERE agent_id = ?`, `DELETE FROM agent_shift WHERE agent_id = ?`, `DELETE FROM dated_shift WHERE agent_id = ?`, `DELETE FROM session WHERE agent_id = ?`, `DELETE FROM token WHERE agent_id = ?`,
			`DELETE FROM notice_reader WHERE agent_id = ?`, `DELETE FROM push_subscription WHERE agent_id = ?`,
			`DELETE FROM chat_hook WHERE agent_id = ?`, `DELETE FROM one_time_link WHERE agent_id = ?`, `DELETE FROM subscription WHERE owner = ?`, `UPDATE agent SET deputy = NULL WHERE deputy = ?`, `DELETE FROM agent WHERE id = ?`} {
			if _, err := t.Exec(statement, id); err != nil {
				return err
			}
		}
		if err := t.CancelTimer(timerAttendance, id); err != nil {
			return err
		}
	}
	for _, key := range s.Departments {
		for _, statement := range []string{`DELETE FROM agent_department WHERE department = ?`, `DELETE FROM chat_hook WHERE department = ?`,
			`DELETE FROM on_call WHERE department = ?`, `DELETE FROM department WHERE key = ?`} {
			if _, err := t.Exec(statement, key); err != nil {
				return err
			}
		}
	}
	return nil
}
