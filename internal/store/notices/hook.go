package notices

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// HookState says whether a chat hook is told.
type HookState string

// Hook states.
const (
	HookOn     HookState = "on"
	HookPaused HookState = "paused" // it refused too often or took nothing for days, or somebody paused it
)

// Hook is a chat tool that is told: a person's own, or a team's.
type Hook struct {
	ID         switchboard.ChatHookID    `json:"id"`
	AgentID    switchboard.AgentID       `json:"agent_id"` // whose it is, or who made it for the team
	Department switchboard.DepartmentKey `json:"department,omitempty" doc:"Of a team's hook; empty for a person's own"`
	Name       string                    `json:"name"`
	Sealed     []byte                    `json:"-"` // address and signing secret
	Events     []switchboard.NoticeEvent `json:"events" doc:"What a team is told of; of a person's own, the preferences decide"`
	State      HookState                 `json:"state" enum:"on,paused"`
	Failures   int                       `json:"failures" doc:"Refusals in a row that will not pass by themselves"`
	Trouble    string                    `json:"trouble,omitempty" doc:"How the last attempt went wrong"`
	CreatedAt  time.Time                 `json:"created_at"`
	TriedAt    time.Time                 `json:"tried_at,omitzero" doc:"When it was last to be told something; absent when it never was"`
	ToldAt     time.Time                 `json:"told_at,omitzero" doc:"When it last took something; absent when it never did"`

	FailingSince time.Time `json:"failing_since,omitzero" doc:"Since when it has taken nothing, tried at least every 18 hours; absent while it works"`
	RetryAt      time.Time `json:"retry_at,omitzero" doc:"Until when its server asked to be left alone"`
}

const hookColumns = `id, agent_id, department, name, sealed, events, state, failures, trouble, created_at, tried_at,
	told_at, failing_since, retry_at`

func scanHook(row db.Scanner) (h Hook, err error) {
	err = row.Scan(&h.ID, &h.AgentID, &h.Department, &h.Name, &h.Sealed, db.IntoJSON(&h.Events), &h.State, &h.Failures, &h.Trouble,
		db.ScanTime(&h.CreatedAt), db.ScanTime(&h.TriedAt), db.ScanTime(&h.ToldAt), db.ScanTime(&h.FailingSince), db.ScanTime(&h.RetryAt))
	return h, err
}

// InsertHook adds a chat hook.
func (t Tables) InsertHook(h Hook) error {
	events, err := db.AsJSON(h.Events)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO chat_hook (`+hookColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, h.ID, h.AgentID, h.Department,
		h.Name, h.Sealed, events, h.State, h.Failures, h.Trouble, db.Micros(h.CreatedAt), db.NullMicros(h.TriedAt),
		db.NullMicros(h.ToldAt), db.NullMicros(h.FailingSince), db.NullMicros(h.RetryAt))
	return err
}

// UpdateHook writes everything of a hook but whose it is.
func (t Tables) UpdateHook(h Hook) error {
	events, err := db.AsJSON(h.Events)
	if err != nil {
		return err
	}
	_, err = t.Exec(`UPDATE chat_hook SET name = ?, sealed = ?, events = ?, state = ?, failures = ?, trouble = ?, tried_at = ?,
		told_at = ?, failing_since = ?, retry_at = ? WHERE id = ?`, h.Name,
		h.Sealed, events, h.State, h.Failures, h.Trouble, db.NullMicros(h.TriedAt), db.NullMicros(h.ToldAt),
		db.NullMicros(h.FailingSince), db.NullMicros(h.RetryAt), h.ID)
	return err
}

// Hook reads one chat hook and locks it.
func (t Tables) Hook(id switchboard.ChatHookID) (Hook, bool, error) {
	return db.One(t.Tx, scanHook, `SELECT `+hookColumns+` FROM chat_hook WHERE id = ?`+t.Dialect().ForUpdate(), id)
}

// Hooks lists a person's own hooks, or with the zero id those of everybody, teams' too.
func (t Tables) Hooks(agent switchboard.AgentID) ([]Hook, error) {
	if agent.IsZero() {
		return db.List(t.Tx, scanHook, `SELECT `+hookColumns+` FROM chat_hook ORDER BY id`)
	}
	return db.List(t.Tx, scanHook, `SELECT `+hookColumns+` FROM chat_hook WHERE agent_id = ? AND department = '' ORDER BY id`, agent)
}

// TeamHooks lists the hooks of a department's team.
func (t Tables) TeamHooks(department switchboard.DepartmentKey) ([]Hook, error) {
	return db.List(t.Tx, scanHook, `SELECT `+hookColumns+` FROM chat_hook WHERE department = ? AND department <> '' ORDER BY id`, department)
}

// DeleteHook forgets a chat hook and what waits for it.
func (t Tables) DeleteHook(id switchboard.ChatHookID) error {
	if err := t.DropTarget(id.String()); err != nil {
		return err
	}
	_, err := t.Exec(`DELETE FROM chat_hook WHERE id = ?`, id)
	return err
}
