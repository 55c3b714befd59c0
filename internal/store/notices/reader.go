package notices

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Preferences reads what people want to be told of into the map, as JSON; who never said is not in it. With no agents
// it reads those of everybody.
func (t Tables) Preferences(agents ...switchboard.AgentID) (map[switchboard.AgentID][]byte, error) {
	query, args := `SELECT agent_id, preferences FROM notice_reader WHERE preferences <> ''`, []any{}
	if len(agents) > 0 {
		query += ` AND agent_id IN (` + db.Placeholders(len(agents)) + `)`
		for _, a := range agents {
			args = append(args, a)
		}
	}
	type row struct {
		agent switchboard.AgentID
		body  string
	}
	rows, err := db.List(t.Tx, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.agent, &r.body)
		return r, err
	}, query, args...)
	out := make(map[switchboard.AgentID][]byte, len(rows))
	for _, r := range rows {
		out[r.agent] = []byte(r.body)
	}
	return out, err
}

// SavePreferences stores what a person wants to be told of.
func (t Tables) SavePreferences(agent switchboard.AgentID, body any) error {
	text, err := db.AsJSON(body)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO notice_reader (agent_id, preferences) VALUES (?, ?)
		ON CONFLICT (agent_id) DO UPDATE SET preferences = excluded.preferences`, agent, text)
	return err
}

// MailedAt is when a person was last mailed; zero when never.
func (t Tables) MailedAt(agent switchboard.AgentID) (at time.Time, err error) {
	at, _, err = db.One(t.Tx, func(row db.Scanner) (at time.Time, err error) {
		err = row.Scan(db.ScanTime(&at))
		return at, err
	}, `SELECT mailed_at FROM notice_reader WHERE agent_id = ?`, agent)
	return at, err
}

// Mailed says that a person is mailed now.
func (t Tables) Mailed(agent switchboard.AgentID) error {
	_, err := t.Exec(`INSERT INTO notice_reader (agent_id, mailed_at) VALUES (?, ?)
		ON CONFLICT (agent_id) DO UPDATE SET mailed_at = excluded.mailed_at`, agent, db.Micros(t.Now()))
	return err
}

// Push is a browser that is told.
type Push struct {
	ID        switchboard.PushID  `json:"id"`
	AgentID   switchboard.AgentID `json:"-"`
	Digest    []byte              `json:"-"` // of the endpoint
	Sealed    []byte              `json:"-"` // endpoint and keys
	Name      string              `json:"name"`
	CreatedAt time.Time           `json:"created_at"`
}

const pushColumns = `id, agent_id, digest, sealed, name, created_at`

func scanPush(row db.Scanner) (p Push, err error) {
	err = row.Scan(&p.ID, &p.AgentID, &p.Digest, &p.Sealed, &p.Name, db.ScanTime(&p.CreatedAt))
	return p, err
}

// SavePush keeps a browser. One that was known before, of whomever, is forgotten: a browser has one user.
func (t Tables) SavePush(p Push) error {
	old, found, err := db.One(t.Tx, scanPush, `SELECT `+pushColumns+` FROM push_subscription WHERE digest = ?`, p.Digest)
	if err != nil {
		return err
	}
	if found {
		if err := t.DeletePush(old.ID); err != nil {
			return err
		}
	}
	_, err = t.Exec(`INSERT INTO push_subscription (`+pushColumns+`) VALUES (?, ?, ?, ?, ?, ?)`, p.ID, p.AgentID, p.Digest,
		p.Sealed, p.Name, db.Micros(p.CreatedAt))
	return err
}

// Pushes lists the browsers of a person, or with the zero id of everybody, oldest first.
func (t Tables) Pushes(agent switchboard.AgentID) ([]Push, error) {
	if agent.IsZero() {
		return db.List(t.Tx, scanPush, `SELECT `+pushColumns+` FROM push_subscription ORDER BY id`)
	}
	return db.List(t.Tx, scanPush, `SELECT `+pushColumns+` FROM push_subscription WHERE agent_id = ? ORDER BY id`, agent)
}

// Push reads one browser.
func (t Tables) Push(id switchboard.PushID) (Push, bool, error) {
	return db.One(t.Tx, scanPush, `SELECT `+pushColumns+` FROM push_subscription WHERE id = ?`, id)
}

// DeletePush forgets a browser and what waits for it.
func (t Tables) DeletePush(id switchboard.PushID) error {
	if err := t.DropTarget(id.String()); err != nil {
		return err
	}
	_, err := t.Exec(`DELETE FROM push_subscription WHERE id = ?`, id)
	return err
}

// Health is how a way is doing that the installation has only one of.
type Health struct {
	OKAt     time.Time `json:"ok_at,omitzero"`
	FailedAt time.Time `json:"failed_at,omitzero"`
	Trouble  string    `json:"trouble,omitempty"` // empty once it works again
}

// Health reads how a way is doing.
func (t Tables) Health(way switchboard.Way) (h Health, err error) {
	h, _, err = db.One(t.Tx, func(row db.Scanner) (h Health, err error) {
		err = row.Scan(db.ScanTime(&h.OKAt), db.ScanTime(&h.FailedAt), &h.Trouble)
		return h, err
	}, `SELECT ok_at, failed_at, trouble FROM way_health WHERE way = ?`, way)
	return h, err
}

// SetHealth notes that a way works, or, with trouble, that it does not.
func (t Tables) SetHealth(way switchboard.Way, trouble string) error {
	column := "ok_at"
	if trouble != "" {
		column = "failed_at"
	}
	_, err := t.Exec(`INSERT INTO way_health (way, `+column+`, trouble) VALUES (?, ?, ?)
		ON CONFLICT (way) DO UPDATE SET `+column+` = excluded.`+column+`, trouble = excluded.trouble`, way, db.Micros(t.Now()), trouble)
	return err
}

// Secret reads a sealed secret of the installation; found is false when there is none.
func (t Tables) Secret(name string) (sealed []byte, found bool, err error) {
	return db.One(t.Tx, db.ScanOne[[]byte], `SELECT sealed FROM installation_secret WHERE name = ?`, name)
}

// KeepSecret stores a sealed secret unless there is one, and returns which it is now.
func (t Tables) KeepSecret(name string, sealed []byte) ([]byte, error) {
	if _, err := t.Exec(`INSERT INTO installation_secret (name, sealed, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, name,
		sealed, db.Micros(t.Now())); err != nil {
		return nil, err
	}
	kept, _, err := t.Secret(name)
	return kept, err
}

// SecretNames lists the names of the installation's secrets.
func (t Tables) SecretNames() ([]string, error) {
	return db.List(t.Tx, db.ScanOne[string], `SELECT name FROM installation_secret ORDER BY name`)
}

// ForgetSecret removes a secret of the installation.
func (t Tables) ForgetSecret(name string) error {
	_, err := t.Exec(`DELETE FROM installation_secret WHERE name = ?`, name)
	return err
}
