package guard

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"switchboard"
)

var (
	author = switchboard.AgentID{15: 1}
	mentor = switchboard.AgentID{15: 2}
)

func reply(texts ...string) switchboard.Draft {
	d := switchboard.Draft{LegID: switchboard.LegID{0: 1}, AuthorID: author, Epoch: 3, ReplyTo: "post-7"}
	for _, text := range texts {
		d.Parts = append(d.Parts, switchboard.Part{Text: text})
	}
	return d
}

func fine() Context {
	return Context{
		Limits:  Limits{MaxLength: 20, MaxParts: 2, MaxAttachments: 1, Public: true, Private: true, Attachments: true},
		Account: switchboard.AccountLive, Visibility: switchboard.Public, Freedom: 2, RequiredLevel: 2,
		Lead: author, Epoch: 3,
	}
}

func file(blob string) switchboard.Attachment {
	return switchboard.Attachment{Name: "kettle.png", MediaType: "image/png", Blob: blob}
}

// example is one rule with an answer it stops and the same answer mended.
type example struct {
	name    string
	rule    string
	outcome switchboard.RulingOutcome
	part    int
	spoil   func(*switchboard.Draft, *Context)
}

func examples() []example {
	type D = *switchboard.Draft
	type C = *Context
	const block, hold = switchboard.RulingBlock, switchboard.RulingHold
	return []example{
		{"history account", RuleAccount, block, -1, func(_ D, c C) { c.Account = switchboard.AccountHistory }},
		{"listening account", RuleAccount, block, -1, func(_ D, c C) { c.Account = switchboard.AccountListen }},
		{"paused account", RuleAccount, block, -1, func(_ D, c C) { c.Account = switchboard.AccountPaused }},
		{"broken account", RuleAccount, block, -1, func(_ D, c C) { c.Account = switchboard.AccountBroken }},
		{"account state nobody knows", RuleAccount, block, -1, func(_ D, c C) { c.Account = "" }},
		{"closed", RuleClosed, block, -1, func(_ D, c C) { c.Closed, c.Lead = true, switchboard.AgentID{} }},
		{"no lead", RuleLead, block, -1, func(_ D, c C) { c.Lead = switchboard.AgentID{} }},
		{"stale epoch", RuleLead, block, -1, func(d D, _ C) { d.Epoch = 2 }},
		{"unknown delivery", RuleUnresolved, block, -1, func(_ D, c C) { c.HasUnknownDelivery = true }},
		{"not read again yet", RuleSecondLook, block, -1, func(_ D, c C) { c.Now, c.AgainAt = time.Unix(60, 0), time.Unix(61, 0) }},
		{"waits by hand", RuleByHand, block, -1, func(_ D, c C) { c.WaitsByHand = true }},
		{"written to often enough", RuleUnasked, block, -1, func(_ D, c C) { c.Unasked = &Unasked{Most: new(int)} }},
		{"waits elsewhere", RulePaused, block, -1, func(_ D, c C) { c.Unasked = &Unasked{Other: &Other{Department: "care"}} }},
		{"no public answers", RuleVisibility, block, -1, func(_ D, c C) { c.Limits.Public = false }},
		{"no private answers", RuleVisibility, block, -1, func(_ D, c C) {
			c.Visibility, c.Limits.Private = switchboard.Private, false
		}},
		{"private words answered in public", RuleVisibility, block, -1, func(_ D, c C) { c.Answers = switchboard.Private }},
		{"internal note", RuleVisibility, block, -1, func(_ D, c C) { c.Visibility = switchboard.Internal }},
		{"answers are wanted elsewhere", RuleRecipient, block, -1, func(_ D, c C) {
			c.Choices = []switchboard.Recipient{{Address: "a@b.example"}, {Address: "list@b.example"}}
		}},
		{"goes to somebody who is not meant", RuleRecipient, block, -1, func(d D, _ C) { d.To = "x@b.example" }},
		{"no parts", RuleEmpty, block, -1, func(d D, _ C) { d.Parts = nil }},
		{"blank part", RuleEmpty, block, 1, func(d D, _ C) { d.Parts = reply("Hello.", " \n\t").Parts }},
		{"invisible part", RuleEmpty, block, 0, func(d D, _ C) { d.Parts = reply("\u200b\u2060\ufe0f\u2800").Parts }},
		{"broken bytes", RuleText, block, 0, func(d D, _ C) { d.Parts = reply("a\xffb").Parts }},
		{"control", RuleText, block, 0, func(d D, _ C) { d.Parts = reply("a\x00b").Parts }},
		{"too long", RuleLength, block, 0, func(d D, _ C) { d.Parts = reply(strings.Repeat("é", 21)).Parts }},
		{"too long as the network counts", RuleLength, block, 0, func(d D, c C) {
			d.Parts, c.Limits.Count = reply(strings.Repeat("é", 11)).Parts, func(s string) int { return len(s) }
		}},
		{"too many parts", RuleParts, block, -1, func(d D, _ C) { d.Parts = reply("a", "b", "c").Parts }},
		{"no attachments here", RuleAttachments, block, 0, func(d D, c C) {
			d.Parts[0].Attachments, c.Limits.Attachments = []switchboard.Attachment{file("b1")}, false
		}},
		{"too many attachments", RuleAttachments, block, 0, func(d D, _ C) {
			d.Parts[0].Attachments = []switchboard.Attachment{file("b1"), file("b2")}
		}},
		{"attachment not stored", RuleAttachments, block, 0, func(d D, _ C) {
			d.Parts[0].Attachments = []switchboard.Attachment{file("")}
		}},
		{"attachment too large", RuleAttachments, block, 0, func(d D, c C) {
			large := file("b1")
			large.Size, c.Limits.MaxFile = 11, 10
			d.Parts[0].Attachments = []switchboard.Attachment{large}
		}},
		{"attachments too large together", RuleAttachments, block, 0, func(d D, c C) {
			one, two := file("b1"), file("b2")
			one.Size, two.Size, c.Limits.MaxFile, c.Limits.MaxFiles, c.Limits.MaxAttachments = 6, 5, 10, 10, 2
			d.Parts[0].Attachments = []switchboard.Attachment{one, two}
		}},
		{"attachment of another type", RuleAttachments, block, 0, func(d D, c C) {
			d.Parts[0].Attachments, c.Limits.FileTypes = []switchboard.Attachment{file("b1")}, []string{"image/gif"}
		}},
		{"level too low", RuleLevel, hold, -1, func(_ D, c C) { c.Freedom = 1 }},
		{"drafts only", RuleLevel, hold, -1, func(_ D, c C) { c.Freedom, c.RequiredLevel = 0, 0 }},
		{"approver too low", RuleLevel, hold, -1, func(d D, c C) {
			c.Freedom, c.Approval = 1, &Approval{mentor, 1, Hash(*d)}
		}},
		{"approved another text", RuleApproval, hold, -1, func(_ D, c C) {
			c.Freedom, c.Approval = 1, &Approval{mentor, 5, Hash(reply("Sorry, on its way"))}
		}},
		{"approved by the author", RuleOwnApproval, hold, -1, func(d D, c C) {
			c.Freedom, c.Approval = 1, &Approval{author, 5, Hash(*d)}
		}},
		{"approved by nobody", RuleLevel, hold, -1, func(d D, c C) {
			c.Freedom, c.Approval = 1, &Approval{Freedom: 5, Hash: Hash(*d)}
		}},
	}
}

func TestEveryRuleStopsItsExample(t *testing.T) {
	t.Parallel()
	if got := Rule(reply("Sorry, on its way."), fine()); got.Outcome != switchboard.RulingAllow || len(got.Reasons) > 0 {
		t.Fatalf("the unspoilt answer: %+v", got)
	}
	seen := map[string]bool{}
	for _, each := range examples() {
		t.Run(each.name, func(t *testing.T) {
			d, c := reply("Sorry, on its way."), fine()
			each.spoil(&d, &c)
			got := Rule(d, c)
			if got.Outcome != each.outcome || len(got.Reasons) != 1 {
				t.Fatalf("got %+v, want one reason and %s", got, each.outcome)
			}
			reason := got.Reasons[0]
			if reason.Rule != each.rule || reason.Part != each.part || reason.Text == "" || reason.Hint == "" {
				t.Errorf("got %+v, want rule %s at part %d", reason, each.rule, each.part)
			}
			if got.Hash != Hash(d) {
				t.Error("the ruling is of another text")
			}
		})
		seen[each.rule] = true
	}
	for _, rule := range Rules() {
		if !seen[rule] {
			t.Errorf("no example for rule %s", rule)
		}
	}
}

func TestWhatIsAllowed(t *testing.T) {
	t.Parallel()
	for name, mend := range map[string]func(*switchboard.Draft, *Context){
		"approved by a mentor": func(d *switchboard.Draft, c *Context) {
			c.Freedom, c.Approval = 0, &Approval{mentor, 2, Hash(*d)}
		},
		"one person with all the hats": func(d *switchboard.Draft, c *Context) {
			c.Freedom, c.Solo, c.Approval = 1, true, &Approval{author, 2, Hash(*d)}
		},
		"free enough in spite of an old approval": func(_ *switchboard.Draft, c *Context) {
			c.Approval = &Approval{author, 0, "of something else"}
		},
		"picture without words": func(d *switchboard.Draft, _ *Context) {
			d.Parts[0] = switchboard.Part{Attachments: []switchboard.Attachment{file("b1")}}
		},
		"exactly as long as allowed": func(d *switchboard.Draft, _ *Context) { d.Parts[0].Text = strings.Repeat("👩‍👩‍👧", 20) },
		"no limits": func(d *switchboard.Draft, c *Context) {
			c.Limits = Limits{Public: true}
			d.Parts = reply(strings.Repeat("long ", 9999), "b", "c", "d").Parts
		},
		"private": func(_ *switchboard.Draft, c *Context) { c.Visibility = switchboard.Private },
	} {
		d, c := reply("Sorry, on its way."), fine()
		mend(&d, &c)
		if got := Rule(d, c); got.Outcome != switchboard.RulingAllow || len(got.Reasons) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestABlockOutweighsAHold(t *testing.T) {
	t.Parallel()
	c := fine()
	c.Freedom, c.Closed = 1, true
	got := Rule(reply("Sorry, on its way."), c)
	if got.Outcome != switchboard.RulingBlock || got.Level != 2 || len(got.Reasons) != 2 {
		t.Errorf("got %+v", got)
	}
}

// Whatever is drawn: nothing goes out that is not allowed by freedom or by a valid approval of exactly this text.
func TestNothingPassesUnapproved(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, c := reply(rapid.StringN(1, 8, 16).Draw(t, "text")), fine()
		c.Freedom = rapid.IntRange(0, 5).Draw(t, "freedom")
		c.RequiredLevel = rapid.IntRange(0, 5).Draw(t, "required")
		c.Solo = rapid.Bool().Draw(t, "solo")
		if rapid.Bool().Draw(t, "approved") {
			c.Approval = &Approval{
				By:      rapid.SampledFrom([]switchboard.AgentID{author, mentor}).Draw(t, "by"),
				Freedom: rapid.IntRange(0, 5).Draw(t, "approver"), Hash: Hash(d),
			}
			if rapid.Bool().Draw(t, "edited") {
				d.Parts[0].Text += "\u200d"
			}
		}
		need := max(1, c.RequiredLevel)
		valid := c.Approval != nil && c.Approval.Freedom >= need && c.Approval.Hash == Hash(d) &&
			(c.Solo || c.Approval.By != author)
		got := Rule(d, c)
		if got.Outcome == switchboard.RulingAllow && c.Freedom < need && !valid {
			t.Fatalf("let out: %+v", c)
		}
		if got.Outcome == switchboard.RulingHold && (c.Freedom >= need || valid || got.Level != need) {
			t.Fatalf("held for %d: %+v", got.Level, c)
		}
	})
}

func TestHashSeesEveryChange(t *testing.T) {
	t.Parallel()
	base := func() switchboard.Draft {
		d := reply("Sorry, on its way.", "Ask for Ines.")
		d.Parts[0].Attachments = []switchboard.Attachment{file("b1"), file("b2")}
		return d
	}
	changes := map[string]func(*switchboard.Draft){
		"invisible character":    func(d *switchboard.Draft) { d.Parts[0].Text += "\u200b" },
		"same look, other bytes": func(d *switchboard.Draft) { d.Parts[1].Text = "Ask for In\u0435s." },
		"trailing space":         func(d *switchboard.Draft) { d.Parts[1].Text += " " },
		"order of parts":         func(d *switchboard.Draft) { slices.Reverse(d.Parts) },
		"order of attachments":   func(d *switchboard.Draft) { slices.Reverse(d.Parts[0].Attachments) },
		"attachment elsewhere": func(d *switchboard.Draft) {
			d.Parts[0].Attachments, d.Parts[1].Attachments = nil, d.Parts[0].Attachments
		},
		"other description": func(d *switchboard.Draft) { d.Parts[0].Attachments[0].Alt = "a kettle" },
		"field runs into the next": func(d *switchboard.Draft) {
			d.Parts[0].Attachments[0].Blob, d.Parts[0].Attachments[0].Name = "b1k", "ettle.png"
		},
		"other leg":     func(d *switchboard.Draft) { d.LegID = switchboard.LegID{0: 2} },
		"other message": func(d *switchboard.Draft) { d.ReplyTo = "post-8" },
		"somebody else": func(d *switchboard.Draft) { d.To = "x@b.example" },
		"text moved between parts": func(d *switchboard.Draft) {
			d.Parts = reply("Sorry, on its way.Ask", " for Ines.").Parts
		},
		"part added": func(d *switchboard.Draft) { d.Parts = append(d.Parts, switchboard.Part{}) },
	}
	seen := map[string]string{Hash(base()): "base"}
	for name, change := range changes {
		d := base()
		change(&d)
		if other, taken := seen[Hash(d)]; taken {
			t.Errorf("%s hashes like %s", name, other)
		}
		seen[Hash(d)] = name
	}
	same := base()
	same.AuthorID, same.Epoch, same.Version, same.State = mentor, 9, 9, switchboard.DraftHeld
	if diff := cmp.Diff(Hash(base()), Hash(same)); diff != "" {
		t.Errorf("what is not said changed the hash: %s", diff)
	}
}
