package api

import (
	"slices"
	"strings"
	"testing"

	"switchboard"
	"switchboard/internal/curate"
	"switchboard/internal/ownership"
	"switchboard/internal/store"
	"switchboard/internal/triage/topic"
)

// listening is a shop that reads every message by the list as it stands in the database.
func listening(t *testing.T) *shop {
	t.Helper()
	return newShop(t, func(o *Options) {
		o.In.Topics = func() (r *topic.Reader) {
			err := o.DB.View(t.Context(), func(tx *store.Tx) (err error) {
				r, err = curate.Load(tx)
				return err
			})
			if err != nil {
				t.Error(err)
			}
			return r
		}
	})
}

func topicBody(more any1) any1 {
	body := any1{"key": "limescale", "name": " Lime  scale ", "words": any1{"en": []string{"limescale*", "white ... flakes"}},
		"except": any1{"any": []string{"limescale remover"}}}
	for k, v := range more {
		body[k] = v
	}
	return body
}

func TestATopicIsMadeChangedAndArchived(t *testing.T) {
	t.Parallel()
	s := listening(t)
	s.refused(anna, "POST", "/topics", topicBody(nil), switchboard.CodeForbidden)
	var made TopicView
	s.ask(manager, "POST", "/topics", topicBody(nil), 201, &made)
	if made.Name != "Lime scale" || made.Version != 1 || made.Learned != nil {
		t.Fatalf("%+v", made)
	}
	s.refused(manager, "POST", "/topics", topicBody(nil), switchboard.CodeConflict)
	s.refused(manager, "POST", "/topics", topicBody(any1{"key": "other", "words": any1{"en": []string{"*"}}}), switchboard.CodeInvalid)
	s.audited("topic.create", "")

	before := s.hear("dora", "There is LIMESCALE in my kettle")
	_, verdict := s.verdictOf(before)
	if len(verdict.Topics) != 1 || verdict.Topics[0].Topic != "limescale" {
		t.Fatalf("%+v", verdict.Topics)
	}
	s.hear("emil", "I bought your limescale remover")
	var list struct{ Items []TopicView }
	s.ask(anna, "GET", "/topics", nil, 200, &list)
	if len(list.Items) != 1 || list.Items[0].Week != 1 || list.Items[0].Month != 1 {
		t.Fatalf("%+v", list.Items)
	}
	change := topicBody(nil)
	delete(change, "key")
	change["words"] = any1{"en": []string{"chalk"}}
	s.ask(manager, "PUT", "/topics/limescale", change, 200, &made)
	if made.Version != 2 {
		t.Errorf("version %d", made.Version)
	}
	s.ask(manager, "PUT", "/topics/limescale", change, 200, &made)
	if made.Version != 2 {
		t.Error("the same again is a change")
	}
	s.refused(manager, "PUT", "/topics/nothing", change, switchboard.CodeNotFound)
	if _, now := s.verdictOf(s.hear("fay", "Chalk everywhere")); !now.About("limescale") {
		t.Error("the new words do not count")
	}
	if _, now := s.verdictOf(before); !now.About("limescale") {
		t.Error("what was read before has changed")
	}
	s.ask(manager, "POST", "/topics/limescale/archive", nil, 200, &made)
	if _, now := s.verdictOf(s.hear("gus", "Chalk again")); !made.Archived || now.Topics != nil {
		t.Error("it is still looked for")
	}
	s.ask(manager, "POST", "/topics/limescale/restore", nil, 200, &made)
	var kinds []string
	s.view(func(tx *store.Tx) error {
		events, err := tx.Events(0, 1000)
		for _, e := range events {
			if e.Kind == switchboard.EventTopicsChanged {
				kinds = append(kinds, e.Reason)
			}
		}
		return err
	})
	if want := []string{curate.Created, curate.Changed, curate.Archived, curate.Restored}; !slices.Equal(kinds, want) {
		t.Errorf("the journal says %q, want %q", kinds, want)
	}
}

func TestAListIsTakenInAndGivenOut(t *testing.T) {
	t.Parallel()
	s := listening(t)
	source := "version: 1\ntopics:\n- {key: lids, name: Lids, words: {any: ['lid*']}}\n- {key: spouts, name: Spouts, words: {any: [spout]}}\n"
	var taken curate.TopicsTaken
	s.refused(anna, "POST", "/topics/import", any1{"source": source}, switchboard.CodeForbidden)
	s.ask(manager, "POST", "/topics/import", any1{"source": source}, 200, &taken)
	if len(taken.Created) != 2 {
		t.Fatalf("%+v", taken)
	}
	s.ask(manager, "POST", "/topics/import", any1{"source": strings.Replace(source, "spout]", "spout, nozzle]", 1)}, 200, &taken)
	if !slices.Equal(taken.Changed, []switchboard.TopicKey{"spouts"}) || !slices.Equal(taken.Unchanged, []switchboard.TopicKey{"lids"}) {
		t.Fatalf("%+v", taken)
	}
	s.refused(manager, "POST", "/topics/import", any1{"source": source + "- {key: bad, name: Bad, words: {any: ['*']}}\n"}, switchboard.CodeInvalid)
	var out TopicFile
	s.ask(anna, "GET", "/topics/export", nil, 200, &out)
	list, err := topic.ReadList([]byte(out.Source))
	if err != nil || len(list) != 2 || len(list[1].Words["any"]) != 2 {
		t.Fatalf("%v\n%s", err, out.Source)
	}
}

func TestATextIsTried(t *testing.T) {
	t.Parallel()
	s := listening(t)
	s.ask(manager, "POST", "/topics", topicBody(nil), 201, nil)
	var out TriedTopics
	s.ask(anna, "POST", "/topics/try", any1{"text": "My kettle is full of limescale, please help me with it", "topic": any1{"name": "Help", "words": any1{"en": []string{"help"}}}}, 200, &out)
	if out.Language != "en" || len(out.Topics) != 1 || out.Topics[0].Evidence[0].Why != "limescale*" || out.Tried == nil || out.Tried.Evidence[0].Why != "help" {
		t.Fatalf("%+v", out)
	}
	out = TriedTopics{}
	s.ask(anna, "POST", "/topics/try", any1{"text": "Good morning", "topic": any1{"name": "Help", "words": any1{"en": []string{"help"}}}}, 200, &out)
	if len(out.Topics) != 0 || out.Tried != nil {
		t.Fatalf("%+v", out)
	}
	s.refused(anna, "POST", "/topics/try", any1{"text": "a", "topic": any1{"name": "Help", "words": any1{"en": []string{"*"}}}}, switchboard.CodeInvalid)
}

// What somebody says of a topic makes the fact right, and the owner with it.
func TestACorrectedTopicChangesTheOwner(t *testing.T) {
	t.Parallel()
	s := listening(t)
	s.ask(manager, "POST", "/topics", topicBody(nil), 201, nil)
	policy, err := ownership.Parse([]byte("version: 1\nname: scale\ntopic: [{id: scale, when: {topic: limescale}, owner: sales}]\ndefault: {owner: service}\n"))
	if err != nil {
		t.Fatal(err)
	}
	s.policy = policy
	away := s.hear("dora", "There is limescale in my kettle")
	if away.Department != "sales" {
		t.Fatalf("it began in %s", away.Department)
	}
	right := func(c switchboard.Conversation, truth string) (now switchboard.Conversation) {
		wrong := fact(c, "topic/limescale", truth)
		s.refused(manager, "POST", at(c, "/corrections/fact"), wrong, switchboard.CodeMustExplain)
		wrong["redecide"], wrong["policy_hash"] = true, policy.Hash()
		s.ask(manager, "POST", at(c, "/corrections/fact"), wrong, 201, nil)
		return s.stored(c.ID)
	}
	if now := right(away, "no"); now.Department != "service" {
		t.Errorf("it is still in %s", now.Department)
	}
	there := s.hear("emil", "White stuff floats in my tea")
	if there.Department != "service" {
		t.Fatalf("it began in %s", there.Department)
	}
	now := right(there, "yes")
	if now.Department != "sales" {
		t.Errorf("it is still in %s", now.Department)
	}
	s.view(func(tx *store.Tx) error {
		row, err := tx.Decision(now.DecisionID)
		if !slices.Equal(row.Decision.Facts.Topics, []string{"limescale"}) {
			t.Errorf("the facts say %v", row.Decision.Facts.Topics)
		}
		return err
	})
	s.journaled(now.ID, switchboard.EventCorrected, "topic/limescale")
	s.lists("view=all&topic=limescale", there.ID)
	s.lists("view=department&department=sales&topic=limescale", there.ID)
	s.lists("view=department&department=service&topic=limescale")
	s.refused(manager, "GET", "/conversations?view=all&topic=Lime+scale", nil, switchboard.CodeInvalid)
	s.refused(manager, "POST", at(now, "/corrections/consider"), fact(now, "topic/unheard", "yes"), switchboard.CodeInvalid)
}

func TestWhatIsMissingIsSuggestedToWhoMaySeeIt(t *testing.T) {
	t.Parallel()
	s := listening(t)
	for i := range 120 {
		s.hear(customer(i), []string{"Where is my order please", "How much is the blue kettle", "Thanks for the help"}[i%3])
	}
	for i := range 30 {
		text := "Where is my order please"
		if i%3 == 0 {
			text = "The rubber gasket came loose, write to me@example.com"
		}
		s.hear(customer(200+i), text)
	}
	var found struct{ Items []curate.MissingTopic }
	s.refused(anna, "GET", "/topics/suggestions", nil, switchboard.CodeForbidden)
	s.ask(manager, "GET", "/topics/suggestions", nil, 200, &found)
	if len(found.Items) == 0 {
		t.Fatal("nothing is suggested")
	}
	one := found.Items[0]
	all := append(one.Also, one.Phrase)
	if !strings.Contains(strings.Join(all, " "), "gasket") || one.Customers != 10 || len(one.Messages) != 3 {
		t.Fatalf("%+v", one)
	}
	s.refused(manager, "POST", "/topics/suggestions/dismiss", any1{"phrases": []string{""}}, switchboard.CodeInvalid)
	s.ask(manager, "POST", "/topics/suggestions/dismiss", any1{"phrases": all}, 204, nil)
	found.Items = nil
	s.ask(manager, "GET", "/topics/suggestions", nil, 200, &found)
	for _, left := range found.Items {
		if strings.Contains(left.Phrase, "gasket") {
			t.Errorf("%q is suggested again", left.Phrase)
		}
	}
}

func customer(i int) string { return "c" + string(rune('a'+i%26)) + string(rune('a'+i/26)) }

// lists checks which conversations a list has.
func (s *shop) lists(query string, want ...switchboard.ConversationID) {
	s.t.Helper()
	var page Page[ListedConversation]
	s.ask(manager, "GET", "/conversations?"+query, nil, 200, &page)
	var got []switchboard.ConversationID
	for _, c := range page.Items {
		got = append(got, c.ID)
	}
	if !slices.Equal(got, want) {
		s.t.Errorf("%s lists %v, not %v", query, got, want)
	}
}
