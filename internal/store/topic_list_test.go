package store_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/db"
)

// TestTopicListsBeginWithWhatWasReadBefore brings a database up to date in which a message was read to be about two topics,
// and people took it out of one and put it into two others, out of one of which they took it again.
func TestTopicListsBeginWithWhatWasReadBefore(t *testing.T) {
	t.Parallel()
	const before = 31
	for _, dialect := range []db.Dialect{db.SQLite, db.Postgres} {
		t.Run(dialect.String(), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(fixturePath(dialect, before))
			if err != nil {
				t.Fatal(err)
			}
			d := openAt(t, dialect, before)
			if dialect == db.Postgres {
				run(t, d, "DELETE FROM journal_head")
			}
			for line := range strings.Lines(string(text)) {
				if !strings.HasPrefix(line, "-- ") {
					run(t, d, line)
				}
			}
			run(t, d, `UPDATE message SET revision = 1`, `UPDATE verdict SET body = '{"topics":[{"topic":"flat_tyre"},{"topic":"bells"}]}'`)
			for i, said := range [][2]string{{"bells", "no"}, {"late", "yes"}, {"paint", "yes"}, {"paint", "no"}} {
				run(t, d, saidOfTopic(dialect, i, said[0], said[1]))
			}
			if _, _, err := d.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			err = d.View(t.Context(), func(tx *store.Tx) error {
				for topic, want := range map[switchboard.TopicKey]int{"flat_tyre": 1, "late": 1, "bells": 0, "paint": 0} {
					for _, view := range []store.View{store.ViewAll, store.ViewClosed} {
						found, err := tx.Inbox(store.Inbox{View: view, Topic: topic, Limit: 9, Visible: store.Visible{Private: true}})
						if err != nil {
							return err
						}
						want -= len(found)
						for _, c := range found {
							if fmt.Sprint(c.Topics) != "[flat_tyre late]" {
								t.Errorf("it is about %v", c.Topics)
							}
						}
					}
					if want != 0 {
						t.Errorf("%s: %d conversations are missing", topic, want)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// saidOfTopic is the fixture's correction, said of a topic.
func saidOfTopic(d db.Dialect, i int, topic, truth string) string {
	id := fmt.Sprintf("X'019CADC69A9D7000934000000000000%d'", i)
	if d == db.Postgres {
		id = fmt.Sprintf("'019cadc6-9a9d-7000-9340-00000000000%d'::uuid", i)
	}
	const same = `conversation_id, decision_id, department, kind, made_at, made_by, message_id, model, outcome_id, policy_hash, revision,
		should_own, why`
	return fmt.Sprintf(`INSERT INTO correction (id, head, said, truth, %s) SELECT %s, 'topic/%s', 'no', '%s', %s FROM correction WHERE head = 'intent'`,
		same, id, topic, truth, same)
}
