package guard

import (
	"fmt"
	"strings"
	"time"

	"switchboard"
)

// Rule names. They are part of the API.
const (
	RuleAccount     = "account"      // the account cannot speak now
	RuleClosed      = "closed"       // the conversation is closed
	RuleLead        = "lead"         // nobody leads, or the lead has changed since it was written
	RuleUnresolved  = "unresolved"   // an earlier answer on the leg may or may not stand
	RuleByHand      = "by_hand"      // an earlier answer on the leg waits to be posted by a person
	RuleVisibility  = "visibility"   // the network cannot say it there
	RuleRecipient   = "recipient"    // it is not clear who is to get it
	RuleEmpty       = "empty"        // there is nothing to say
	RuleText        = "text"         // it is not text
	RuleLength      = "length"       // a part is too long
	RuleParts       = "parts"        // too many parts
	RuleAttachments = "attachments"  // too many, unsupported, or not stored yet
	RuleLevel       = "level"        // somebody of that level must approve it
	RuleApproval    = "approval"     // there is an approval, but not of this text
	RuleOwnApproval = "own_approval" // the author approved their own text
	RuleSecondLook  = "second_look"  // it was written a moment ago, and the policy asks to read it again
	RuleUnasked     = "unasked"      // as much was written to them unasked as the policy allows
	RulePaused      = "paused"       // they wait for us in another conversation
	RuleReturned    = "returned"     // an approver gave it back; stays until it is saved again
)

// Rules lists all of them.
func Rules() []string {
	return []string{RuleAccount, RuleClosed, RuleLead, RuleUnresolved, RuleByHand, RuleVisibility, RuleRecipient, RuleEmpty, RuleText, RuleLength,
		RuleParts, RuleAttachments, RuleLevel, RuleApproval, RuleOwnApproval, RuleSecondLook, RuleUnasked, RulePaused}
}

// MinLevel is the least freedom that sends without approval: level 0 writes drafts only.
const MinLevel = 1

// Rule says whether the draft may go out now. It reports everything it finds; one finding that blocks outweighs those
// that hold.
func Rule(draft switchboard.Draft, ctx Context) switchboard.Ruling {
	ruling := switchboard.Ruling{Outcome: switchboard.RulingAllow, Hash: Hash(draft)}
	blocks := append(place(draft, ctx), content(draft, ctx.Limits)...)
	holds := level(draft, ctx, ruling.Hash)
	ruling.Reasons = append(blocks, holds...)
	if len(holds) > 0 {
		ruling.Outcome, ruling.Level = switchboard.RulingHold, required(ctx)
	}
	if len(blocks) > 0 {
		ruling.Outcome = switchboard.RulingBlock
	}
	return ruling
}

func whole(rule, text, hint string) switchboard.RulingReason {
	return switchboard.RulingReason{Rule: rule, Text: text, Hint: hint, Part: -1}
}

// place finds what is wrong with speaking here and now, whatever is said.
func place(draft switchboard.Draft, ctx Context) []switchboard.RulingReason {
	var found []switchboard.RulingReason
	add := func(broken bool, reason switchboard.RulingReason) {
		if broken {
			found = append(found, reason)
		}
	}
	if reason, ok := account(ctx.Account); !ok {
		found = append(found, reason)
	}
	add(ctx.Closed, whole(RuleClosed, "The conversation is closed.", "Reopen it first."))
	add(!ctx.Closed && ctx.Lead.IsZero(), whole(RuleLead, "Nobody leads this conversation.", "Take it first."))
	add(!ctx.Lead.IsZero() && draft.Epoch != ctx.Epoch,
		whole(RuleLead, "The lead has changed since this was written.", "Read it again and save it under the new lead."))
	add(ctx.HasUnknownDelivery, whole(RuleUnresolved, "An earlier answer here may or may not stand on the network.",
		"Settle it first: look whether it is there."))
	add(ctx.WaitsByHand, whole(RuleByHand, "An earlier answer here still waits to be posted by hand.",
		"Post it and record it, or record that it was not posted."))
	add(ctx.Answers == switchboard.Private && ctx.Visibility == switchboard.Public,
		whole(RuleVisibility, "That was said in private, and everybody can read this.", "Answer on the private channel."))
	if reason, ok := recipient(draft, ctx.Choices); !ok {
		found = append(found, reason)
	}
	add(ctx.Now.Before(ctx.AgainAt), whole(RuleSecondLook, fmt.Sprintf("The policy asks you to read this again in %d minutes.",
		(ctx.AgainAt.Sub(ctx.Now)+time.Minute-1)/time.Minute), "Read it then, and send it as it is or better."))
	found = append(found, unasked(ctx.Unasked)...)
	add(!speaks(ctx), whole(RuleVisibility, "This account cannot answer with that visibility.",
		"Choose another channel of the conversation."))
	return found
}

// recipient asks who is meant where the one who is answered wants answers elsewhere: that may be a list of many, or
// somebody else.
func recipient(draft switchboard.Draft, choices []switchboard.Recipient) (switchboard.RulingReason, bool) {
	for _, one := range choices {
		if strings.EqualFold(one.Address, draft.To) {
			return switchboard.RulingReason{}, true
		}
	}
	if len(choices) == 0 && draft.To == "" {
		return switchboard.RulingReason{}, true
	}
	if len(choices) == 0 {
		return whole(RuleRecipient, "This answer is to go to somebody who is not meant.", "Leave out whom it goes to."), false
	}
	var others []string
	for _, one := range choices[1:] {
		others = append(others, one.Address)
	}
	return whole(RuleRecipient, fmt.Sprintf("%s asks for answers at %s.", choices[0].Address, strings.Join(others, " or ")),
		"Choose who gets this answer."), false
}

func speaks(ctx Context) bool {
	switch ctx.Visibility {
	case switchboard.Public:
		return ctx.Limits.Public
	case switchboard.Private:
		return ctx.Limits.Private
	}
	return false // internal notes are never sent, and an unknown visibility is not guessed
}

func account(state switchboard.AccountState) (switchboard.RulingReason, bool) {
	switch state {
	case switchboard.AccountLive, switchboard.AccountByHand:
		return switchboard.RulingReason{}, true
	case switchboard.AccountHistory:
		return whole(RuleAccount, "This account is known from imports only.", "Connect it before you answer."), false
	case switchboard.AccountListen:
		return whole(RuleAccount, "This account only listens.", "Switch it to live to answer through it."), false
	case switchboard.AccountPaused:
		return whole(RuleAccount, "This account is paused.", "Resume it to answer through it."), false
	case switchboard.AccountBroken:
		return whole(RuleAccount, "This account's connection is broken.", "Repair it as its health page says."), false
	}
	return whole(RuleAccount, "This account cannot be used.", "Look at its settings."), false
}

func required(ctx Context) int { return max(MinLevel, ctx.RequiredLevel) }

// level finds whether the author may say this alone, and else whether somebody who may has said yes to exactly this.
func level(draft switchboard.Draft, ctx Context, hash string) []switchboard.RulingReason {
	need := required(ctx)
	if ctx.Freedom >= need {
		return nil
	}
	ask := fmt.Sprintf("Ask somebody of level %d or more to approve it.", need)
	yes := ctx.Approval
	switch {
	case yes == nil || yes.By.IsZero():
		return just(RuleLevel, fmt.Sprintf("This needs level %d; the author has %d.", need, ctx.Freedom), ask)
	case yes.Hash != hash:
		return just(RuleApproval, "What was approved is not what would be sent.",
			"Ask for approval of the text as it is now.")
	case yes.By == draft.AuthorID && !ctx.Solo:
		return just(RuleOwnApproval, "The author cannot approve their own text.", ask)
	case yes.Freedom < need:
		return just(RuleLevel, fmt.Sprintf("This needs level %d; the approver has %d.", need, yes.Freedom), ask)
	}
	return nil
}

func just(rule, text, hint string) []switchboard.RulingReason {
	return []switchboard.RulingReason{whole(rule, text, hint)}
}
