package notice_test

import (
	"testing"

	"switchboard"
	"switchboard/internal/notice"
	"switchboard/internal/store"
)

// draft is something that Ada did to a draft of a policy.
func (h *house) draft(kind switchboard.EventKind, name string, to switchboard.DepartmentKey, whom switchboard.AgentID) switchboard.Event {
	return switchboard.Event{Kind: kind, ActorKind: switchboard.ActorAgent, Actor: h.Ada.ID, Subject: name, To: to, Agent: whom}
}

func TestWhoCanSignForADepartmentIsTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	far := h.colleague("Cy Far", switchboard.RoleManager, 5, press)
	gone := h.colleague("Fay Gone", switchboard.RoleAgent, 5, service)
	gone.Disabled = true
	h.Update(func(tx *store.Tx) error { return tx.UpdateAgent(gone) })
	anybody := switchboard.AgentID{}
	h.happens(h.draft(switchboard.EventPolicyDraftAsked, "next", service, anybody))
	for name, tc := range map[string]struct {
		who  switchboard.AgentID
		want []string
	}{"of the department": {h.Bo.ID, []string{"policy_signature×1"}}, "who asks": {h.Ada.ID, nil}, "another department": {far.ID, nil},
		"disabled": {gone.ID, nil}} {
		same(t, name, h.listed(tc.who), tc.want)
	}
	dee := h.colleague("Dee Speaks", switchboard.RoleAgent, 3, service)
	h.happens(h.draft(switchboard.EventPolicyDraftAsked, "other", service, dee.ID))
	same(t, "the liaison", h.listed(dee.ID), []string{"policy_signature×1"})
	same(t, "nobody else then", h.listed(h.Bo.ID), []string{"policy_signature×1"})
}

func TestWhatWasSignedOrIsGoneIsNotAskedAbout(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		end  switchboard.Event
		want string
	}{
		"signed":                    {switchboard.Event{Kind: switchboard.EventPolicyDraftSigned, Subject: "next", To: service}, " over"},
		"signed by another team":    {switchboard.Event{Kind: switchboard.EventPolicyDraftSigned, Subject: "next", To: press}, ""},
		"another draft signed":      {switchboard.Event{Kind: switchboard.EventPolicyDraftSigned, Subject: "other", To: service}, ""},
		"removed, or in force":      {switchboard.Event{Kind: switchboard.EventPolicyDraftDropped, Subject: "next"}, " over"},
		"another draft was removed": {switchboard.Event{Kind: switchboard.EventPolicyDraftDropped, Subject: "nex"}, ""},
		"changed":                   {switchboard.Event{Kind: switchboard.EventPolicyDraftSaved, Subject: "next"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.Update(func(tx *store.Tx) error {
				return tx.SaveDepartment(switchboard.Department{Key: service, Name: "Service"})
			})
			h.happens(h.draft(switchboard.EventPolicyDraftAsked, "next", service, switchboard.AgentID{}))
			tc.end.ActorKind, tc.end.Actor = switchboard.ActorAgent, h.Ada.ID
			h.happens(tc.end)
			same(t, "Bo", h.listed(h.Bo.ID), []string{"policy_signature×1" + tc.want})
		})
	}
}

// A mail or a chat leads to the draft.
func TestWhatIsAskedOutsideLeadsToTheDraft(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.post.PolicyURL = func(draft string) string { return "https://care.example/policy?draft=" + draft }
	h.everyWay(h.Bo.ID)
	h.happens(h.draft(switchboard.EventPolicyDraftAsked, "next", service, switchboard.AgentID{}))
	told := append([]notice.Letter{}, h.mail.told...)
	if len(told) != 1 || told[0].Lines[0].URL != "https://care.example/policy?draft=next" {
		t.Errorf("told %+v", told)
	}
}
