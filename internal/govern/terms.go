package govern

import (
	"time"

	"switchboard/internal/ownership"
	"switchboard/internal/ownership/document"
	"switchboard/internal/roster"
	"switchboard/internal/store"
)

// PutTerms puts what a policy says of how people work into the terms of its departments. What it does not say stays as it
// is. The departments have to be there.
func PutTerms(tx *store.Tx, p *ownership.Policy) error {
	doc := p.Document()
	for _, key := range p.Departments() {
		terms, err := tx.Terms(key)
		if err != nil {
			return err
		}
		if said := by(doc, terms); said != terms {
			if err := tx.SetTerms(key, said); err != nil {
				return err
			}
		}
	}
	return nil
}

func by(doc document.Document, terms roster.Terms) roster.Terms {
	switch doc.Mode {
	case document.Team:
		terms.Accept = roster.Ask
	case document.Solo, document.Lean:
		terms.Accept = roster.AtOnce
	}
	if doc.Lead.SamePersonFor > 0 {
		terms.StickyHours = int((doc.Lead.SamePersonFor + time.Hour - 1) / time.Hour)
	}
	if doc.Lead.CaseloadCap > 0 {
		terms.Most = doc.Lead.CaseloadCap
	}
	if doc.Lead.KeepUntilResolved {
		terms.KeepLead = true
	}
	return terms
}
