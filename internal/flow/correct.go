package flow

import (
	"cmp"
	"slices"

	"switchboard"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
)

// Correcting takes in what people say was read wrongly: person → facts → ownership → conversation.
type Correcting struct {
	In Inbound
}

// Outcome is what a decision means for a conversation.
type Outcome struct {
	Department    switchboard.DepartmentKey   `json:"department"`
	Takes         switchboard.DepartmentKey   `json:"takes" doc:"Whose queue it goes to: another's than its owner's when somebody stands in"`
	Rule          string                      `json:"rule"`
	RequiredLevel int                         `json:"required_level"`
	Deadline      switchboard.Seconds         `json:"deadline_seconds"`
	Helpers       []switchboard.DepartmentKey `json:"helpers" nullable:"false"`
	Informs       []switchboard.DepartmentKey `json:"informs" nullable:"false"`
	Quarantine    bool                        `json:"quarantine,omitempty"`
	Approver      string                      `json:"approver,omitempty" doc:"Who is asked for consent first"`
	SecondLook    switchboard.Seconds         `json:"second_look_seconds,omitempty"`
}

// Consequence is what would follow from a fact being otherwise than triage said.
type Consequence struct {
	Said      string              `json:"said" doc:"What triage said"`
	Stands    string              `json:"stands" doc:"What counts now: what triage said, or what somebody said since"`
	Truth     string              `json:"truth" doc:"What would count from now on"`
	Before    Outcome             `json:"before" doc:"What was decided"`
	After     Outcome             `json:"after" doc:"What the policy in force decides from the corrected fact"`
	Differ    []exam.Change       `json:"differ" nullable:"false" doc:"Everything the two mean differently for people"`
	Changes   bool                `json:"changes" doc:"The two differ in what they mean: somebody has to say whether it is decided anew"`
	Moves     bool                `json:"moves" doc:"Decided anew, it would wait in another department's queue, since nobody leads it"`
	Keeps     switchboard.AgentID `json:"keeps_lead,omitzero" doc:"Decided anew for another department, it stays with this lead all the same"`
	Policy    string              `json:"policy_hash" doc:"Of the policy in force"`
	OtherRule bool                `json:"policy_changed,omitempty" doc:"Another policy is in force than the one that decided then"`
}

// FactWord is what somebody says of a fact that triage read, of the message a conversation's present decision is about: that it
// is otherwise, or right.
type FactWord struct {
	By         switchboard.AgentID
	DecisionID switchboard.DecisionID // as they saw it
	Head       switchboard.Head
	Truth      string
	Right      bool   // it is so, as triage read it; else it is otherwise than counts
	Redecide   *bool  // nil: only if nothing would change
	Policy     string // hash of the policy whose consequence they saw; empty where there is none to see
}

// correction is one correction under way.
type correction struct {
	tx       *store.Tx
	desk     *desk.Desk
	word     FactWord
	now      switchboard.Conversation
	row      store.DecisionRow
	message  switchboard.Message
	verdict  switchboard.Verdict // as triage gave it
	standing []switchboard.Correction
	decision switchboard.Decision // under the policy in force, the fact corrected
}

// Consider says what would follow, and changes nothing. It refuses, with code stale, when another decision stands by now.
func (w Correcting) Consider(tx *store.Tx, c switchboard.Conversation, word FactWord) (Consequence, error) {
	k, err := w.look(tx, c, word)
	if err != nil {
		return Consequence{}, err
	}
	return k.consequence(), nil
}

// Fact stores that a fact was wrong, or is right. What lists show follows; the stored verdict does not. A fact that changes what was
// decided is refused, with code must_explain, until somebody says whether it is to be decided anew.
func (w Correcting) Fact(tx *store.Tx, id switchboard.ConversationID, word FactWord) (switchboard.Correction, Consequence, error) {
	m, err := desk.Load(tx, id)
	if err != nil {
		return switchboard.Correction{}, Consequence{}, err
	}
	k, err := w.look(tx, m.Now, word)
	if err != nil {
		return switchboard.Correction{}, Consequence{}, err
	}
	follows := k.consequence()
	if err := k.confirmed(follows); err != nil {
		return switchboard.Correction{}, follows, err
	}
	made, err := k.keep(m, follows.Changes)
	if err != nil {
		return made, follows, err
	}
	return made, follows, w.In.Desk.Save(tx, m)
}

func (w Correcting) look(tx *store.Tx, c switchboard.Conversation, word FactWord) (k *correction, err error) {
	if err := switchboard.CheckFact(word.Head, word.Truth); err != nil {
		return nil, err
	}
	if c.DecisionID.IsZero() || c.DecisionID != word.DecisionID {
		return nil, switchboard.Refuse(switchboard.CodeStale, "Something else was decided since you looked.").
			WithField("decision_id").WithHint("Read it again before you correct it.")
	}
	if err := onTheList(tx, word); err != nil {
		return nil, err
	}
	k = &correction{tx: tx, desk: w.In.Desk, word: word, now: c}
	if k.row, err = tx.Decision(c.DecisionID); err != nil {
		return nil, err
	}
	if k.message, err = tx.Message(k.row.MessageID); err != nil {
		return nil, err
	}
	if k.verdict, _, err = tx.Verdict(k.message.ID); err != nil {
		return nil, err
	}
	all, err := evidence.In(tx.Tx).Corrections(k.message.ID)
	if err != nil {
		return nil, err
	}
	k.standing = evidence.Standing(all, k.message.Revision)
	if err := k.sayable(); err != nil {
		return nil, err
	}
	facts := k.row.Decision.Facts.Corrected(k.corrected())
	k.decision = w.In.Policy().Decide(facts)
	return k, nil
}

func (k *correction) corrected() []switchboard.Correction {
	return append(slices.Clone(k.standing), switchboard.Correction{Kind: switchboard.CorrectFact, Head: k.word.Head, Truth: k.word.Truth})
}

// stands is what counts as the fact now.
func (k *correction) stands() string { return k.verdict.Corrected(k.standing).Answer(k.word.Head) }

// sayable refuses a word that would change nothing, and one that calls right what counts no more.
func (k *correction) sayable() error {
	said := slices.ContainsFunc(k.standing, func(c switchboard.Correction) bool { return c.Head == k.word.Head })
	switch same := k.stands() == k.word.Truth; {
	case k.word.Right && k.verdict.Answer(k.word.Head) == "":
		return switchboard.Refuse(switchboard.CodeInvalid, "Triage did not read that.").WithField("head").
			WithHint("Say what is so instead.")
	case same && (said || !k.word.Right):
		return switchboard.Refuse(switchboard.CodeInvalid, "That is what counts already.").WithField("truth")
	case !same && k.word.Right:
		return switchboard.Refuse(switchboard.CodeStale, "It is read otherwise since you looked.").WithField("truth").
			WithHint("Read it again before you say that it is right.")
	}
	return nil
}

func (k *correction) consequence() Consequence {
	c := Consequence{Said: k.verdict.Answer(k.word.Head), Stands: k.stands(), Truth: k.word.Truth,
		Before: outcomeOf(k.row.Decision), After: outcomeOf(k.decision), Policy: k.decision.PolicyHash,
		OtherRule: k.decision.PolicyHash != k.row.Decision.PolicyHash}
	c.Differ = exam.Changes(k.row.Decision, k.decision)
	c.Changes = len(c.Differ) > 0
	if elsewhere := k.decision.Takes() != k.now.Department; elsewhere && k.now.Open() {
		c.Moves, c.Keeps = k.now.Lead.IsZero(), k.now.Lead
	}
	return c
}

// confirmed refuses what somebody has to see first, or saw under another policy.
func (k *correction) confirmed(follows Consequence) error {
	switch {
	case !follows.Changes:
		return nil
	case k.word.Redecide == nil:
		return switchboard.Refuse(switchboard.CodeMustExplain, "This changes what was decided.").WithField("redecide").
			WithHint("Look at what would follow first, then say whether it is to be decided anew.")
	case k.word.Policy != follows.Policy:
		return switchboard.Refuse(switchboard.CodeStale, "Another policy is in force since you looked.").WithField("policy_hash").
			WithHint("Look again at what would follow.")
	}
	return nil
}

// keep stores the correction, lets it happen, and decides anew if that was wished.
func (k *correction) keep(m *desk.Matter, changes bool) (switchboard.Correction, error) {
	now := k.tx.Now()
	made := switchboard.Correction{ID: switchboard.NewID[switchboard.CorrectionID](now), Kind: switchboard.CorrectFact,
		ConversationID: k.now.ID, MessageID: k.message.ID, Revision: k.message.Revision, DecisionID: k.row.ID,
		Head: k.word.Head, Said: k.verdict.Answer(k.word.Head), Truth: k.word.Truth, Department: k.row.Decision.Department,
		Model: k.verdict.Model, PolicyHash: k.row.Decision.PolicyHash, By: k.word.By, At: now}
	shows, err := k.shows()
	if err != nil {
		return made, err
	}
	err = m.Do(conversation.Corrected{By: conversation.Person(k.word.By), Correction: made.ID, MessageID: k.message.ID,
		Head: k.word.Head, Shows: shows, Right: k.word.Right}, now)
	if key, about := k.word.Head.Topic(); err == nil && about && shows == switchboard.No {
		err = k.tx.LeaveTopic(k.now.ID, key)
	}
	if err == nil && changes && *k.word.Redecide {
		made.Outcome, err = k.redecide(m)
	}
	if err != nil {
		return made, err
	}
	return made, evidence.In(k.tx.Tx).AddCorrection(made)
}

func (k *correction) redecide(m *desk.Matter) (switchboard.DecisionID, error) {
	row := store.DecisionRow{ID: switchboard.NewID[switchboard.DecisionID](k.tx.Now()), ConversationID: k.now.ID,
		MessageID: k.message.ID, Decision: k.decision}
	if err := m.Do(conversation.Decided{DecisionID: row.ID, Decision: row.Decision}, k.tx.Now()); err != nil {
		return row.ID, err
	}
	if err := k.tx.InsertDecision(row); err != nil {
		return row.ID, err
	}
	return row.ID, k.desk.StandIn(k.tx, m.Now, row)
}

// Dispute is somebody's word that another department should have had a conversation.
type Dispute struct {
	By         switchboard.AgentID
	DecisionID switchboard.DecisionID
	ShouldOwn  switchboard.DepartmentKey
	Why        string // one line
}

// Owner stores that the wrong department had it. Nothing moves: that is a reroute, or a transfer.
func (w Correcting) Owner(tx *store.Tx, id switchboard.ConversationID, d Dispute) (switchboard.Correction, error) {
	m, err := desk.Load(tx, id)
	if err != nil {
		return switchboard.Correction{}, err
	}
	row, err := tx.Decision(d.DecisionID)
	if err != nil || row.ConversationID != id {
		return switchboard.Correction{}, cmp.Or(err, error(switchboard.Refuse(switchboard.CodeInvalid,
			"That decision is about another conversation.").WithField("decision_id")))
	}
	if row.Decision.Department == d.ShouldOwn {
		return switchboard.Correction{}, switchboard.Refuse(switchboard.CodeInvalid, "That is the department that was decided.").
			WithField("should_own").WithHint("Say which other one it should have been.")
	}
	message, err := tx.Message(row.MessageID)
	if err != nil {
		return switchboard.Correction{}, err
	}
	made := switchboard.Correction{ID: switchboard.NewID[switchboard.CorrectionID](tx.Now()), Kind: switchboard.CorrectOwner,
		ConversationID: id, MessageID: row.MessageID, Revision: message.Revision, DecisionID: row.ID,
		Department: row.Decision.Department, ShouldOwn: d.ShouldOwn, Why: d.Why, Model: row.Decision.Facts.Model,
		PolicyHash: row.Decision.PolicyHash, By: d.By, At: tx.Now()}
	err = m.Do(conversation.Disputed{By: conversation.Person(d.By), Correction: made.ID, MessageID: row.MessageID,
		Department: d.ShouldOwn}, tx.Now())
	if err != nil {
		return made, err
	}
	if err := evidence.In(tx.Tx).AddCorrection(made); err != nil {
		return made, err
	}
	return made, w.In.Desk.Save(tx, m)
}

func outcomeOf(d switchboard.Decision) Outcome {
	return Outcome{Department: d.Department, Takes: d.Takes(), Rule: d.Rule, RequiredLevel: d.RequiredLevel, Deadline: d.Deadline,
		Helpers: append([]switchboard.DepartmentKey{}, d.Helpers...), Informs: append([]switchboard.DepartmentKey{}, d.Informs...),
		Quarantine: d.Quarantine, Approver: d.Approver, SecondLook: d.SecondLook}
}
