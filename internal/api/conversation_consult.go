package api

import (
	"context"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/consult"
	"switchboard/internal/redact"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
)

func consultRoutes(s *server) {
	const under = "/conversations/{id}/consults"
	on := func(method, path, id, summary, doc string) route {
		return route{ID: id, Method: method, Path: under + path, Tag: "consults", Needs: access.ConversationWork, Summary: summary, Doc: doc,
			Codes: []switchboard.Code{switchboard.CodeStale, switchboard.CodeClosed, switchboard.CodeNoLead, switchboard.CodeMixed,
				switchboard.CodeNotConnected}}
	}
	register(s, on("GET", "", "list-consults", "What was asked outside about a conversation, and what came back", "Oldest first; one page holds them all."), s.listConsults)
	register(s, on("POST", "/preview", "preview-consult", "Exactly what would be sent", "Personal data is left out unless a piece is named in lift. Nothing "+
		"is sent or kept.").withStatus(http.StatusOK), s.previewConsult)
	register(s, on("POST", "", "ask-consult", "Ask somebody outside by mail", "Takes the hash of the preview: what has changed since is refused as stale. "+
		"The lead does not move, and the customer's clock goes on.").withStatus(http.StatusCreated), s.askConsult)
	register(s, on("POST", "/{consult}/take-back", "take-consult-back", "End a question that has no answer yet", "Doing it twice changes nothing.").withStatus(http.StatusOK), s.takeConsultBack)
	register(s, on("POST", "/{consult}/advice", "note-advice", "Write down an answer that came another way", "").withStatus(http.StatusCreated), s.noteAdvice)
	advice := func(what, id, summary string) route {
		r := on("POST", "", id, summary, "For who leads; doing it twice changes nothing.").withStatus(http.StatusOK)
		r.Path = "/conversations/{id}/advice/{advice}/" + what
		return r
	}
	register(s, advice("take", "take-advice", "Let an answer count that waited"), s.takeAdvice)
	register(s, advice("throw-away", "throw-advice", "Throw an answer away that waited"), s.throwAdvice)
}

// ConsultBody is what somebody wants to ask whom.
type ConsultBody struct {
	Email    string                  `json:"email" minLength:"3" maxLength:"320" doc:"Who is asked"`
	Name     string                  `json:"name,omitempty" maxLength:"100" doc:"As they are greeted"`
	Question string                  `json:"question" minLength:"1" maxLength:"5000" doc:"In your own words, which are sent as they are"`
	Messages []switchboard.MessageID `json:"messages,omitempty" maxItems:"20" doc:"Messages of the conversation that go along; never notes"`
	Lift     []string                `json:"lift,omitempty" maxItems:"200" doc:"Ids of redactions that are let through"`
	DueAt    time.Time               `json:"due_at" doc:"By when an answer is wanted: a quarter of an hour to 30 days from now"`
	Account  switchboard.AccountID   `json:"account,omitempty" doc:"The mailbox it goes through; left out, the conversation's own or the brand's first"`
}

// ConsultPreview is exactly what would be sent.
type ConsultPreview struct {
	Account    switchboard.AccountID `json:"account,omitzero" doc:"The mailbox it goes through; absent for the installation's own mail"`
	From       string                `json:"from"`
	ReplyTo    string                `json:"reply_to,omitempty" doc:"Where answers go when no mailbox is connected: they do not come back by themselves"`
	Email      string                `json:"email"`
	Subject    string                `json:"subject" doc:"A mark by which the answer is known is put behind it"`
	Text       string                `json:"text" doc:"The whole mail"`
	Redactions []redact.Redaction    `json:"redactions" nullable:"false" doc:"Personal data in the messages: left out, or let through"`
	InQuestion []redact.Redaction    `json:"in_question" nullable:"false" doc:"Personal data in your own words, which are sent as they are"`
	ExpiresAt  time.Time             `json:"expires_at" doc:"When it ends without an answer"`
	Hash       string                `json:"hash" doc:"Pass it on when asking"`
	Mailboxes  []MailboxChoice       `json:"mailboxes" nullable:"false" doc:"Which mailboxes it could go through"`
}

// MailboxChoice is a mailbox a question could go through.
type MailboxChoice struct {
	Account switchboard.AccountID `json:"account"`
	Address string                `json:"address"`
}

type previewConsultInput struct {
	ConversationIn
	Body ConsultBody
}

type askConsultInput struct {
	ConversationIn
	Body struct {
		ConsultBody
		Hash string `json:"hash" maxLength:"64" doc:"Of the preview"`
	}
}

// ConsultView is a question asked outside, and what came back.
type ConsultView struct {
	switchboard.Consult
	Advice []switchboard.Advice `json:"advice" nullable:"false"`
}

// ConsultIn names a question of a conversation.
type ConsultIn struct {
	ConversationIn
	Consult switchboard.ConsultID `path:"consult" doc:"The question."`
}

// AdviceIn names an answer to a question of a conversation.
type AdviceIn struct {
	ConversationIn
	Advice switchboard.AdviceID `path:"advice" doc:"The answer."`
}

type noteAdviceInput struct {
	ConsultIn
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"20000" doc:"What they said"`
	}
}

// maxConsults bounds the questions of one conversation that are shown.
const maxConsults = 100

// consulting runs something about the questions of a conversation that the actor works on.
func (s *server) consulting(ctx context.Context, id switchboard.ConversationID, do func(*store.Tx, access.Actor, switchboard.Conversation) error) error {
	if s.Consults == nil {
		return switchedOff("Asking outside")
	}
	return s.update(ctx, func(tx *store.Tx) error {
		a := actorOf(ctx)
		c, err := mayOf(tx, a, access.ConversationWork, id)
		if err != nil {
			return err
		}
		return do(tx, a, c)
	})
}

func (s *server) listConsults(ctx context.Context, in *ConversationIn) (out *PageOf[ConsultView], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		if _, err := mayOf(tx, actorOf(ctx), access.ConversationWork, in.ID); err != nil {
			return err
		}
		asked, err := consults.In(tx.Tx).Consults(in.ID, maxConsults)
		if err != nil {
			return err
		}
		came, err := consults.In(tx.Tx).AdviceIn(in.ID, 10*maxConsults)
		if err != nil {
			return err
		}
		of := map[switchboard.ConsultID][]switchboard.Advice{}
		for _, a := range came {
			of[a.ConsultID] = append(of[a.ConsultID], a)
		}
		views := make([]ConsultView, len(asked))
		for n, c := range asked {
			views[n] = ConsultView{Consult: c, Advice: append([]switchboard.Advice{}, of[c.ID]...)}
		}
		out = allOf(views)
		return nil
	})
	return out, err
}

func (b ConsultBody) asking(tx *store.Tx, a access.Actor, c switchboard.Conversation) (consult.Asking, error) {
	by, err := tx.Agent(a.Agent)
	return consult.Asking{Conversation: c, By: by, Account: b.Account, Name: b.Name, Email: b.Email, Question: b.Question, Messages: b.Messages,
		Lift: b.Lift, DueAt: b.DueAt, May: func(m switchboard.Message) bool { return readable(a, c, m.Visibility) }}, err
}

func (s *server) previewConsult(ctx context.Context, in *previewConsultInput) (out *BodyOf[ConsultPreview], err error) {
	err = s.consulting(ctx, in.ID, func(tx *store.Tx, a access.Actor, c switchboard.Conversation) error {
		asking, err := in.Body.asking(tx, a, c)
		if err != nil {
			return err
		}
		p, err := s.Consults.Plan(tx, asking)
		if err != nil {
			return err
		}
		boxes, err := s.Consults.Mailboxes(tx)
		shown := ConsultPreview{Account: p.AccountID, From: p.From, ReplyTo: p.ReplyTo, Email: p.Email, Subject: p.Subject, Text: p.Text,
			Redactions: p.Redactions, InQuestion: p.InQuestion, ExpiresAt: p.ExpiresAt, Hash: p.Hash, Mailboxes: []MailboxChoice{}}
		for _, box := range boxes {
			shown.Mailboxes = append(shown.Mailboxes, MailboxChoice{box.ID, box.Config["address"]})
		}
		out = bodyOf(shown)
		return err
	})
	return out, err
}

func (s *server) askConsult(ctx context.Context, in *askConsultInput) (out *BodyOf[ConsultView], err error) {
	err = s.consulting(ctx, in.ID, func(tx *store.Tx, a access.Actor, c switchboard.Conversation) error {
		asking, err := in.Body.asking(tx, a, c)
		if err != nil {
			return err
		}
		asked, err := s.Consults.Ask(tx, asking, in.Body.Hash)
		if err != nil {
			return err
		}
		out = bodyOf(ConsultView{Consult: asked, Advice: []switchboard.Advice{}})
		detail := "redacted"
		if asked.Lifted > 0 {
			detail = "lifted"
		}
		return access.Audit(tx, a, access.Act{Action: "consult.ask", Subject: asked.ID.String(), Detail: detail})
	})
	return out, err
}

func (s *server) takeConsultBack(ctx context.Context, in *ConsultIn) (out *BodyOf[switchboard.Consult], err error) {
	err = s.consulting(ctx, in.ID, func(tx *store.Tx, a access.Actor, _ switchboard.Conversation) error {
		c, err := s.Consults.TakeBack(tx, in.ID, in.Consult, a.Agent)
		if err != nil {
			return err
		}
		out = bodyOf(c)
		return access.Audit(tx, a, access.Act{Action: "consult.take_back", Subject: c.ID.String()})
	})
	return out, err
}

func (s *server) noteAdvice(ctx context.Context, in *noteAdviceInput) (*BodyOf[switchboard.Advice], error) {
	return s.deciding(ctx, in.ID, "advice.note", func(tx *store.Tx, by switchboard.AgentID) (switchboard.Advice, error) {
		return s.Consults.Note(tx, in.ID, in.Consult, by, in.Body.Text)
	})
}

func (s *server) takeAdvice(ctx context.Context, in *AdviceIn) (*BodyOf[switchboard.Advice], error) {
	return s.deciding(ctx, in.ID, "advice.take", func(tx *store.Tx, by switchboard.AgentID) (switchboard.Advice, error) {
		return s.Consults.TakeAdvice(tx, in.ID, in.Advice, by)
	})
}

func (s *server) throwAdvice(ctx context.Context, in *AdviceIn) (*BodyOf[switchboard.Advice], error) {
	return s.deciding(ctx, in.ID, "advice.throw_away", func(tx *store.Tx, by switchboard.AgentID) (switchboard.Advice, error) {
		return s.Consults.ThrowAdvice(tx, in.ID, in.Advice, by)
	})
}

// deciding lets the lead decide about an answer, or a manager; anybody who works on it where nobody leads.
func (s *server) deciding(ctx context.Context, id switchboard.ConversationID, action string, do func(*store.Tx, switchboard.AgentID) (switchboard.Advice, error)) (out *BodyOf[switchboard.Advice], err error) {
	err = s.consulting(ctx, id, func(tx *store.Tx, a access.Actor, c switchboard.Conversation) error {
		if !c.Lead.IsZero() && c.Lead != a.Agent && !a.Has(access.ConversationManage) {
			return switchboard.Refuse(switchboard.CodeForbidden, "Who leads the conversation decides that.").WithHint("Leave them a note.")
		}
		advice, err := do(tx, a.Agent)
		if err != nil {
			return err
		}
		out = bodyOf(advice)
		return access.Audit(tx, a, access.Act{Action: action, Subject: advice.ID.String(), Detail: string(advice.State)})
	})
	return out, err
}
