package api

import (
	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/store"
)

// Warning is something that should be looked at.
type Warning struct {
	Text string `json:"text" doc:"What it is"`
	Hint string `json:"hint" doc:"What to do"`
}

// mailboxAt finds the connected mailbox that an address leads into.
func (s *server) mailboxAt(tx *store.Tx, address string) (switchboard.Account, bool, error) {
	accounts, err := tx.Accounts()
	if err != nil {
		return switchboard.Account{}, false, err
	}
	a, found := connector.Receiving(accounts, s.Networks.Get, address)
	return a, found, nil
}

// notAMailbox refuses an address for somebody that leads into a connected mailbox: what we told them there would be taken
// for what a customer says.
func (s *server) notAMailbox(tx *store.Tx, address string) error {
	a, found, err := s.mailboxAt(tx, address)
	if err != nil || !found {
		return err
	}
	return switchboard.Refuse(switchboard.CodeConflict, "This address leads into %s, which customers write to.", a.Handle).
		WithField("email").WithHint("Give them an address of their own: what they are told by mail would come back as a customer's mail.")
}

// mayBeMailed refuses to mail somebody at a connected mailbox.
func (s *server) mayBeMailed(tx *store.Tx, agent switchboard.Agent) error {
	trouble, err := s.emailTrouble(tx, agent.ID)
	if err != nil || trouble == "" {
		return err
	}
	return switchboard.Refuse(switchboard.CodeConflict, "%s", trouble).WithHint("Be told by push or in a chat tool until then.")
}

// emailTrouble says why somebody is not told by mail; empty when nothing speaks against it.
func (s *server) emailTrouble(tx *store.Tx, id switchboard.AgentID) (string, error) {
	agent, err := tx.Agent(id)
	if err != nil {
		return "", err
	}
	a, found, err := s.mailboxAt(tx, agent.Email)
	if err != nil || !found {
		return "", err
	}
	return "Your address leads into " + a.Handle + ", which customers write to, so you are not told by mail. " +
		"Ask an administrator to give you an address of your own.", nil
}

// toldThere warns that people have their address in a mailbox that is connected. They are not told by mail then.
func (s *server) toldThere(tx *store.Tx, a switchboard.Account) (list []Warning, err error) {
	for _, address := range connector.Addresses(a, s.Networks.Get) {
		agent, found, err := tx.AgentByEmail(address)
		if err != nil {
			return nil, err
		}
		if found && !agent.Disabled {
			list = append(list, Warning{Text: agent.Name + " works here under " + address + ", which leads into this mailbox, and is not told by mail any more: that would come back as a customer's mail.",
				Hint: "Give " + agent.Name + " an address of their own, or have them told by push or in a chat tool."})
		}
	}
	return list, nil
}
