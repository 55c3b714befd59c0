package storetest

import (
	"slices"
	"sync"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

func policies(t *testing.T, w *World) {
	var all []store.PolicyVersion
	for i, hash := range []string{"one", "two", "one"} {
		p := store.PolicyVersion{ID: id[switchboard.PolicyID](w), Name: "house", Hash: hash, Source: "default: service",
			ActivatedAt: w.Start.Add(-time.Duration(i) * time.Hour), ActivatedBy: w.Ada.ID, Why: "trial", Objective: "faster",
			Signed:   []store.PolicyConsent{{Draft: "next", Department: Service, Hash: hash, SignedBy: w.Ada.ID, SignedAt: w.Start}},
			Accepted: []store.AcceptedWarning{{Kind: "no_deputy", Rule: "press", Reason: "until March"}}, ReviewOn: w.Start.AddDate(0, 3, 0),
			Terms: store.PolicyTerms{Mode: "team", Terms: roster.Terms{Most: i + 1}}} // each by a clock that is further behind
		w.Update(func(tx *store.Tx) error { return tx.InsertPolicy(p) })
		p.Number = i + 1
		all = append([]store.PolicyVersion{p}, all...)
	}
	one := read(w, func(tx *store.Tx) (store.PolicyVersion, error) { return tx.Policy(all[1].ID) })
	same(t, "one policy", one, all[1])
	listed := slices.Clone(all)
	for i := range listed {
		listed[i].Source = ""
	}
	page := func(below, limit int) []store.PolicyVersion {
		return read(w, func(tx *store.Tx) ([]store.PolicyVersion, error) { return tx.Policies(below, limit) })
	}
	same(t, "policies", page(0, 9), listed)
	same(t, "first page of policies", page(0, 2), listed[:2])
	same(t, "second page of policies", page(2, 2), listed[2:])
	active := read(w, func(tx *store.Tx) (store.PolicyVersion, error) { p, _, err := tx.ActivePolicy(); return p, err })
	same(t, "active policy", active, all[0])
	byHash := read(w, func(tx *store.Tx) (store.PolicyVersion, error) { return tx.PolicyByHash("two") })
	same(t, "policy by hash", byHash, all[1])
	waysOfWorking(t, w)
	activations(t, w)
}

// waysOfWorking reads what departments say for themselves under what the policy in force says, until another leads.
func waysOfWorking(t *testing.T, w *World) {
	own := roster.Terms{Accept: roster.AtOnce, Most: 2, CoverSeconds: 60}
	w.Update(func(tx *store.Tx) error { return tx.SetTerms(Service, own) })
	lead := func(terms roster.Terms) {
		w.Update(func(tx *store.Tx) error {
			return tx.InsertPolicy(store.PolicyVersion{ID: id[switchboard.PolicyID](w), Name: "house", Hash: "h", ActivatedAt: w.Start,
				Terms: store.PolicyTerms{Mode: "team", Terms: terms}})
		})
	}
	for name, tc := range map[string]struct{ policy, service, press roster.Terms }{
		"nothing": {roster.Terms{}, own, roster.Terms{}},
		"more":    {roster.Terms{Most: 5, KeepLead: true}, roster.Terms{Accept: roster.AtOnce, Most: 2, CoverSeconds: 60, KeepLead: true}, roster.Terms{Most: 5, KeepLead: true}},
		"less":    {roster.Terms{Most: 1, StickyHours: 5}, roster.Terms{Accept: roster.AtOnce, Most: 1, CoverSeconds: 60, StickyHours: 5}, roster.Terms{Most: 1, StickyHours: 5}},
		"at once": {roster.Terms{Accept: roster.AtOnce}, own, roster.Terms{Accept: roster.AtOnce}},
	} {
		lead(tc.policy)
		w.View(func(tx *store.Tx) error {
			service, err := tx.Terms(Service)
			same(t, name+": terms with own", service, tc.service)
			if err != nil {
				return err
			}
			press, err := tx.Terms(Press)
			same(t, name+": terms without", press, tc.press)
			if err != nil {
				return err
			}
			all, err := tx.AllTerms()
			same(t, name+": all with own", all[Service], tc.service)
			same(t, name+": all without", all[Press], tc.press)
			return err
		})
	}
	w.Update(func(tx *store.Tx) error { return tx.SetTerms(Service, roster.Terms{}) })
	lead(roster.Terms{})
	same(t, "terms in the end", read(w, func(tx *store.Tx) (roster.Terms, error) { return tx.Terms(Service) }), roster.Terms{})
}

// activations lets several replace the same policy at once: one does.
func activations(t *testing.T, w *World) {
	number := func(tx *store.Tx) (int, error) {
		p, _, err := tx.ActivePolicy()
		return p.Number, err
	}
	w.Update(func(tx *store.Tx) error {
		_, err := tx.EnsureInstallation("first")
		return err
	})
	before := read(w, number)
	var all sync.WaitGroup
	for range 4 {
		next := store.PolicyVersion{ID: id[switchboard.PolicyID](w), Name: "house", Hash: "next", ActivatedAt: w.Start}
		all.Go(func() {
			err := w.DB.Update(t.Context(), func(tx *store.Tx) error {
				if err := tx.LockPolicies(); err != nil {
					return err
				}
				if n, err := number(tx); err != nil || n != before {
					return err
				}
				return tx.InsertPolicy(next)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	same(t, "policies that replaced one", read(w, number), before+1)
}

// policyDrafts keeps drafts and what departments said of them.
func policyDrafts(t *testing.T, w *World) {
	try := func(d store.PolicyDraft) (saved store.PolicyDraft, kept bool) {
		w.Update(func(tx *store.Tx) (err error) {
			saved, kept, err = tx.SavePolicyDraft(d)
			return err
		})
		return saved, kept
	}
	save := func(d store.PolicyDraft) store.PolicyDraft {
		saved, kept := try(d)
		same(t, "kept", kept, true)
		return saved
	}
	first := save(store.PolicyDraft{Name: "next", Source: "a", BasedOn: "one", Why: "w", Objective: "o", SavedBy: w.Ada.ID,
		Accepted: []store.AcceptedWarning{{Kind: "nobody", Rule: "bugs", Reason: "Monday"}}})
	same(t, "first version", first.Version, int64(1))
	first.Source = "b"
	second := save(first)
	same(t, "second version", second.Version, int64(2))
	for _, version := range []int64{0, 1, 3} {
		late := first
		late.Version, late.Source = version, "late"
		_, kept := try(late)
		same(t, "kept over another version", kept, false)
	}
	same(t, "draft", read(w, func(tx *store.Tx) (store.PolicyDraft, error) { return tx.PolicyDraft("next") }), second)
	consent := store.PolicyConsent{Draft: "next", Department: Service, AskedBy: w.Ada.ID, AskedAt: w.Start}
	for range 2 {
		w.Update(func(tx *store.Tx) error { return tx.SavePolicyConsent(consent) })
		same(t, "consents", read(w, func(tx *store.Tx) ([]store.PolicyConsent, error) { return tx.PolicyConsents("next") }),
			[]store.PolicyConsent{consent})
		consent.Hash, consent.SignedBy, consent.SignedAt = "h", w.Bo.ID, w.Start.Add(time.Hour)
	}
	for _, other := range []store.PolicyDraft{{Name: "next", Source: "b", Version: 1}, {Name: "next", Source: "a", Version: 2}, {Name: "next"}} {
		w.Update(func(tx *store.Tx) error {
			dropped, err := tx.DropPolicyDraftAs(other)
			same(t, "dropped another text or version", dropped, false)
			return err
		})
	}
	same(t, "consents stay with it", len(read(w, func(tx *store.Tx) ([]store.PolicyConsent, error) { return tx.PolicyConsents("next") })), 1)
	w.Update(func(tx *store.Tx) error {
		dropped, err := tx.DropPolicyDraftAs(second)
		same(t, "dropped", dropped, true)
		return err
	})
	same(t, "nothing is left", len(read(w, func(tx *store.Tx) ([]store.PolicyConsent, error) { return tx.PolicyConsents("next") })), 0)
	w.Update(func(tx *store.Tx) error {
		dropped, err := tx.DropPolicyDraft("next")
		same(t, "dropped again", dropped, false)
		return err
	})
}
