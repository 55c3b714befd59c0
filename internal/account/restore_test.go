package account_test

import (
	"fmt"
	"math"
	"path/filepath"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/backup"
	"switchboard/internal/practice"
	"switchboard/internal/store"
)

// What the restore test sends: rounds of one answer to each customer, and when the backup is taken.
const (
	customers   = 25
	rounds      = 20
	backupRound = 8
)

func TestARestoreAfterFiveHundredPostsNothingAgain(t *testing.T) {
	t.Parallel()
	inWorld(t, 11, func(t *testing.T, dir string, seed uint64) {
		s := &storm{town: newTown(t, dir, seed, practice.Options{Repeats: true})}
		s.spec = forgetful(s.spec)
		s.begin(customers)
		copied, at, scheduled := s.loseAfterBackup()
		if n := s.standing(); n != customers*rounds {
			t.Fatalf("%d answers stand", n)
		}
		s.bringBack(copied, at, scheduled)
	})
}

// standing counts all answers on the network.
func (s *storm) standing() (count int) {
	for _, a := range s.said {
		for _, text := range a.texts {
			count += s.net.Count(handle, text)
		}
	}
	return count
}

// round lets an agent answer every customer once.
func (s *storm) round(p *process, number int) {
	for i, m := range s.matters {
		a := answer{by: s.ada.ID, texts: []string{fmt.Sprintf("answer %d to customer %d", number, i)}}
		draft, queued := p.say(s.t, m, a)
		if !queued {
			s.t.Fatalf("held: %+v", draft.Ruling)
		}
		s.said = append(s.said, said{draft.ID, a.texts})
	}
}

// loseAfterBackup sends five hundred answers, with a copy of the database taken while some of them are on their way, and
// leaves one that is to go out tomorrow.
func (s *storm) loseAfterBackup() (copied string, at time.Time, scheduled switchboard.DraftID) {
	d := s.open()
	defer d.Close()
	p := s.calm(d)
	defer p.quit()
	m := s.await(p, s.ask("@patient", "how do I descale it?"))
	p.lead(s.t, m, s.ada.ID)
	later, _ := p.say(s.t, m, answer{by: s.ada.ID, texts: []string{"Here is how."}, at: time.Now().Add(24 * time.Hour)})
	copied = filepath.Join(s.dir, "copy.db")
	for number := range rounds {
		s.round(p, number)
		if number == backupRound {
			time.Sleep(7 * time.Second) // some of this round stand, some are waiting
			at = time.Now()
			if err := d.Backup(ctxBackground(), copied); err != nil {
				s.t.Fatal(err)
			}
		}
		within(s.t, time.Hour, "the round stands", func() bool { return s.standing() == len(s.said) })
	}
	return copied, at, later.ID
}

// bringBack restores the copy and lives on with it.
func (s *storm) bringBack(copied string, at time.Time, scheduled switchboard.DraftID) {
	s.t.Helper()
	s.dir = filepath.Dir(copied)
	d := s.openFile(copied)
	defer d.Close()
	var marked backup.Marked
	update(s.t, d, func(tx *store.Tx) (err error) {
		marked, err = backup.Mark(tx, at)
		return err
	})
	before := s.standing()
	f := newFate(blow{point: atAsk, after: math.MaxInt - 1}, nil)
	p := s.start(setting{db: d, time: clock{systemTime(), f}, wire: wire{s.town, f}})
	defer p.quit()
	within(s.t, time.Hour, "it is reconciled", func() bool {
		return d.Update(ctxBackground(), func(tx *store.Tx) error { return tx.Reconcile() }) == nil
	})
	f.mu.Lock()
	if f.passed > 0 || s.standing() != before {
		s.t.Errorf("%d requests before it was reconciled", f.passed)
	}
	f.mu.Unlock()
	time.Sleep(2 * time.Hour)
	if s.net.Count(handle, "Here is how.") != 0 {
		s.t.Error("what was scheduled for tomorrow went out at once")
	}
	time.Sleep(24 * time.Hour)
	s.standOnce(p, scheduled, marked)
}

func (s *storm) standOnce(p *process, scheduled switchboard.DraftID, marked backup.Marked) {
	s.t.Helper()
	again, known := 0, 0
	for _, a := range s.said {
		if n := s.net.Count(handle, a.texts[0]); n != 1 {
			s.t.Errorf("%q stands %d times", a.texts[0], n)
			again++
		}
		for _, d := range p.deliveries(s.t, a.draft) {
			known++
			if d.State != switchboard.DeliverySent {
				s.t.Errorf("%q: %+v", a.texts[0], d)
			}
		}
	}
	if got := p.deliveries(s.t, scheduled)[0]; got.State != switchboard.DeliverySent || s.net.Count(handle, "Here is how.") != 1 {
		s.t.Errorf("what certainly had not been posted: %+v", got)
	}
	if marked.Unknown < 2 || known <= customers*backupRound {
		s.t.Errorf("too tame: %+v, %d known", marked, known)
	}
	s.t.Logf("%d of %d answers were in the backup, %d of them of unknown fate; %d posted again", known, len(s.said), marked.Unknown,
		again)
}
