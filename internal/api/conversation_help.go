package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/conversation"
	"switchboard/internal/desk"
	"switchboard/internal/govern"
	"switchboard/internal/store"
)

func conversationHelpRoutes(s *server) {
	f := s.floorOf()
	on := func(method, path, id, summary, doc string) route {
		return route{ID: id, Method: method, Path: "/conversations/{id}/" + path, Tag: "conversation", Needs: access.ConversationWork,
			Summary: summary, Doc: doc, Codes: []switchboard.Code{switchboard.CodeClosed}}
	}
	register(s, on(http.MethodGet, "help", "list-help", "How much help departments have left to give",
		"Of those departments that the policy in force gives a budget and that could help with this conversation."), f.help)
	add := on(http.MethodPut, "helpers/{agent}", "add-helper", "Ask somebody to advise", "Doing it twice changes nothing. Answers "+
		"with the conversation as it is now. Where their department has given the help the policy promises it is refused as "+
		"`over_budget`, until it is sent with `confirmed` and a reason; then the event says so, and the reason becomes a note.")
	add.Codes = append(add.Codes, switchboard.CodeOverBudget, switchboard.CodeMustExplain)
	register(s, add, f.addHelper)
	register(s, on(http.MethodDelete, "helpers/{agent}", "remove-helper", "End somebody's help",
		"Doing it twice changes nothing. Answers with the conversation as it is now.").withStatus(http.StatusOK), f.removeHelper)
}

// HelperIn names a helper of a conversation.
type HelperIn struct {
	ConversationIn
	Agent switchboard.AgentID `path:"agent" doc:"Who helps."`
}

// AddHelperIn asks somebody to help.
type AddHelperIn struct {
	HelperIn
	Body *struct {
		Confirmed bool   `json:"confirmed,omitempty" doc:"Ask although their department has given the help it promises"`
		Reason    string `json:"reason,omitempty" maxLength:"4000" doc:"Why, for whoever is asked; needed with confirmed where the help is used up"`
	}
}

func (f floor) addHelper(ctx context.Context, in *AddHelperIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		happening := conversation.HelperAdded{By: by(x.actor), Helper: in.Agent}
		if err := x.colleague(in.Agent, "agent"); err != nil {
			return nil, err
		}
		if slices.Contains(x.now.Helpers, in.Agent) || in.Agent == x.now.Lead || x.now.Stance == switchboard.StanceClosed {
			return happening, nil // nothing is asked of them; the conversation says what there is to say
		}
		used, err := f.usedUp(x, in.Agent)
		if err != nil || used == nil {
			return happening, err
		}
		happening.Beyond = &conversation.Beyond{Budget: used.Budget, Given: used.Given}
		return happening, f.askAllTheSame(x, in, *used)
	})
}

// usedUp is the budget that somebody who would be asked has used up with their department; nil when there is time left,
// or when it is work of a department of their own.
func (f floor) usedUp(x acting, id switchboard.AgentID) (*govern.Help, error) {
	agent, err := x.tx.Agent(id)
	if err != nil || slices.Contains(agent.Departments, x.now.Department) {
		return nil, err
	}
	left, err := govern.HelpLeft(x.tx, f.policies.current(), agent.Departments)
	if at := slices.IndexFunc(left, govern.Help.UsedUp); at >= 0 {
		return &left[at], err
	}
	return nil, err
}

// askAllTheSame refuses what is not confirmed or not explained, and keeps the reason as a note.
func (f floor) askAllTheSame(x acting, in *AddHelperIn, used govern.Help) error {
	if in.Body == nil || !in.Body.Confirmed {
		return switchboard.Refuse(switchboard.CodeOverBudget, "%s", used.Sentence()).WithHint(used.WayOut())
	}
	reason := strings.TrimSpace(in.Body.Reason)
	if reason == "" {
		return switchboard.Refuse(switchboard.CodeMustExplain, "Say why it cannot wait.").WithField("reason").
			WithHint("Whoever is asked reads it.")
	}
	m, err := desk.Note(x.tx, x.now, x.actor.Agent, reason)
	if err != nil {
		return err
	}
	e := eventAbout(x.now, x.actor, switchboard.EventNoteAdded)
	e.MessageID, e.Visibility = m.ID, x.now.Visibility
	return x.tx.Record(e)
}

func (f floor) removeHelper(ctx context.Context, in *HelperIn) (*ConversationOut, error) {
	return f.act(ctx, in.ID, func(x acting) (conversation.Happening, error) {
		return conversation.HelperRemoved{By: by(x.actor), Helper: in.Agent}, nil
	})
}

func (f floor) help(ctx context.Context, in *ConversationIn) (out *PageOf[govern.Help], err error) {
	err = f.view(ctx, func(tx *store.Tx, a access.Actor) error {
		c, err := mayOf(tx, a, access.ConversationWork, in.ID)
		if err != nil {
			return err
		}
		policy := f.policies.current()
		var others []switchboard.DepartmentKey
		if policy != nil {
			others = slices.DeleteFunc(policy.Departments(), func(key switchboard.DepartmentKey) bool { return key == c.Department })
		}
		left, err := govern.HelpLeft(tx, policy, others)
		out = allOf(left)
		return err
	})
	return out, err
}
