package practice_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"

	"switchboard/internal/connector"
	"switchboard/internal/connector/conform"
	connected "switchboard/internal/connector/practice"
)

// whole is everything the practice connection can do.
type whole interface {
	connector.Conn
	connector.Reader
	connector.Sender
	connector.Editor
	connector.Deleter
	connector.ReadBacker
	connector.Mapper
}

// mutant is the connection with one thing wrong.
type mutant struct {
	whole
	wrong string
}

// mutants are the mistakes the suite exists for, and a check that must see each.
func mutants() map[string]string {
	return map[string]string{
		"posts again after a lost answer":             "send/fates",
		"calls the unknown rejected":                  "send/fates",
		"moves on after a failed hand-over":           "read/poll/resumes_where_it_stood",
		"calls a post absent too early":               "read_back/finds_late",
		"takes a failed look for absence":             "read_back/failure_proves_nothing",
		"forgets whose post it is":                    "read/own_posts",
		"hands over everything a second time":         "read/poll/everything_once_in_order",
		"drops what it cannot map":                    "read/strange_entries",
		"calls a send rejected when its context ends": "send/ends_with_its_context",
	}
}

func (m mutant) Send(ctx context.Context, out connector.Outgoing) connector.Outcome {
	if m.wrong == "calls a send rejected when its context ends" {
		got := m.whole.Send(ctx, out)
		if ctx.Err() != nil {
			got.Kind = connector.Rejected
		}
		return got
	}
	got := m.whole.Send(ctx, out)
	if got.Kind == connector.Unknown && m.wrong == "posts again after a lost answer" {
		out.ClientKey += "-again"
		return m.whole.Send(ctx, out)
	}
	if got.Kind == connector.Unknown && m.wrong == "calls the unknown rejected" {
		got.Kind = connector.Rejected
	}
	return got
}

func (m mutant) Read(ctx context.Context, errand connector.Errand, to connector.Handover) (connector.Pass, error) {
	return m.whole.Read(ctx, errand, connector.HandoverFunc(func(ctx context.Context, batch connector.Batch) error {
		switch m.wrong {
		case "moves on after a failed hand-over":
			to.Take(ctx, batch)
			return nil
		case "forgets whose post it is":
			for i := range batch.Items {
				batch.Items[i].Direction = "in"
			}
		case "hands over everything a second time":
			batch.Items = append(batch.Items, batch.Items...)
		case "drops what it cannot map":
			batch.Unmapped = nil
		}
		return to.Take(ctx, batch)
	}))
}

func (m mutant) Find(ctx context.Context, attempt connector.Attempt) (connector.Found, error) {
	found, err := m.whole.Find(ctx, attempt)
	if m.wrong == "calls a post absent too early" && found.State == connector.NotYet {
		found.State = connector.Absent
	}
	if m.wrong == "takes a failed look for absence" && err != nil {
		return connector.Found{State: connector.Absent}, nil
	}
	return found, err
}

const mutantVariable = "SWITCHBOARD_TEST_MUTANT"

// TestMutant runs the suite on a connector with one thing wrong, in a process of its own that is expected to fail.
func TestMutant(t *testing.T) {
	wrong := os.Getenv(mutantVariable)
	if wrong == "" {
		return
	}
	spec := connected.Spec()
	open := spec.Open
	spec.Open = func(ctx context.Context, env connector.Env) (connector.Conn, error) {
		conn, err := open(ctx, env)
		if err != nil {
			return nil, err
		}
		return mutant{conn.(whole), wrong}, nil
	}
	conform.Run(t, conform.Subject{Spec: spec, NewWorld: func(t *testing.T) conform.World {
		w := newTown(t, 0)
		world := w.world(t)
		world.Jump = func() { w.net.SetBacklog(1) }
		return world
	}})
}

// The suite sees every mistake it is there for.
func TestTheSuiteSeesEveryMutant(t *testing.T) {
	for wrong, check := range mutants() {
		run := exec.Command(os.Args[0], "-test.run=^TestMutant$/^"+strings.ReplaceAll(check, "/", "$/^")+"$", "-test.timeout=40s")
		run.Env = append(os.Environ(), mutantVariable+"="+wrong)
		out, err := run.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "--- FAIL: TestMutant/"+check) {
			t.Errorf("a connector that %s passes %s: %v\n%s", wrong, check, err, out)
		}
	}
}
