package consult_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/consult"
)

func TestWhatSpeaksAgainstAnAnswer(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	asked := switchboard.Consult{Email: "mara@workshop.example", State: switchboard.ConsultAsked, ExpiresAt: now.Add(time.Hour)}
	in := func(s switchboard.ConsultState) switchboard.Consult { c := asked; c.State = s; return c }
	late := asked
	late.ExpiresAt = now
	by := func(check switchboard.SenderCheck) switchboard.SenderProof {
		return switchboard.SenderProof{Sender: check}
	}
	for name, c := range map[string]struct {
		consult switchboard.Consult
		from    string
		proof   switchboard.SenderProof
		want    []switchboard.Doubt
	}{
		"vouched for":                        {asked, "mara@workshop.example", by(switchboard.SenderGenuine), nil},
		"in other letters":                   {asked, "Mara@Workshop.example", by(switchboard.SenderGenuine), nil},
		"nothing is checked":                 {asked, "mara@workshop.example", by(""), nil},
		"forged":                             {asked, "mara@workshop.example", by(switchboard.SenderForged), []switchboard.Doubt{switchboard.DoubtForged}},
		"checked, and nothing vouches":       {asked, "mara@workshop.example", by(switchboard.SenderUnproven), []switchboard.Doubt{switchboard.DoubtUnproven}},
		"somebody else, however genuine":     {asked, "eve@workshop.example", by(switchboard.SenderGenuine), []switchboard.Doubt{switchboard.DoubtOtherSender}},
		"somebody else's, forged":            {asked, "eve@elsewhere.example", by(switchboard.SenderForged), []switchboard.Doubt{switchboard.DoubtOtherSender, switchboard.DoubtForged}},
		"at the moment it expires":           {late, "mara@workshop.example", by(switchboard.SenderGenuine), []switchboard.Doubt{switchboard.DoubtLate}},
		"expired":                            {in(switchboard.ConsultExpired), "mara@workshop.example", by(switchboard.SenderGenuine), []switchboard.Doubt{switchboard.DoubtLate}},
		"taken back, or closed":              {in(switchboard.ConsultEnded), "mara@workshop.example", by(switchboard.SenderGenuine), []switchboard.Doubt{switchboard.DoubtEnded}},
		"another answer to an answered one":  {in(switchboard.ConsultAnswered), "mara@workshop.example", by(switchboard.SenderGenuine), nil},
		"an answer before our server's word": {in(switchboard.ConsultSending), "mara@workshop.example", by(switchboard.SenderGenuine), nil},
	} {
		if diff := cmp.Diff(append([]switchboard.Doubt{}, c.want...), consult.Doubts(c.consult, c.from, c.proof, now)); diff != "" {
			t.Errorf("%s (-want +got): %s", name, diff)
		}
	}
}

func TestAQuestionEndsAWhileBehindItsTime(t *testing.T) {
	t.Parallel()
	asked := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	for had, more := range map[time.Duration]time.Duration{time.Hour: 4 * time.Hour, 24 * time.Hour: 24 * time.Hour, 30 * 24 * time.Hour: 72 * time.Hour} {
		if got := consult.ExpiryOf(asked, asked.Add(had)).Sub(asked.Add(had)); got != more {
			t.Errorf("one that had %s is waited for %s longer, want %s", had, got, more)
		}
	}
}
