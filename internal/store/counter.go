package store

import (
	"maps"
	"slices"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Counted views of a scope.
const (
	CountOpen    = "open"
	CountQueued  = "queued"
	CountLed     = "led"
	CountOffered = "offered"
)

// ScopeAll counts everything; ScopeDepartment and ScopeAgent one of them.
const ScopeAll = "all"

// ScopeDepartment is the scope of one department.
func ScopeDepartment(d switchboard.DepartmentKey) string { return "department:" + string(d) }

// ScopeAgent is the scope of one agent.
func ScopeAgent(a switchboard.AgentID) string { return "agent:" + a.String() }

// counterKey is one counter.
type counterKey struct{ scope, view string }

// counted lists the counters a conversation stands in.
func counted(c switchboard.Conversation) []counterKey {
	if !c.Open() {
		return nil
	}
	keys := []counterKey{{ScopeAll, CountOpen}, {ScopeDepartment(c.Department), CountOpen}}
	if c.Stance == switchboard.StanceQueued {
		keys = append(keys, counterKey{ScopeAll, CountQueued}, counterKey{ScopeDepartment(c.Department), CountQueued})
	}
	if !c.Lead.IsZero() {
		keys = append(keys, counterKey{ScopeAgent(c.Lead), CountLed})
	}
	if c.Offer != nil {
		keys = append(keys, counterKey{ScopeAgent(c.Offer.To), CountOffered})
	}
	return keys
}

// Count brings the counters from what a conversation was to what it is. Pass the zero Conversation, which is closed in
// effect, for one that did not exist.
func (t *Tx) Count(before, after switchboard.Conversation) error {
	diff := map[counterKey]int{}
	if !before.ID.IsZero() {
		for _, k := range counted(before) {
			diff[k]--
		}
	}
	for _, k := range counted(after) {
		diff[k]++
	}
	keys := slices.SortedFunc(maps.Keys(diff), func(a, b counterKey) int {
		if a.scope == b.scope {
			return strings.Compare(a.view, b.view)
		}
		return strings.Compare(a.scope, b.scope)
	})
	for _, k := range keys {
		if err := t.addCount(k, diff[k]); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) addCount(k counterKey, by int) error {
	if by == 0 {
		return nil
	}
	query := `INSERT INTO counter (scope, view, n) VALUES (?, ?, ?) ON CONFLICT (scope, view) DO UPDATE SET n = counter.n + excluded.n`
	if t.Dialect() == db.Postgres {
		query = `INSERT INTO counter_delta (scope, view, n) VALUES (?, ?, ?)`
	}
	return t.Send(query, k.scope, k.view, by)
}

// Counts reads the counters of a scope.
func (t *Tx) Counts(scope string) (map[string]int64, error) {
	query := `SELECT view, n FROM counter WHERE scope = ?`
	args := []any{scope}
	if t.Dialect() == db.Postgres {
		query = `SELECT view, SUM(n)::bigint FROM (SELECT view, n FROM counter WHERE scope = ?
			UNION ALL SELECT view, n FROM counter_delta WHERE scope = ?) both_parts GROUP BY view`
		args = append(args, scope)
	}
	rows, err := t.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[string]int64{}
	for rows.Next() {
		var view string
		var n int64
		if err := rows.Scan(&view, &n); err != nil {
			return nil, err
		}
		counts[view] = n
	}
	return counts, rows.Err()
}

// DepartmentCounts reads the counters of all departments.
func (t *Tx) DepartmentCounts() (map[switchboard.DepartmentKey]map[string]int64, error) {
	const prefix = "department:"
	query := `SELECT scope, view, n FROM counter WHERE scope LIKE 'department:%'`
	if t.Dialect() == db.Postgres {
		query = `SELECT scope, view, SUM(n)::bigint FROM (SELECT scope, view, n FROM counter WHERE scope LIKE 'department:%'
			UNION ALL SELECT scope, view, n FROM counter_delta WHERE scope LIKE 'department:%') both_parts GROUP BY scope, view`
	}
	type row struct {
		scope, view string
		n           int64
	}
	rows, err := db.List(t.Tx, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.scope, &r.view, &r.n)
		return r, err
	}, query)
	counts := map[switchboard.DepartmentKey]map[string]int64{}
	for _, r := range rows {
		key := switchboard.DepartmentKey(strings.TrimPrefix(r.scope, prefix))
		if counts[key] == nil {
			counts[key] = map[string]int64{}
		}
		counts[key][r.view] = r.n
	}
	return counts, err
}

// HandedOver counts the hand-overs that wait for an agent's yes, up to limit. They are few, and are counted where they
// stand: before this was counted versions existed that would not keep a counter of them.
func (t *Tx) HandedOver(agent switchboard.AgentID, limit int) (n int64, err error) {
	err = t.QueryRow(`SELECT COUNT(*) FROM (SELECT 1 FROM conversation WHERE `+askedOf+` AND stance = 'transfer' LIMIT ?) asked`,
		agent, limit).Scan(&n)
	return n, err
}

// scopeTopic begins the scopes in which it is counted, by day (UTC), how many messages were found to be about a topic.
const scopeTopic = "topic:"

// TopicCountsKept is how long the counts of topics are kept.
const TopicCountsKept = 90 * 24 * time.Hour

// CountTopics counts a message of a day with the topics triage found.
func (t *Tx) CountTopics(found []switchboard.TopicFinding, at time.Time) error {
	for _, f := range found {
		if err := t.addCount(counterKey{scopeTopic + string(f.Topic), at.UTC().Format(time.DateOnly)}, 1); err != nil {
			return err
		}
	}
	return nil
}

// TopicCounts reads how many messages were found to be about each topic since a day began.
func (t *Tx) TopicCounts(since time.Time) (map[switchboard.TopicKey]int64, error) {
	query, day := `SELECT scope, n FROM counter WHERE scope LIKE 'topic:%' AND view >= ?`, since.UTC().Format(time.DateOnly)
	args := []any{day}
	if t.Dialect() == db.Postgres {
		query, args = query+` UNION ALL SELECT scope, n FROM counter_delta WHERE scope LIKE 'topic:%' AND view >= ?`, append(args, day)
	}
	type row struct {
		scope string
		n     int64
	}
	rows, err := db.List(t.Tx, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.scope, &r.n)
		return r, err
	}, query, args...)
	counts := map[switchboard.TopicKey]int64{}
	for _, r := range rows {
		counts[switchboard.TopicKey(strings.TrimPrefix(r.scope, scopeTopic))] += r.n
	}
	return counts, err
}

// ForgetTopicCounts removes the counts of topics of days before one.
func (t *Tx) ForgetTopicCounts(before time.Time, _ int) (int64, error) {
	return t.Exec(`DELETE FROM counter WHERE scope LIKE 'topic:%' AND view < ?`, before.UTC().Format(time.DateOnly))
}

// FoldCounters adds appended differences up, at most limit of them, and returns how many it folded. SQLite has none.
func (t *Tx) FoldCounters(limit int) (int64, error) {
	if t.Dialect() == db.SQLite {
		return 0, nil
	}
	return t.Exec(`WITH gone AS (DELETE FROM counter_delta WHERE id IN
			(SELECT id FROM counter_delta ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING scope, view, n),
		added AS (INSERT INTO counter (scope, view, n) SELECT scope, view, SUM(n)::bigint FROM gone GROUP BY scope, view
			ORDER BY scope, view ON CONFLICT (scope, view) DO UPDATE SET n = counter.n + excluded.n)
		SELECT 1 FROM gone`, limit)
}
