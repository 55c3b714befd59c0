package access

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/password"
	"switchboard/internal/store"
	"switchboard/internal/store/storetest"
	"switchboard/internal/timesource"
)

const words = "unrelated walrus teapot"

// company is a gate over an empty company.
type company struct {
	*Gate
	t     *testing.T
	clock *timesource.Manual
}

func found(t *testing.T) company {
	t.Helper()
	clock := timesource.NewManual(time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC))
	d := storetest.Open(t, storetest.Lite(t, clock.Now))
	return company{t: t, clock: clock, Gate: NewGate(Options{DB: d, Hasher: password.NewHasher(2), Time: clock,
		Departments: func() []switchboard.DepartmentKey { return []switchboard.DepartmentKey{"press", "sales", "service"} }})}
}

// hire takes somebody of a role in, with a password.
func (c company) hire(name string, role switchboard.Role, departments ...switchboard.DepartmentKey) switchboard.Agent {
	c.t.Helper()
	agent, err := c.CreateAgent(c.t.Context(), System(), NewAgent{Password: words, Agent: switchboard.Agent{Name: name,
		Email: name + "@care.example", Role: role, Departments: departments}})
	if err != nil {
		c.t.Fatal(err)
	}
	return agent
}

func (c company) update(fn func(*store.Tx) error) {
	c.t.Helper()
	if err := c.DB.Update(c.t.Context(), fn); err != nil {
		c.t.Fatal(err)
	}
}

// refused fails unless the error carries the code.
func refused(t *testing.T, what string, err error, code switchboard.Code) {
	t.Helper()
	if switchboard.CodeOf(err) != code {
		t.Errorf("%s: %v, want code %q", what, err, code)
	}
}
