package sample

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard"
)

// Matter is what one customer has to say, and what becomes of it.
type Matter struct {
	ID       string `yaml:"id"`
	Who      string `yaml:"who"` // handle
	Name     string `yaml:"name"`
	Lang     string `yaml:"lang"`
	To       string `yaml:"to"` // key of an Account; empty for Care
	At       string `yaml:"at"` // "2 1:10": working day, or sat or sun, and time since its opening; "now-0:24": before the present
	Say      string `yaml:"say"`
	Take     string `yaml:"take"` // somebody takes it from the queue, or from whom it is offered to
	Then     []Step `yaml:"then"`
	Briefing string `yaml:"briefing"` // for the newcomer, of what the predecessor leads in the end
	Guest    *Guest `yaml:"guest"`

	Begins time.Time `yaml:"-"`
}

// Step is one thing that follows, After the one before it or as soon as it can be done. One of the others is set.
type Step struct {
	After    time.Duration           `yaml:"after"`
	FromEnd  time.Duration           `yaml:"from_end"` // instead: so long before the present
	Says     string                  `yaml:"says"`     // the customer
	Answer   string                  `yaml:"answer"`   // the lead
	Note     string                  `yaml:"note"`     // for colleagues; with Close, why
	By       string                  `yaml:"by"`       // of a Note; empty for the lead
	Helper   string                  `yaml:"helper"`   // is asked to help
	Transfer string                  `yaml:"transfer"` // is asked to take over
	Briefing string                  `yaml:"briefing"`
	Reason   string                  `yaml:"reason"` // of a Transfer or Snooze
	Snooze   time.Duration           `yaml:"snooze"`
	Close    switchboard.CloseReason `yaml:"close"`
	Asks     string                  `yaml:"asks"` // key of an Expert, who gets the customer's words so far
	Question string                  `yaml:"question"`
	Advice   string                  `yaml:"advice"`    // what comes back on the last question
	OptedOut bool                    `yaml:"opted_out"` // the lead notes that the customer asked not to be written to
	// Corrects is what the lead, before anything else, says of the customer's last words where triage reads them otherwise.
	Corrects map[switchboard.Head]string `yaml:"corrects"`
}

// Guest is what a customer still has to say once the story has arrived at the present and somebody answers.
type Guest struct {
	Ask     string `yaml:"ask"`
	Thanks  string `yaml:"thanks"`
	Angry   string `yaml:"angry"`
	Furious string `yaml:"furious"`
}

// tell reads the story and sets its times.
func (c *Company) tell() error {
	names, err := fs.Glob(files, "story/*.yaml")
	if err != nil {
		return err
	}
	for _, name := range names {
		var day []Matter
		if err := read(name, &day); err != nil {
			return err
		}
		c.Matters = append(c.Matters, day...)
	}
	for i := range c.Matters {
		if err := c.place(&c.Matters[i]); err != nil {
			return fmt.Errorf("sample: %s: %w", c.Matters[i].ID, err)
		}
	}
	slices.SortStableFunc(c.Matters, func(a, b Matter) int { return a.Begins.Compare(b.Begins) })
	return nil
}

// place gives a matter its time and its company's handle, and lets each pause be a little longer or shorter.
func (c *Company) place(m *Matter) (err error) {
	if m.To == "" {
		m.To = Care
	}
	if m.Begins, err = c.when(m.At); err != nil {
		return err
	}
	handle := c.Account(m.To).Handle
	m.Say = strings.ReplaceAll(m.Say, "{c}", handle)
	random := c.Random(m.ID)
	m.Begins = m.Begins.Add(time.Duration(random.IntN(50)) * time.Second)
	for i, s := range m.Then {
		m.Then[i].After = s.After + time.Duration(random.Int64N(int64(s.After/20)+1)).Truncate(time.Second)
		m.Then[i].Says = strings.ReplaceAll(s.Says, "{c}", handle)
	}
	return nil
}

// Account finds one of ours by key.
func (c Company) Account(key string) Account {
	for _, a := range c.Accounts {
		if a.Key == key {
			return a
		}
	}
	return Account{}
}

func (c Company) when(text string) (time.Time, error) {
	if back, ok := strings.CutPrefix(text, "now-"); ok {
		d, err := clock(back)
		return c.Now.Add(-d), err
	}
	day, at, _ := strings.Cut(text, " ")
	d, err := clock(at)
	if err != nil {
		return time.Time{}, err
	}
	n, err := c.number(day)
	return c.Day(n).Add(d), err
}

// number is that of a day by the name the story gives it.
func (c Company) number(day string) (int, error) {
	switch day {
	case "sat":
		return c.Weekend()[0], nil
	case "sun":
		return c.Weekend()[1], nil
	}
	nth, err := strconv.Atoi(day)
	return c.workday(nth), err
}

func clock(text string) (time.Duration, error) {
	h, m, _ := strings.Cut(text, ":")
	return time.ParseDuration(h + "h" + m + "m")
}
