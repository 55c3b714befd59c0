package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"switchboard"
	"switchboard/internal/live"
	"switchboard/internal/ownership"
	"switchboard/internal/roster"
	"switchboard/internal/store"
	"switchboard/internal/triage"
)

// rulesOf is a policy with n rules, of which only the last matches a question.
func rulesOf(n int) (*ownership.Policy, error) {
	var text strings.Builder
	text.WriteString("version: 1\nname: measured\ntopic:\n")
	for i := range n - 1 {
		fmt.Fprintf(&text, "  - id: rule-%d\n    when: {intent: billing, network: place%d, language: en}\n    owner: team%d\n", i, i, i%12)
	}
	fmt.Fprintf(&text, "  - id: last\n    when: {intent: question}\n    owner: service\ndefault:\n  owner: service\n")
	return ownership.Parse([]byte(text.String()))
}

// each is how long one call of f takes on average, in microseconds, the fastest of several rounds.
func (b *bench) each(f func(i int)) float64 {
	best := 0.0
	for range max(3, b.Rounds) {
		calls := 0
		start := time.Now()
		for time.Since(start) < b.Round/4 {
			for range 16 {
				f(calls)
				calls++
			}
		}
		if took := float64(time.Since(start)) / float64(time.Microsecond) / float64(calls); best == 0 || took < best {
			best = took
		}
	}
	return best
}

func (b *bench) pure(ctx context.Context) ([]figure, error) {
	const rules, people = 200, 160
	policy, err := rulesOf(rules)
	if err != nil {
		return nil, err
	}
	triager := triage.Shipped()
	verdicts := make([]switchboard.Verdict, len(texts))
	for i, text := range texts {
		verdicts[i] = triager.Classify(triage.Input{Text: text, Network: "square"})
	}
	facts := ownership.FactsFrom(ownership.FactsInput{Message: switchboard.Message{Network: "square",
		Direction: switchboard.In, Visibility: switchboard.Public}, Verdict: verdicts[0]})
	facts.Intent, facts.IntentSure = switchboard.IntentQuestion, 0.9
	now := time.Now().UTC()
	waiting, candidates := queueOf(now), crewOf(people, now)
	figures := []figure{
		{Name: "one decision", Value: b.each(func(int) { policy.Decide(facts) }), Unit: "µs",
			Spelling: fmt.Sprintf("%d rules, the last one matches", rules)},
		{Name: "one assignment", Value: b.each(func(int) { roster.Assign(waiting, candidates, now) }), Unit: "µs",
			Spelling: fmt.Sprintf("%d candidates", people)},
		{Name: "triage of one message", Value: b.each(func(i int) {
			triager.Classify(triage.Input{Text: texts[i%len(texts)], Network: "square"})
		}), Unit: "µs", Spelling: fmt.Sprintf("%d bytes on average", averageLength())},
	}
	latency, err := b.follow(ctx)
	return append(figures,
		figure{Name: "commit to follower, p50", Value: quantile(latency, 0.5), Unit: "ms"},
		figure{Name: "commit to follower, p99", Value: quantile(latency, 0.99), Unit: "ms"}), err
}

func averageLength() (n int) {
	for _, text := range texts {
		n += len(text)
	}
	return n / len(texts)
}

func queueOf(now time.Time) []roster.Waiting {
	return []roster.Waiting{{Conversation: switchboard.NewID[switchboard.ConversationID](now), Department: "service",
		Language: "en", QueuedAt: now}}
}

func crewOf(n int, now time.Time) []roster.Candidate {
	crew := make([]roster.Candidate, n)
	for i := range crew {
		crew[i] = roster.Candidate{Agent: switchboard.NewID[switchboard.AgentID](now), Present: true, Cap: 8, Load: i % 7,
			Departments: []switchboard.DepartmentKey{"service"}, Languages: []string{"en", "de"}, IdleSince: now, Freedom: i % 5}
	}
	return crew
}

// follow measures how long after its commit an event is in a follower's hands.
func (b *bench) follow(ctx context.Context) (latency []float64, err error) {
	w, err := b.open(ctx, "")
	if err != nil {
		return nil, err
	}
	defer w.close()
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	hub := live.NewHub(w.DB, w.Log)
	wg.Go(func() { _ = hub.Run(ctx) })
	time.Sleep(100 * time.Millisecond)
	base := hub.Head()
	for i := range min(b.Pages, 1000) {
		var committed time.Time
		err := w.DB.Update(ctx, func(tx *store.Tx) error {
			tx.AfterCommit(func() { committed = time.Now() })
			return tx.Record(switchboard.Event{Kind: switchboard.EventAgentPresence, ActorKind: switchboard.ActorSystem})
		})
		if err != nil {
			return nil, err
		}
		if _, err := hub.Next(ctx, base+int64(i)); err != nil {
			return nil, err
		}
		latency = append(latency, millis(time.Since(committed)))
	}
	return latency, nil
}
