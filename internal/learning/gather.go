package learning

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/learning"
	"switchboard/internal/triage"
	"switchboard/internal/triage/layer"
)

// Bounds of what is read, newest first, and of one page of it.
const (
	mostFacts    = 6000
	mostFinished = layer.MostExamples - mostFacts/2
	page         = 200
)

// What a finding counts that nobody contradicted: in a message of which something else was corrected somebody looked; in
// other finished work of people who do correct, they probably did.
const (
	stoodBeside = 0.6
	stoodDone   = 0.3
)

// likely is the chance from which what may not be missed counts as seen where nobody contradicted: it is said long before,
// and whoever leaves it at a small chance has not said that it is so.
const likely = 0.5

// material is what there is to learn from.
type material struct {
	lot      layer.Lot
	full     bool // nothing more fits in
	networks []string
	facts    int // corrections that count
}

// lesson is one message with what people said of it.
type lesson struct {
	message learning.Message
	said    []learning.Said // newest first
}

// gather reads what people said of messages, of the newest first, until it is enough, each page in a transaction of its own.
func (l *Learner) gather(ctx context.Context) (m material, err error) {
	var without switchboard.NetworkKey
	if err := l.book().View(ctx, func(tx *store.Tx) (err error) {
		without, err = leftOut(tx)
		return err
	}); err != nil {
		return m, err
	}
	lessons, people, err := l.facts(ctx, without)
	if err != nil {
		return m, err
	}
	ids := slices.SortedFunc(maps.Keys(lessons), func(a, b switchboard.MessageID) int { return strings.Compare(b.String(), a.String()) })
	for of := range slices.Chunk(ids, page) {
		if err := l.corrected(ctx, lessons, of, &m); err != nil {
			return m, err
		}
	}
	if m.facts == 0 {
		return m, nil
	}
	return m, l.finished(ctx, without, lessons, people, &m)
}

// leftOut is the network to leave out, for what is said of invented customers teaches the company nothing; none in the
// sample company, which has no others and forgets what it learned when it is left.
func leftOut(tx *store.Tx) (switchboard.NetworkKey, error) {
	_, sample, err := tx.Sample()
	if err != nil || sample {
		return "", err
	}
	return switchboard.Practice, nil
}

// facts reads corrections, by message, and who made any.
func (l *Learner) facts(ctx context.Context, without switchboard.NetworkKey) (map[switchboard.MessageID]*lesson, map[switchboard.AgentID]bool, error) {
	lessons, people := map[switchboard.MessageID]*lesson{}, map[switchboard.AgentID]bool{}
	var after learning.Place
	for read := 0; read < mostFacts; {
		var found []learning.Said
		err := l.book().View(ctx, func(tx *store.Tx) (err error) {
			found, err = learning.In(tx.Tx).Facts(after, without, page)
			return err
		})
		if err != nil || len(found) == 0 {
			return lessons, people, err
		}
		for _, s := range found {
			people[s.By] = true
			if lessons[s.ID] == nil {
				lessons[s.ID] = &lesson{message: s.Message}
			}
			lessons[s.ID].said = append(lessons[s.ID].said, s)
		}
		read += len(found)
		after = learning.PlaceOf(found[len(found)-1])
	}
	return lessons, people, nil
}

// corrected makes examples of messages that somebody corrected.
func (l *Learner) corrected(ctx context.Context, lessons map[switchboard.MessageID]*lesson, ids []switchboard.MessageID, m *material) error {
	verdicts, err := l.verdicts(ctx, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if ctx.Err() != nil {
			return fmt.Errorf("learning: %w", ctx.Err())
		}
		told := standing(verdicts[id], stoodBeside)
		heads := map[switchboard.Head]bool{}
		for _, s := range lessons[id].said {
			if heads[s.Head] {
				continue // the newest word counts
			}
			heads[s.Head] = true
			told = append(told, triage.Told{Head: s.Head, Label: s.Truth, Weight: 1, Wrong: s.Said != s.Truth})
			m.facts++
		}
		l.take(lessons[id].message, told, m)
	}
	return nil
}

// finished makes examples of what people who do correct let stand: of what their conversations began with and what was
// decided upon last.
func (l *Learner) finished(ctx context.Context, without switchboard.NetworkKey, lessons map[switchboard.MessageID]*lesson,
	people map[switchboard.AgentID]bool, m *material) error {
	var after learning.Place
	for read := 0; read < mostFinished && !m.full; {
		var found, began []learning.Finished
		err := l.book().View(ctx, func(tx *store.Tx) (err error) {
			tables := learning.In(tx.Tx)
			if found, err = tables.Finished(after, without, page); err == nil {
				began, err = tables.Began(found, without)
			}
			return err
		})
		if err != nil || len(found) == 0 {
			return err
		}
		read += len(found)
		after = learning.PlaceAfter(found[len(found)-1])
		found = once(append(found, began...), func(f learning.Finished) bool { return people[f.By] && lessons[f.ID] == nil })
		ids := make([]switchboard.MessageID, len(found))
		for i, f := range found {
			ids[i] = f.ID
		}
		verdicts, err := l.verdicts(ctx, ids)
		if err != nil {
			return err
		}
		for _, f := range found {
			l.take(f.Message, standing(verdicts[f.ID], stoodDone), m)
		}
	}
	return nil
}

// once are those messages that count, each once: many a conversation ends with the message it began with.
func once(all []learning.Finished, counts func(learning.Finished) bool) []learning.Finished {
	seen := map[switchboard.MessageID]bool{}
	return slices.DeleteFunc(all, func(f learning.Finished) bool {
		drop := seen[f.ID] || !counts(f)
		seen[f.ID] = true
		return drop
	})
}

func (l *Learner) verdicts(ctx context.Context, ids []switchboard.MessageID) (found map[switchboard.MessageID]switchboard.Verdict, err error) {
	err = l.book().View(ctx, func(tx *store.Tx) (err error) {
		found, err = tx.Verdicts(ids)
		return err
	})
	return found, err
}

// standing are the findings of a verdict as far as nobody said otherwise. What the external classifier found is not among
// them: nobody has measured it here, and it is not to teach the models, nor to judge them.
func standing(v switchboard.Verdict, weight float64) []triage.Told {
	var told []triage.Told
	for _, head := range slices.Sorted(maps.Keys(v.Heads)) {
		found := v.Heads[head]
		care := slices.Contains(triage.CareFlags(), switchboard.Flag(head))
		if found.By != "" || care && found.Label == switchboard.Yes && found.Confidence < likely {
			continue
		}
		told = append(told, triage.Told{Head: head, Label: found.Label, Weight: weight})
	}
	return told
}

// take adds an example, if there is anything in the message to read.
func (l *Learner) take(message learning.Message, told []triage.Told, m *material) {
	if m.full {
		return
	}
	in := triage.Input{ID: message.ID.String(), Text: message.Content.Read(), Lang: message.Content.Lang, Network: string(message.Network)}
	e, ok := l.Reader.Example(in, told)
	switch {
	case !ok:
	case m.lot.Add(e):
		m.networks = append(m.networks, e.Network)
	default:
		m.full = true
	}
}
