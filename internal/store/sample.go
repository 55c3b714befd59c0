package store

import (
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Sample marks an installation that shows the sample company.
type Sample struct {
	Seed       uint64
	Generation string              // of the practice network that belongs to it
	ToldAt     time.Time           // the present of its story
	Newcomer   switchboard.AgentID // who looks around
	SampleBody
}

// SampleBody is who and what was made for the sample company, and what stood there before.
type SampleBody struct {
	Network      switchboard.NetworkKey      `json:"network"` // the only one it is on
	Agents       []switchboard.AgentID       `json:"agents"`
	Departments  []switchboard.DepartmentKey `json:"departments"` // those that were not there before
	Brand        switchboard.BrandID         `json:"brand"`
	BrandName    string                      `json:"brand_name"`    // as it was
	Hats         []switchboard.DepartmentKey `json:"hats"`          // the newcomer's, as they were
	Presence     switchboard.Presence        `json:"presence"`      // likewise
	PolicyBefore switchboard.PolicyID        `json:"policy_before"` // in force when it began
	Drafts       []string                    `json:"drafts"`        // of policies, that were not there before
	Topics       []switchboard.TopicKey      `json:"topics"`        // that were not there before
	Experts      []switchboard.ExpertID      `json:"experts"`       // whom it can ask outside
	JournalFrom  int64                       `json:"journal_from"`  // the last row before it began
}

func scanSample(row db.Scanner) (s Sample, err error) {
	var seed int64
	err = row.Scan(&seed, &s.Generation, db.ScanTime(&s.ToldAt), &s.Newcomer, db.IntoJSON(&s.SampleBody))
	s.Seed = uint64(seed)
	return s, err
}

const sampleColumns = `seed, generation, told_at, newcomer, body`

// Sample reads the mark of the sample company; found is false in an installation for real work.
func (t *Tx) Sample() (s Sample, found bool, err error) {
	return db.One(t.Tx, scanSample, `SELECT `+sampleColumns+` FROM sample WHERE id = 1`)
}

// MarkSample marks the installation. The caller has asked whether it is Pristine, in the same transaction.
func (t *Tx) MarkSample(s Sample) error {
	body, err := db.AsJSON(s.SampleBody)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO sample (id, `+sampleColumns+`) VALUES (1, ?, ?, ?, ?, ?)`,
		int64(s.Seed), s.Generation, db.Micros(s.ToldAt), s.Newcomer, body)
	return err
}

// LockSample keeps others from marking the installation, from taking the mark away and from connecting an account until
// the transaction ends.
func (t *Tx) LockSample() error {
	_, err := must(t, "installation", scanKey[string], `SELECT incarnation FROM installation WHERE id = 1`+t.Dialect().ForUpdate())
	return err
}

// Pristine refuses, with CodeConflict, an installation in which anybody was heard or any account is connected.
func (t *Tx) Pristine() error {
	for _, table := range []string{"sample", "account", "customer", "thread", "message", "conversation", "quarantine"} {
		var there bool
		if err := t.QueryRow(`SELECT EXISTS (SELECT 1 FROM ` + table + `)`).Scan(&there); err != nil {
			return err
		}
		switch {
		case there && table == "sample":
			return switchboard.Refuse(switchboard.CodeConflict, "The sample company is here already.").
				WithHint("Reset it to see it from the beginning, or leave it.")
		case there:
			return switchboard.Refuse(switchboard.CodeConflict, "There is work of your own here, and the sample company does not stand beside it.").
				WithHint("Look at it in an installation of its own: start the server with another --data folder and --sample.")
		}
	}
	return nil
}

// SampleLeft is the action in the audit trail of whoever left the sample company.
const SampleLeft = "sample.left"

// Unclaimed refuses what Pristine refuses and, with CodeConflict, an installation that somebody has made their own, with a
// set-up or a policy, or in which the sample company was left: there it begins only for somebody who asks for it.
func (t *Tx) Unclaimed() error {
	if err := t.Pristine(); err != nil {
		return err
	}
	var claimed bool
	err := t.QueryRow(`SELECT EXISTS (SELECT 1 FROM charter) OR EXISTS (SELECT 1 FROM policy WHERE activated_by IS NOT NULL)
		OR EXISTS (SELECT 1 FROM audit WHERE action = ?)`, SampleLeft).Scan(&claimed)
	if err == nil && claimed {
		err = switchboard.Refuse(switchboard.CodeConflict, "This installation is somebody's own, and the sample company does not begin here by itself.").
			WithHint("Begin it in the settings, or look at it in an installation of its own: start the server with another --data folder and --sample.")
	}
	return err
}

// besideSample refuses an account that would bring real customers into the sample company. Until the transaction ends
// nobody marks the installation or takes its mark away: the answer would not hold.
func (t *Tx) besideSample(network switchboard.NetworkKey) error {
	if _, _, err := db.One(t.Tx, scanKey[string], `SELECT incarnation FROM installation WHERE id = 1`+t.Dialect().ForShare()); err != nil {
		return err
	}
	mark, found, err := t.Sample()
	if err != nil || !found || network == mark.Network {
		return err
	}
	return switchboard.Refuse(switchboard.CodeConflict, "Real accounts do not stand beside the sample company.").
		WithField("network").WithHint("Leave the sample company first: it can keep its people and its policy for you.")
}

// JournalEnd is the key of the newest journal row, numbered or not; 0 for an empty journal.
func (t *Tx) JournalEnd() (key int64, err error) {
	err = t.QueryRow(`SELECT COALESCE(MAX(` + t.journalKey() + `), 0) FROM journal`).Scan(&key)
	return key, err
}

// journalKey is the column that rises with every row written.
func (t *Tx) journalKey() string {
	if t.Dialect() == db.Postgres {
		return "id"
	}
	return "position"
}

// Counted is how many rows there are, up to the most that was looked at.
type Counted struct {
	Conversations, Customers, Messages, Drafts, Accounts int64
}

// countedMost bounds what SampleSize counts.
const countedMost = 10_000

// SampleSize says how much there is to remove, each up to 10,000.
func (t *Tx) SampleSize() (c Counted, err error) {
	for table, into := range map[string]*int64{"conversation": &c.Conversations, "customer": &c.Customers, "message": &c.Messages,
		"draft": &c.Drafts, "account": &c.Accounts} {
		err := t.QueryRow(`SELECT COUNT(*) FROM (SELECT 1 FROM `+table+` LIMIT ?) AS few`, countedMost).Scan(into)
		if err != nil {
			return c, err
		}
	}
	return c, nil
}
