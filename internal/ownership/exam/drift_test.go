package exam_test

import (
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/exam"
)

func TestDrift(t *testing.T) {
	t.Parallel()
	p, err := ownership.Shipped("hub-and-spoke") // more than 30% questions on LinkedIn within 14 days: propose service
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 6, 20, 12, 0, 0, 0, time.UTC)
	count := func(questions, others int, age time.Duration) exam.Drift {
		d := exam.NewDrifts(p.Document(), now)
		if !d.Since().Equal(now.AddDate(0, 0, -14)) {
			t.Fatalf("since %s", d.Since())
		}
		for i := range questions + others {
			f := switchboard.Facts{Network: "linkedin", Intent: "praise", At: now.Add(-age)}
			if i < questions {
				f.Intent = "question"
			}
			d.Add(f)
			f.Network, f.Intent = "x", "question"
			d.Add(f)
		}
		return d.Result()[0]
	}
	for name, tc := range map[string]struct {
		questions, others int
		age               time.Duration
		share             float64
		due               bool
	}{
		"none":             {0, 0, time.Hour, 0, false},
		"as much as may":   {30, 70, time.Hour, 0.3, false},
		"more than may":    {31, 69, time.Hour, 0.31, true},
		"too few to say":   {20, 9, time.Hour, 20.0 / 29, false},
		"too long ago":     {90, 10, 15 * 24 * time.Hour, 0, false},
		"just long enough": {90, 10, 14 * 24 * time.Hour, 0.9, true},
	} {
		if got := count(tc.questions, tc.others, tc.age); got.Share != tc.share || got.Due != tc.due || got.Propose != "service" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	none, err := ownership.Shipped("solo")
	if err != nil {
		t.Fatal(err)
	}
	if d := exam.NewDrifts(none.Document(), now); !d.Since().Equal(now) || len(d.Result()) != 0 {
		t.Error("a policy that asks for nothing looks back")
	}
}
