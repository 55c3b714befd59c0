package notices

import (
	"switchboard"
	"switchboard/internal/store/db"
)

const alarmColumns = `id, conversation_id, kind, department, state, raised_at, step, ring, next_at, unheard, accepted_by, accepted_at,
	over_at`

func scanAlarm(row db.Scanner) (a switchboard.Alarm, err error) {
	err = row.Scan(&a.ID, &a.ConversationID, &a.Kind, &a.Department, &a.State, db.ScanTime(&a.RaisedAt), &a.Step, &a.Ring, db.ScanTime(&a.NextAt),
		&a.Unheard, &a.AcceptedBy, db.ScanTime(&a.AcceptedAt), db.ScanTime(&a.OverAt))
	return a, err
}

// RaiseAlarm stores an alarm; raised is false when one of its kind is not over yet for the conversation.
func (t Tables) RaiseAlarm(a switchboard.Alarm) (raised bool, err error) {
	n, err := t.Exec(`INSERT INTO alarm (id, conversation_id, kind, department, state, raised_at, step, ring, next_at, unheard)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, a.ID, a.ConversationID, a.Kind, a.Department, a.State,
		db.Micros(a.RaisedAt), a.Step, a.Ring, db.NullMicros(a.NextAt), db.Bit(a.Unheard))
	return n == 1, err
}

// UpdateAlarm writes where an alarm stands.
func (t Tables) UpdateAlarm(a switchboard.Alarm) error {
	_, err := t.Exec(`UPDATE alarm SET department = ?, state = ?, step = ?, ring = ?, next_at = ?, unheard = ?, accepted_by = ?,
		accepted_at = ?, over_at = ? WHERE id = ?`, a.Department, a.State, a.Step, a.Ring, db.NullMicros(a.NextAt), db.Bit(a.Unheard),
		a.AcceptedBy, db.NullMicros(a.AcceptedAt), db.NullMicros(a.OverAt), a.ID)
	return err
}

// LockAlarm reads an alarm for changing it.
func (t Tables) LockAlarm(id switchboard.AlarmID) (switchboard.Alarm, bool, error) {
	return db.One(t.Tx, scanAlarm, `SELECT `+alarmColumns+` FROM alarm WHERE id = ?`+t.Dialect().ForUpdate(), id)
}

// LockAlarms reads the alarms of a conversation that are not over, for changing them.
func (t Tables) LockAlarms(id switchboard.ConversationID) ([]switchboard.Alarm, error) {
	return db.List(t.Tx, scanAlarm, `SELECT `+alarmColumns+` FROM alarm WHERE conversation_id = ? AND state <> 'over' ORDER BY id`+
		t.Dialect().ForUpdate(), id)
}

// Alarms lists the alarms of a conversation, oldest first.
func (t Tables) Alarms(id switchboard.ConversationID) ([]switchboard.Alarm, error) {
	return db.List(t.Tx, scanAlarm, `SELECT `+alarmColumns+` FROM alarm WHERE conversation_id = ? ORDER BY id`, id)
}

// OpenAmong names, of some conversations, the kind of the alarm that is not over: the gravest where there are several.
func (t Tables) OpenAmong(ids []switchboard.ConversationID) (map[switchboard.ConversationID]switchboard.NoticeEvent, error) {
	open := map[switchboard.ConversationID]switchboard.NoticeEvent{}
	if len(ids) == 0 {
		return open, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	found, err := db.List(t.Tx, scanAlarm, `SELECT `+alarmColumns+` FROM alarm WHERE state <> 'over' AND conversation_id IN (`+
		db.Placeholders(len(ids))+`)`, args...)
	for _, a := range found {
		if open[a.ConversationID] != switchboard.NoticeSafety {
			open[a.ConversationID] = a.Kind
		}
	}
	return open, err
}

// Ringing lists alarms that nobody has accepted, oldest first.
func (t Tables) Ringing(limit int) ([]switchboard.Alarm, error) {
	return db.List(t.Tx, scanAlarm, `SELECT `+alarmColumns+` FROM alarm WHERE state = 'ringing' ORDER BY id LIMIT ?`, limit)
}

// AddCall writes down whom a step of an alarm called.
func (t Tables) AddCall(id switchboard.AlarmID, c switchboard.AlarmCall) error {
	agents, err := db.AsJSON(c.Agents)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO alarm_call (alarm_id, ring, step, agents, at) VALUES (?, ?, ?, ?, ?)`, id, c.Ring, c.Step, agents,
		db.Micros(c.At))
	return err
}

// Calls lists whom an alarm called, first step first.
func (t Tables) Calls(id switchboard.AlarmID) ([]switchboard.AlarmCall, error) {
	return db.List(t.Tx, func(row db.Scanner) (c switchboard.AlarmCall, err error) {
		err = row.Scan(&c.Ring, &c.Step, db.IntoJSON(&c.Agents), db.ScanTime(&c.At))
		return c, err
	}, `SELECT ring, step, agents, at FROM alarm_call WHERE alarm_id = ? ORDER BY ring`, id)
}

// OnCall reads a department's ladder and shifts, as JSON; found is false when it has none of its own.
func (t Tables) OnCall(department switchboard.DepartmentKey) (body []byte, found bool, err error) {
	text, found, err := db.One(t.Tx, db.ScanOne[string], `SELECT body FROM on_call WHERE department = ?`, department)
	return []byte(text), found, err
}

// SaveOnCall stores a department's ladder and shifts.
func (t Tables) SaveOnCall(department switchboard.DepartmentKey, body any) error {
	text, err := db.AsJSON(body)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO on_call (department, body, updated_at) VALUES (?, ?, ?)
		ON CONFLICT (department) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at`, department, text,
		db.Micros(t.Now()))
	return err
}

// Ladder is a department's own ladder and shifts, as JSON.
type Ladder struct {
	Department switchboard.DepartmentKey
	Body       []byte
}

// OnCalls lists what every department has of its own, by department.
func (t Tables) OnCalls() ([]Ladder, error) {
	return db.List(t.Tx, func(row db.Scanner) (l Ladder, err error) {
		var body string
		err = row.Scan(&l.Department, &body)
		l.Body = []byte(body)
		return l, err
	}, `SELECT department, body FROM on_call ORDER BY department`)
}

// DropOnCall leaves a department without a ladder of its own.
func (t Tables) DropOnCall(department switchboard.DepartmentKey) error {
	_, err := t.Exec(`DELETE FROM on_call WHERE department = ?`, department)
	return err
}
