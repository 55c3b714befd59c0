package conversation

import (
	"testing"

	"switchboard"
)

// TestWhoseActTheLeadIs holds every way of coming to lead to whether whoever leads did it themselves.
func TestWhoseActTheLeadIs(t *testing.T) {
	t.Parallel()
	waits := []Happening{says(noon), decided(1, "service")}
	asked := append(waits[:2:2], offered(1, ada, noon))
	led := append(waits[:2:2], Taken{By: Person(ada)})
	handed := append(led[:3:3], TransferAsked{By: Person(ada), From: ada, To: bo, Briefing: briefing, Reason: ReasonSkill, Epoch: 1})
	covered := append(led[:3:3], CoverTaken{By: bo, For: ada})
	closed := append(led[:3:3], Closed{By: Person(ada), Reason: switchboard.CloseResolved, Epoch: 1})
	token := By{Agent: ada, Kind: switchboard.ActorToken}
	theirs := begin(t).do(led...).c
	for name, test := range map[string]struct {
		before []Happening
		what   Happening
		own    bool
	}{
		"accepted":                  {asked, Accepted{By: ada}, true},
		"taken":                     {waits, Taken{By: Person(ada)}, true},
		"taken with a token":        {waits, Taken{By: token}, true},
		"taken over by a manager":   {led, Taken{By: Manager(bo), Reason: ReasonSkill}, true},
		"a hand-over accepted":      {handed, TransferAccepted{By: bo}, true},
		"stood in of themselves":    {led, CoverTaken{By: bo, For: ada, Themselves: true}, true},
		"reopened by the last lead": {closed, Reopened{By: Person(ada), LeadPresent: true}, true},
		"given at once":             {waits, Given{To: ada}, false},
		"covers":                    {led, CoverTaken{By: bo, For: ada}, false},
		"back from an absence":      {covered, CoverOver{For: ada}, false},
		"reopened by somebody else": {closed, Reopened{By: Person(bo), LeadPresent: true}, false},
		"reopened by the customer":  {closed, returning(), false},
		"came along in a merger":    {waits, Absorbed{From: theirs}, false},
		"nobody leads":              {led, LeadAbsent{Agent: ada}, false},
	} {
		l := begin(t).do(test.before...).do(test.what)
		if got := OwnAct(l.c, l.events); got != test.own {
			t.Errorf("%s: %v", name, got)
		}
		if len(l.last.Events) == 0 || OwnAct(l.c, nil) {
			t.Errorf("%s: without its journal nothing is known", name)
		}
	}
}

func returning() Arrived {
	again := says(noon)
	again.LeadPresent = true
	return again
}
