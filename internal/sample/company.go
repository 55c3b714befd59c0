package sample

import (
	"embed"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/goccy/go-yaml"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/triage/topic"
)

//go:embed policy.yaml draft.yaml people.yaml outside.yaml topics.yaml story/*.yaml
var files embed.FS

// Keys of the two accounts.
const (
	Care  = "care"  // where customers ask for help
	Rides = "rides" // the campaign's
)

// Newcomer stands in the story for whoever looks around; Predecessor is whose place they take.
const (
	Newcomer    = "newcomer"
	Predecessor = "runa"
)

// Brand is what customers believe they talk to.
const Brand = "Ferrywell Bikes"

// Company is one telling of Ferrywell.
type Company struct {
	Seed        uint64
	Opened      time.Time // when the first day began
	Now         time.Time // when the story has arrived at the present
	Departments []switchboard.Department
	People      []Person
	Accounts    []Account
	Matters     []Matter // in the order of their first words
	Topics      []switchboard.Topic
	Policy      []byte // in the policy language
	Draft       Draft  // what could come after it
	Outside     Outside
}

// Account is a presence of the company on the practice network.
type Account struct {
	Key         string
	Handle      string
	Name        string
	Accountable string // key of a Person
}

// Person works at Ferrywell.
type Person struct {
	Key         string                      `yaml:"key"`
	Name        string                      `yaml:"name"`
	Role        switchboard.Role            `yaml:"role"`
	Departments []switchboard.DepartmentKey `yaml:"departments"`
	Skills      []string                    `yaml:"skills"`
	Languages   []string                    `yaml:"languages"`
	Freedom     int                         `yaml:"freedom"`
	Cap         int                         `yaml:"cap"`
	Hours       string                      `yaml:"hours"` // early or late
	Deputy      string                      `yaml:"deputy"`
	Leave       [2]int                      `yaml:"leave"` // first and last day of a leave; 0 for none
}

// OnLeave reports whether somebody is on leave on a day of the story.
func (p Person) OnLeave(day int) bool {
	return p.Leave[0] > 0 && day >= p.Leave[0] && day <= p.Leave[1]
}

// Email is where nobody can be reached.
func (p Person) Email() string { return p.Key + "@ferrywell.example" }

// spans of a working day, from its opening.
var hours = map[string][2]time.Duration{
	"early": {-30 * time.Minute, 8*time.Hour + 30*time.Minute},
	"late":  {time.Hour, 10 * time.Hour},
}

// At is from when to when somebody works on the day that opened then.
func (p Person) At(opened time.Time) (from, to time.Time) {
	span := hours[p.Hours]
	return opened.Add(span[0]), opened.Add(span[1])
}

// Shift is the same as a calendar, on every day of the week.
func (p Person) Shift(opened time.Time) *calendar.Spec {
	from, to := p.At(opened.UTC())
	span := []string{from.Format("15:04") + "-" + to.Format("15:04")}
	week := map[string][]string{}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		week[day] = span
	}
	return &calendar.Spec{Zone: "UTC", Hours: week}
}

// Days of the story, and how long the last one has been going on when it arrives at the present.
const (
	Days     = 7
	underWay = 6*time.Hour + 30*time.Minute
)

// New tells the story up to now. The company's day is laid so that now is in the middle of it, whatever the clock shows:
// somebody has to be there.
func New(seed uint64, now time.Time) (Company, error) {
	c := Company{Seed: seed, Now: now.UTC().Truncate(time.Microsecond), Departments: departments(), Accounts: accounts()}
	c.Opened = c.Now.Truncate(15*time.Minute).Add(-underWay).AddDate(0, 0, 1-Days)
	var err error
	if err := read("people.yaml", &c.People); err != nil {
		return c, err
	}
	if c.Topics, err = listed(); err != nil {
		return c, err
	}
	if err = c.rule(); err != nil {
		return c, err
	}
	if err = c.outside(); err != nil {
		return c, err
	}
	return c, c.tell()
}

// Day is when the working day of that number, from 1, opened.
func (c Company) Day(n int) time.Time { return c.Opened.AddDate(0, 0, n-1) }

// Weekend are the numbers of the two quieter days. They are the Saturday and the Sunday of the week that is told, except that
// what happens today, and happened yesterday, does not wait for a working day: then days further back are quiet.
func (c Company) Weekend() (quiet [2]int) {
	var weekend, others []int
	for n := 1; n <= Days-2; n++ {
		if day := c.Day(n).Weekday(); day == time.Saturday || day == time.Sunday {
			weekend = append(weekend, n)
		} else {
			others = append(others, n)
		}
	}
	copy(quiet[:], append(weekend, others...))
	slices.Sort(quiet[:])
	return quiet
}

// workday is the number of the nth of the other days.
func (c Company) workday(nth int) int {
	quiet := c.Weekend()
	for n := 1; n <= Days; n++ {
		if n == quiet[0] || n == quiet[1] {
			continue
		}
		if nth--; nth == 0 {
			return n
		}
	}
	return Days
}

// Person finds somebody by key.
func (c Company) Person(key string) (Person, bool) {
	for _, p := range c.People {
		if p.Key == key {
			return p, true
		}
	}
	return Person{}, false
}

// Random is a source of its own for one thing, the same for the same seed.
func (c Company) Random(about string) *rand.Rand {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(about)) // a hash takes everything
	return rand.New(rand.NewPCG(c.Seed, sum.Sum64()))
}

func departments() []switchboard.Department {
	return []switchboard.Department{{Key: "service", Name: "Service"}, {Key: "safety", Name: "Safety desk"},
		{Key: "comms", Name: "Communications"}, {Key: "sales", Name: "Sales"}, {Key: "product", Name: "Product"},
		{Key: "people", Name: "People"}}
}

func accounts() []Account {
	return []Account{{Key: Care, Handle: "@ferrywell", Name: Brand, Accountable: Predecessor},
		{Key: Rides, Handle: "@ferrywell_rides", Name: "Ferrywell Rides", Accountable: "hikaru"}}
}

// listed is the company's list of topics.
func listed() ([]switchboard.Topic, error) {
	source, err := files.ReadFile("topics.yaml")
	if err != nil {
		return nil, err
	}
	list, err := topic.ReadList(source)
	if err != nil {
		return nil, fmt.Errorf("sample: topics.yaml: %w", err)
	}
	return list, nil
}

func read(name string, into any) error {
	text, err := files.ReadFile(name)
	if err == nil {
		err = yaml.UnmarshalWithOptions(text, into, yaml.Strict())
	}
	if err != nil {
		return fmt.Errorf("sample: %s: %w", name, err)
	}
	return nil
}
