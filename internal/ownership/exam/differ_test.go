package exam_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/exam"
	"switchboard/policies"
)

// situations are what every shipped policy is asked. All begin as an English mention on X, on a Tuesday at ten.
var situations = []struct {
	name string
	with func(*switchboard.Facts)
}{
	{"a question", func(f *switchboard.Facts) { f.Intent = switchboard.IntentQuestion }},
	{"a question on Saturday night", func(f *switchboard.Facts) { f.Intent, f.At = switchboard.IntentQuestion, saturdayNight }},
	{"a question on LinkedIn", func(f *switchboard.Facts) { f.Intent, f.Network = switchboard.IntentQuestion, "linkedin" }},
	{"a bill that is wrong", func(f *switchboard.Facts) { f.Intent = switchboard.IntentBilling }},
	{"an outage", func(f *switchboard.Facts) { f.Intent = switchboard.IntentOutage }},
	{"a bug", func(f *switchboard.Facts) { f.Intent = switchboard.IntentBug }},
	{"a parcel that does not arrive", func(f *switchboard.Facts) { f.Intent = switchboard.IntentDelivery }},
	{"praise", func(f *switchboard.Facts) {
		f.Intent, f.Sentiment = switchboard.IntentPraise, switchboard.SentimentPositive
	}},
	{"a comment under a campaign", func(f *switchboard.Facts) {
		f.Purpose, f.Intent = switchboard.PurposeCampaignComment, switchboard.IntentPurchase
	}},
	{"somebody wants to buy", func(f *switchboard.Facts) { flag(f, switchboard.FlagSalesLead, switchboard.IntentPurchase) }},
	{"somebody under a campaign wants to buy", func(f *switchboard.Facts) {
		flag(f, switchboard.FlagSalesLead, switchboard.IntentPurchase)
		f.Purpose = switchboard.PurposeCampaignComment
	}},
	{"somebody unhappy elsewhere", func(f *switchboard.Facts) { flag(f, switchboard.FlagCompetitorProspect, switchboard.IntentComplaint) }},
	{"somebody wants to leave", func(f *switchboard.Facts) { flag(f, switchboard.FlagChurnRisk, switchboard.IntentCancellation) }},
	{"a reporter", func(f *switchboard.Facts) { flag(f, switchboard.FlagPress, switchboard.IntentQuestion) }},
	{"a lawyer", func(f *switchboard.Facts) { flag(f, switchboard.FlagLegal, switchboard.IntentComplaint) }},
	{"somebody may be hurt", func(f *switchboard.Facts) { flag(f, switchboard.FlagSafety, switchboard.IntentComplaint) }},
	{"somebody looks for work", func(f *switchboard.Facts) { f.Intent = switchboard.IntentRecruitment }},
}

var (
	tuesday       = time.Date(2026, 6, 9, 10, 0, 0, 0, time.UTC)
	saturdayNight = time.Date(2026, 6, 13, 23, 0, 0, 0, time.UTC)
)

func flag(f *switchboard.Facts, set switchboard.Flag, intent switchboard.Intent) {
	f.Flags, f.Intent = map[switchboard.Flag]float64{set: 0.95}, intent
}

// answers are what a policy decides of each situation.
type answers struct {
	leads  []switchboard.DepartmentKey // whoever covers for them then
	duties []string                    // what holds besides, without anybody's name
}

func decide(p *ownership.Policy) (all answers) {
	for _, s := range situations {
		f := switchboard.Facts{Network: "x", Account: "@acme", Purpose: switchboard.PurposeInboundMention, Visibility: switchboard.Public, Language: "en",
			IntentSure: 0.95, Sentiment: switchboard.SentimentNeutral, Urgency: switchboard.UrgencyNormal, At: tuesday}
		s.with(&f)
		d := p.Decide(f)
		all.leads = append(all.leads, d.Department)
		all.duties = append(all.duties, fmt.Sprint(len(d.Helpers), len(d.Informs), d.RequiredLevel, d.Deadline, d.SecondLook, exam.CoverOf(d)))
	}
	return all
}

// TestShippedPoliciesDiffer asks every shipped policy the same: each two name another lead for something, and none is
// another with other names, for each two ask something else of whoever leads. A model that did as another would be no choice.
func TestShippedPoliciesDiffer(t *testing.T) {
	t.Parallel()
	names := policies.Names()
	said := map[string]answers{}
	for _, name := range names {
		p, err := ownership.Shipped(name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		said[name] = decide(p)
	}
	for i, a := range names {
		for _, b := range names[i+1:] {
			if slices.Equal(said[a].leads, said[b].leads) {
				t.Errorf("%s and %s name the same leads for all of: %s", a, b, asked())
			}
			if slices.Equal(said[a].duties, said[b].duties) {
				t.Errorf("%s and %s ask the same of whoever leads, for all of: %s", a, b, asked())
			}
		}
	}
}

func asked() string {
	names := make([]string, len(situations))
	for i, s := range situations {
		names[i] = s.name
	}
	return strings.Join(names, ", ")
}
