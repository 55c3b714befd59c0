package storetest

import (
	"time"

	"switchboard"
	"switchboard/internal/calendar"
	"switchboard/internal/intake"
	"switchboard/internal/objective"
	"switchboard/internal/roster"
	"switchboard/internal/store"
	"switchboard/internal/store/evidence"
)

// Fill puts at least one row into every table of a World's database. The times are those of the World, except where the
// store itself takes the time.
func (w *World) Fill() {
	w.T.Helper()
	talk := w.Talk("mira", func(c *switchboard.Conversation) {
		c.Stance, c.Lead, c.Epoch, c.QueuedAt = switchboard.StanceLed, w.Ada.ID, 1, time.Time{}
		c.Weight = 100
		c.DueAt, c.Flags = w.Start.Add(time.Hour), []switchboard.Flag{switchboard.FlagNeedsAnswer}
		c.Topics = []switchboard.TopicKey{"flat_tyre"}
	})
	w.Talk("noor", nil)
	a := w.Says(talk, "m1", `It says "öäü" and it's hot?`, 0)
	a.IdentityID, a.ThreadID, a.ConversationID, a.LegID = talk.Identity.ID, talk.Thread.ID, talk.ID, talk.Leg.ID
	a.Overheard = true
	w.arrive(a)
	d := w.Draft(talk, 2)
	sends := w.Send(d, w.Start)
	w.become(w.become(sends[0], switchboard.DeliverySending), switchboard.DeliverySent)
	w.Amend(a.ID, switchboard.AmendHide, talk)
	for _, fill := range []func(*store.Tx) error{
		w.fillCompany, w.fillLearning, w.fillSetup, w.fillLanes, w.fillAccess, w.fillTopics,
		func(tx *store.Tx) error { return w.fillMessage(tx, a) },
		func(tx *store.Tx) error { return w.fillConversation(tx, talk, a.ID) },
		func(tx *store.Tx) error { return w.fillOutside(tx, d) },
		func(tx *store.Tx) error { return w.fillNotices(tx, talk.ID) },
		func(tx *store.Tx) error { return w.fillHelp(tx, talk.ID) },
		w.fillClassifier,
	} {
		w.Update(fill)
	}
	w.sequence()
	w.Update(func(tx *store.Tx) error {
		if _, err := tx.FoldCounters(2); err != nil {
			return err
		}
		return tx.AddLoad(w.Ada.ID, 1, 100)
	})
}

// all runs steps until one fails.
func all(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// second drops the result of a step that is not of interest.
func second[T any](_ T, err error) error { return err }

func (w *World) fillCompany(tx *store.Tx) error {
	return all(
		func() error { return second(tx.EnsureInstallation("first")) },
		func() error { return second(tx.ClaimKeyRing("a1b2")) },
		func() error { return tx.Beat("one", w.Start.Add(time.Minute)) },
		func() error {
			return tx.SetAgentScope(w.Bo.ID, store.AgentScope{Brands: []switchboard.BrandID{w.Brand.ID}})
		},
		func() error {
			return tx.SaveAbsence(store.Absence{AgentID: w.Bo.ID, StartsAt: w.Start, EndsAt: w.Start.Add(time.Hour), Reason: "leave"})
		},
		func() error {
			return tx.SetShifts(w.Bo.ID, []store.Shift{{Key: "nights", Name: "Nights", Hours: calendar.Spec{Zone: "Europe/Lisbon",
				Hours: map[string][]string{"fri": {"22:00-06:00"}}}}})
		},
		func() error {
			return tx.SaveDatedShift(store.DatedShift{AgentID: w.Bo.ID, StartsAt: w.Start, EndsAt: w.Start.Add(8 * time.Hour), Source: "feb"})
		},
		func() error { return tx.SetAccountSecrets(w.Account.ID, []byte{0, 1, 254}) },
		func() error {
			return tx.InsertPolicy(store.PolicyVersion{ID: id[switchboard.PolicyID](w), Name: "house", Hash: "p1",
				Source: "default: service", ActivatedAt: w.Start, ActivatedBy: w.Ada.ID, Why: "first", Objective: "calm",
				Terms: store.PolicyTerms{Mode: "team", Terms: roster.Terms{Most: 9}}})
		},
	)
}

func (w *World) fillLanes(tx *store.Tx) error {
	return all(
		func() error { _, _, err := tx.AcquireLease(w.Account.ID, "one/1", time.Minute); return err },
		func() error { return tx.MoveCursor(w.Account.ID, "poll", "42") },
		func() error {
			return second(tx.OpenGap(store.Gap{AccountID: w.Account.ID, Lane: "stream", From: "3", To: "7", Reason: "disconnected"}))
		},
		func() error { return tx.InsertTombstone([]byte{7, 7}, store.TombstoneDeleted, w.Start) },
		func() error {
			return second(tx.InsertQuarantine(store.Quarantined{ID: id[switchboard.QuarantineID](w), AccountID: w.Account.ID,
				Network: "practice", Lane: "poll", Code: "bad_time", Reason: "The time is not one.", Payload: []byte("{?"),
				Digest: []byte{1}, ReceivedAt: w.Start}))
		},
		func() error {
			return tx.SetTimer(store.Timer{Kind: "snooze", Subject: id[switchboard.TimerID](w), DueAt: w.Start})
		},
	)
}

func (w *World) fillMessage(tx *store.Tx, a intake.Arrival) error {
	return all(
		func() error { return tx.InsertRaw(a.ID, 1, []byte(`{"id":"m1"}`)) },
		func() error { return tx.InsertSighting(a.ID, w.Account.ID, "poll") },
		func() error {
			return tx.InsertWork(intake.Work{Node: "one", MessageID: a.ID, AccountID: w.Account.ID, Revision: 1})
		},
		func() error { return tx.AddOrphan(realm, "m0", a.ID) },
		func() error { return tx.RefBlob("aa", a.ID) },
		func() error { return tx.SaveVerdict(a.ID, 1, switchboard.Verdict{Language: "en", Model: "m1"}) },
		func() error {
			head, _, err := tx.MessageHead(realm, a.ExternalID)
			if err != nil {
				return err
			}
			a.Content.Text, a.Digest, a.EditedAt = "It says nothing", []byte("2"), w.Start.Add(time.Minute)
			return second(tx.Revise(head, a))
		},
	)
}

func (w *World) fillConversation(tx *store.Tx, talk Talk, m switchboard.MessageID) error {
	return all(
		func() error { return tx.AddDeclined(talk.ID, w.Bo.ID, "busy") },
		func() error {
			offer := switchboard.Offer{ID: id[switchboard.OfferID](w), To: w.Ada.ID}
			return all(func() error { return tx.InsertAssignment(talk.ID, offer, []string{"seen"}) },
				func() error { return tx.AnswerOffer(store.Answer{Offer: offer.ID, Answer: switchboard.OfferAccepted}) })
		},
		func() error {
			_, err := evidence.In(tx.Tx).KeepFocus(w.Ada.ID, []switchboard.Focus{{AgentID: w.Ada.ID, ConversationID: talk.ID,
				Part: switchboard.FocusReading, From: w.Start, Until: w.Start.Add(time.Minute)}})
			return err
		},
		func() error {
			return evidence.In(tx.Tx).AddCorrection(switchboard.Correction{ID: id[switchboard.CorrectionID](w), Kind: switchboard.CorrectFact,
				ConversationID: talk.ID, MessageID: m, Revision: 1, DecisionID: id[switchboard.DecisionID](w), Head: switchboard.HeadIntent,
				Said: "question", Truth: "complaint", Department: Service, Model: "m1", PolicyHash: "p1", By: w.Ada.ID, At: w.Start})
		},
		func() error {
			return tx.SaveShiftNote(store.ShiftNote{ConversationID: talk.ID, AgentID: w.Ada.ID, MessageID: m, ShiftEnd: w.Start, At: w.Start})
		},
		func() error {
			return tx.InsertDecision(store.DecisionRow{ID: id[switchboard.DecisionID](w), ConversationID: talk.ID, MessageID: m,
				Decision: switchboard.Decision{PolicyName: "house", PolicyHash: "p1", Department: Service, Rule: "default"}})
		},
		func() error {
			return tx.Record(switchboard.Event{Kind: switchboard.EventAccepted, ActorKind: switchboard.ActorAgent, Actor: w.Ada.ID,
				ConversationID: talk.ID, Department: Service, Numbers: map[string]int64{"waited": 5}})
		},
	)
}

func (w *World) fillOutside(tx *store.Tx, d switchboard.Draft) error {
	sub := store.Subscription{ID: id[switchboard.SubscriptionID](w), Name: "ledger", URL: "https://ledger.example/hook",
		Secret: []byte{1}, Owner: w.Ada.ID, State: store.SubscriptionOn, CreatedAt: w.Start}
	return all(
		func() error {
			return tx.AddApproval(store.Approval{DraftID: d.ID, Hash: d.Hash, By: w.Bo.ID, Freedom: 4, At: w.Start})
		},
		func() error { return tx.InsertSubscription(sub) },
		func() error {
			return tx.InsertCallback(store.Callback{ID: id[switchboard.CallbackID](w), SubscriptionID: sub.ID, Status: 204,
				Took: 1, At: w.Start})
		},
	)
}

func (w *World) fillAccess(tx *store.Tx) error {
	return all(
		func() error {
			return tx.InsertSession(store.Session{ID: id[switchboard.SessionID](w), AgentID: w.Ada.ID, CreatedAt: w.Start,
				SeenAt: w.Start, ExpiresAt: w.Start.AddDate(100, 0, 0)}, []byte{1})
		},
		func() error {
			return tx.InsertToken(store.Token{ID: id[switchboard.TokenID](w), AgentID: w.Ada.ID, Name: "reports",
				CreatedAt: w.Start}, []byte{2})
		},
		func() error { return second(tx.Remember(store.Run{Digest: []byte{3}, At: tx.Now()}, []byte{4})) },
		func() error { return second(tx.SeeSignature([]byte{5})) },
		func() error {
			return tx.InsertAudit(store.AuditEntry{ID: id[switchboard.RequestID](w), At: w.Start,
				ActorKind: switchboard.ActorSystem, Action: "installed", Subject: "installation"})
		},
	)
}

func (w *World) fillSetup(tx *store.Tx) error {
	hours := store.Hours{Key: calendar.Company, Name: "Kettles", Hours: calendar.Spec{Zone: "Europe/Lisbon",
		Hours: map[string][]string{"mon": {"09:00-17:00"}}}}
	return all(
		func() error {
			return tx.InsertLink(store.Link{ID: id[switchboard.LinkID](w), Purpose: "invitation", AgentID: w.Ada.ID,
				CreatedAt: w.Start, ExpiresAt: w.Start.AddDate(0, 0, 7)}, []byte("digest"))
		},
		func() error { return tx.SaveHours(hours) },
		func() error {
			return tx.SaveCharter(store.Charter{Company: "Kettles", Wishes: []string{"problems_solved"},
				Answers: []byte(`{"company":"Kettles"}`), SetUpAt: w.Start, SetUpBy: w.Ada.ID})
		},
		func() error {
			return tx.InsertObjective(objective.Objective{ID: id[switchboard.ObjectiveID](w), Kind: objective.FirstResponse,
				State: objective.Proposed, Rank: 1, Seconds: 3600, Calendar: hours.Key, Wish: "quick_first_answer", CreatedAt: w.Start})
		},
		func() error {
			return tx.MarkSample(store.Sample{Seed: 1, Generation: "g1", ToldAt: w.Start, Newcomer: w.Ada.ID})
		},
		func() error {
			_, _, err := tx.SavePolicyDraft(store.PolicyDraft{Name: "kettles", Source: "policy: kettles", SavedBy: w.Ada.ID,
				Accepted: []store.AcceptedWarning{{Kind: "no_deputy", Rule: "press", Reason: "until March"}}})
			return err
		},
		func() error {
			return tx.SavePolicyConsent(store.PolicyConsent{Draft: "kettles", Department: "sales", AskedBy: w.Ada.ID, AskedAt: w.Start})
		},
	)
}
