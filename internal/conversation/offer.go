package conversation

import "switchboard"

// Offered asks one person to lead. Only queued live work of a known department is offered.
type Offered struct {
	Offer switchboard.Offer
	Seen  map[string]int64 // how many people the choice looked at, by what it found; for the journal
}

func (h Offered) apply(s *step) error {
	if err := s.mustBeOpen(); err != nil {
		return err
	}
	if s.c.Offer != nil && s.c.Offer.ID == h.Offer.ID {
		return nil
	}
	if s.c.Stance != switchboard.StanceQueued {
		return s.taken()
	}
	if err := h.check(s); err != nil {
		return err
	}
	offer := h.Offer
	offer.At, offer.ExpiresAt = s.now, stamp(offer.ExpiresAt)
	s.c.Stance, s.c.Offer = switchboard.StanceOffered, &offer
	e := s.emit(switchboard.EventOffered, By{})
	e.Agent, e.Subject, e.Numbers = offer.To, offer.ID.String(), h.Seen
	return nil
}

func (h Offered) check(s *step) error {
	switch {
	case h.Offer.ID.IsZero() || h.Offer.To.IsZero():
		return switchboard.Refuse(switchboard.CodeInvalid, "An offer needs an identifier and a person.").WithField("to")
	case !stamp(h.Offer.ExpiresAt).After(s.now):
		return switchboard.Refuse(switchboard.CodeInvalid, "An offer must end in the future.").WithField("expires_at")
	case s.c.Department == "":
		return switchboard.Refuse(switchboard.CodeConflict, "It is not decided yet whose this is.").
			WithHint("Decide first, then offer.")
	}
	return nil
}

// Accepted says that the person who was asked leads from now on. Until its expiry was applied a late yes still counts.
type Accepted struct {
	By switchboard.AgentID
}

func (h Accepted) apply(s *step) error {
	if err := s.mustBeOpenTo(h.By); err != nil {
		return err
	}
	if s.c.Lead == h.By {
		return nil
	}
	if s.c.Offer == nil || s.c.Offer.To != h.By {
		return s.taken()
	}
	s.acceptance(switchboard.EventAccepted, Person(h.By))
	return nil
}

// acceptance begins a spell and tells of it: Subject is the offer that was open, Numbers has `waited` in the queue and, of
// whoever was asked, how long they `pondered` (microseconds).
func (s *step) acceptance(kind switchboard.EventKind, by By) *switchboard.Event {
	var offer switchboard.Offer
	if s.c.Offer != nil {
		offer = *s.c.Offer
	}
	queued := s.c.QueuedAt
	s.begin(by.Agent)
	e := s.emit(kind, by)
	e.Agent, e.Subject = by.Agent, offer.ID.String()
	if queued.IsZero() {
		return e
	}
	e.Numbers = map[string]int64{"waited": max(0, s.now.Sub(queued)).Microseconds()}
	if offer.To == by.Agent {
		e.Numbers["pondered"] = max(0, s.now.Sub(offer.At)).Microseconds()
	}
	return e
}

// Declined says that the person who was asked does not lead. It goes back to its place in the queue.
type Declined struct {
	By     switchboard.AgentID
	Reason string // one of DeclineReasons
}

func (h Declined) apply(s *step) error {
	if err := s.mustBeOpenTo(h.By); err != nil {
		return err
	}
	if s.c.Stance == switchboard.StanceQueued { // the second click, or the offer ended by itself
		return nil
	}
	if s.c.Offer == nil || s.c.Offer.To != h.By {
		return s.taken()
	}
	if err := oneOf(h.Reason, DeclineReasons()); err != nil {
		return err
	}
	s.withdraw(switchboard.EventDeclined, Person(h.By)).Reason = h.Reason
	return nil
}

// OfferExpired says that the offer's timer fired. It counts only for the offer that stands and is over.
type OfferExpired struct {
	OfferID switchboard.OfferID
}

func (h OfferExpired) apply(s *step) error {
	offer := s.c.Offer
	if offer == nil || offer.ID != h.OfferID || s.now.Before(offer.ExpiresAt) {
		return nil
	}
	s.withdraw(switchboard.EventOfferExpired, By{})
	return nil
}

func (s *step) withdraw(kind switchboard.EventKind, by By) *switchboard.Event {
	offer := *s.c.Offer
	s.enqueue(s.c.QueuedAt)
	e := s.emit(kind, by)
	e.Agent, e.Subject = offer.To, offer.ID.String()
	e.Numbers = map[string]int64{"pondered": max(0, s.now.Sub(offer.At)).Microseconds()}
	return e
}

// Given makes somebody lead without asking them: for a department whose people are never asked, or have nobody beside
// them who could be. Only queued live work of a known department is given.
type Given struct {
	To switchboard.AgentID
}

// AtOnce is the reason in the journal of an acceptance that nobody was asked for.
const AtOnce = "at_once"

func (h Given) apply(s *step) error {
	if err := s.mustBeOpenTo(h.To); err != nil {
		return err
	}
	if s.c.Lead == h.To {
		return nil
	}
	if s.c.Stance != switchboard.StanceQueued {
		return s.taken()
	}
	if s.c.Department == "" {
		return switchboard.Refuse(switchboard.CodeConflict, "It is not decided yet whose this is.").
			WithHint("Decide first, then give it to somebody.")
	}
	e := s.acceptance(switchboard.EventAccepted, Person(h.To))
	e.ActorKind, e.Actor, e.Reason = switchboard.ActorSystem, switchboard.AgentID{}, AtOnce
	return nil
}
