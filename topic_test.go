package switchboard_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard"
)

func TestKeysOfTopics(t *testing.T) {
	t.Parallel()
	for key, want := range map[switchboard.TopicKey]bool{"a": true, "2nd": true, "flat_tyre": true, "flat-tyre": true,
		switchboard.TopicKey(strings.Repeat("a", 48)): true, "": false, "-a": false, "_a": false, "A": false, "a b": false, "ä": false,
		"a/b": false, switchboard.TopicKey(strings.Repeat("a", 49)): false} {
		if key.Valid() != want {
			t.Errorf("%q: %v", key, !want)
		}
		if err := switchboard.CheckFact(switchboard.HeadOfTopic(key), switchboard.Yes); (err == nil) != want {
			t.Errorf("a fact of %q: %v", key, err)
		}
	}
	if err := switchboard.CheckFact("topic/bell", "perhaps"); err == nil {
		t.Error("a topic may be anything")
	}
	if key, ok := switchboard.HeadIntent.Topic(); ok {
		t.Errorf("intent is the topic %q", key)
	}
}

func TestWhatPeopleSayOfTopicsCounts(t *testing.T) {
	t.Parallel()
	read := switchboard.Verdict{Topics: []switchboard.TopicFinding{{Topic: "bell", Basis: switchboard.TopicByWords, Confidence: 0.7},
		{Topic: "tyre", Basis: switchboard.TopicByLearned, Confidence: 0.8}}}
	facts := switchboard.Facts{Topics: read.TopicKeys()}
	say := func(head switchboard.Head, truth string) switchboard.Correction {
		return switchboard.Correction{Kind: switchboard.CorrectFact, Head: head, Truth: truth}
	}
	said := []switchboard.Correction{say("topic/bell", "no"), say("topic/brake", "yes"), say("topic/tyre", "yes"), say("topic/lamp", "no"),
		{Kind: switchboard.CorrectOwner, Head: "topic/tyre", Truth: "no"}}
	stands := read.Corrected(said)
	want := []switchboard.TopicFinding{{Topic: "brake", Basis: switchboard.TopicByPerson, Confidence: 1}, {Topic: "tyre", Basis: switchboard.TopicByPerson, Confidence: 1}}
	if diff := cmp.Diff(want, stands.Topics); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"brake", "tyre"}, facts.Corrected(said).Topics); diff != "" {
		t.Error(diff)
	}
	for head, answers := range map[switchboard.Head][2]string{"topic/bell": {"yes", "no"}, "topic/brake": {"no", "yes"}, "topic/tyre": {"yes", "yes"}} {
		if got := [2]string{read.Answer(head), stands.Answer(head)}; got != answers {
			t.Errorf("%s: %v, want %v", head, got, answers)
		}
	}
	none := switchboard.Facts{Topics: []string{"bell"}}.Corrected([]switchboard.Correction{say("topic/bell", "no")})
	if none.Topics != nil || len(facts.Topics) != 2 || len(read.Topics) != 2 {
		t.Error("what was read before has changed, or no topic is a list")
	}
}
