package switchboard

import "time"

// ConsultState is where a question to somebody outside stands.
type ConsultState string

// Consult states.
const (
	ConsultSending  ConsultState = "sending"  // its mail has not left yet
	ConsultAsked    ConsultState = "asked"    // it has left, and no answer counts yet
	ConsultAnswered ConsultState = "answered" // an answer was taken as advice
	ConsultExpired  ConsultState = "expired"  // nobody answered in time: it is the lead's again
	ConsultEnded    ConsultState = "ended"    // taken back, or the conversation was closed
	ConsultFailed   ConsultState = "failed"   // the mail certainly did not arrive
)

// ConsultStates lists all of them.
func ConsultStates() []ConsultState {
	return []ConsultState{ConsultSending, ConsultAsked, ConsultAnswered, ConsultExpired, ConsultEnded, ConsultFailed}
}

// Waits reports whether an answer is waited for.
func (s ConsultState) Waits() bool { return s == ConsultSending || s == ConsultAsked }

// Consult is a question to somebody outside, by mail. It never moves the lead, and what comes back is Advice.
type Consult struct {
	ID             ConsultID      `json:"id"`
	ConversationID ConversationID `json:"conversation_id"`
	AskedBy        AgentID        `json:"asked_by"`
	AccountID      AccountID      `json:"account_id,omitzero"` // the mailbox it goes through; zero for the installation's own mail
	Name           string         `json:"name,omitempty"`
	Email          string         `json:"email"`
	Question       string         `json:"question"`
	Subject        string         `json:"subject"` // without its mark
	Text           string         `json:"text"`    // the whole mail as it was sent
	Messages       []MessageID    `json:"messages" nullable:"false"`
	Lifted         int            `json:"lifted"` // how many pieces of personal data were knowingly let through
	State          ConsultState   `json:"state" enum:"sending,asked,answered,expired,ended,failed"`
	Why            string         `json:"why,omitempty"` // of ended and failed: taken_back, closed, refused, unknown, returned
	Trouble        string         `json:"trouble,omitempty"`
	AskedAt        time.Time      `json:"asked_at"`
	DueAt          time.Time      `json:"due_at"`
	ExpiresAt      time.Time      `json:"expires_at"`
	RemindedAt     time.Time      `json:"reminded_at,omitzero"`
	AnsweredAt     time.Time      `json:"answered_at,omitzero"`
	EndedAt        time.Time      `json:"ended_at,omitzero"`
	Handle         []byte         `json:"-"` // names it in its token
}

// AdviceState is where an answer to a Consult stands.
type AdviceState string

// Advice states.
const (
	AdviceTaken   AdviceState = "taken"   // it stands in the conversation, for colleagues
	AdviceWaiting AdviceState = "waiting" // something speaks against its sender or its time: the lead decides
	AdviceThrown  AdviceState = "thrown"
	AdviceMachine AdviceState = "machine" // a machine's word: out of office, or that the question did not arrive
)

// AdviceStates lists all of them.
func AdviceStates() []AdviceState {
	return []AdviceState{AdviceTaken, AdviceWaiting, AdviceThrown, AdviceMachine}
}

// Doubt is why an answer waits for the lead.
type Doubt string

// Doubts.
const (
	DoubtOtherSender Doubt = "other_sender" // it is not from whom was asked
	DoubtForged      Doubt = "forged"       // the sender's domain says it is not from there
	DoubtUnproven    Doubt = "unproven"     // our server checks senders, and nothing vouches for this one
	DoubtLate        Doubt = "late"         // the question had expired
	DoubtEnded       Doubt = "ended"        // the question had ended: taken back, or its conversation closed
)

// Doubts lists all of them.
func Doubts() []Doubt {
	return []Doubt{DoubtOtherSender, DoubtForged, DoubtUnproven, DoubtLate, DoubtEnded}
}

// SenderProof is what our own mail server wrote down of a mail's sender (RFC 8601). Empty results are what it does not say.
type SenderProof struct {
	Server string      `json:"server,omitempty"` // that says so; empty when nothing was checked
	DMARC  string      `json:"dmarc,omitempty"`
	SPF    string      `json:"spf,omitempty"`
	DKIM   string      `json:"dkim,omitempty"`
	Sender SenderCheck `json:"sender,omitempty" enum:"genuine,forged,unproven"` // what follows from it; empty when nothing was checked
}

// Advice is what came back on a Consult. It is for colleagues: never sent, and never put into a draft by itself.
type Advice struct {
	ID          AdviceID     `json:"id"`
	ConsultID   ConsultID    `json:"consult_id"`
	State       AdviceState  `json:"state" enum:"taken,waiting,thrown,machine"`
	Machine     string       `json:"machine,omitempty" enum:"auto_reply,bounce,other"`
	Email       string       `json:"email,omitempty"` // the actual sender; empty for what a colleague wrote down
	Name        string       `json:"name,omitempty"`
	Proof       SenderProof  `json:"proof"`
	Doubts      []Doubt      `json:"doubts" nullable:"false"`
	Text        string       `json:"text"`
	Quoted      string       `json:"quoted,omitempty"`
	Signature   string       `json:"signature,omitempty"`
	Attachments []Attachment `json:"attachments,omitempty"`
	At          time.Time    `json:"at"`
	NotedBy     AgentID      `json:"noted_by,omitzero"`   // who wrote it down, when it came another way
	MessageID   MessageID    `json:"message_id,omitzero"` // where it stands in the conversation
	DecidedBy   AgentID      `json:"decided_by,omitzero"`
	DecidedAt   time.Time    `json:"decided_at,omitzero"`
	Key         string       `json:"-"` // of the mail, so that the same one counts once
}

// Expert is somebody outside who can be asked by mail. They have no login.
type Expert struct {
	ID        ExpertID  `json:"id"`
	Name      string    `json:"name"`
	Email     string    `json:"email"`
	Answers   string    `json:"answers"` // what they can be asked about
	CreatedAt time.Time `json:"created_at"`
	ChangedAt time.Time `json:"changed_at"`
}

// ReportState is where an employee's report of something said elsewhere stands.
type ReportState string

// Report states.
const (
	ReportWaiting ReportState = "waiting" // for somebody's look
	ReportTaken   ReportState = "taken"   // what it tells of is in a conversation
	ReportThrown  ReportState = "thrown"
)

// ReportStates lists all of them.
func ReportStates() []ReportState {
	return []ReportState{ReportWaiting, ReportTaken, ReportThrown}
}

// Report is a colleague's word, without a login, that somebody said something elsewhere.
type Report struct {
	ID             ReportID       `json:"id"`
	Via            string         `json:"via" enum:"mail,form"`
	Email          string         `json:"email,omitempty"` // of who reported it
	Name           string         `json:"name,omitempty"`
	AccountID      AccountID      `json:"account_id,omitzero"` // the mailbox it came to
	URL            string         `json:"url,omitempty"`
	Text           string         `json:"text,omitempty"`
	State          ReportState    `json:"state" enum:"waiting,taken,thrown"`
	Why            string         `json:"why,omitempty" enum:"unproven,stranger,no_link,no_account,own_post,refused"` // why it waits
	MessageID      MessageID      `json:"message_id,omitzero"`
	ConversationID ConversationID `json:"conversation_id,omitzero"`
	Believed       bool           `json:"believed"`  // the reporter is one of the company's people, as far as can be proven: they are told what became of it
	Forwarded      bool           `json:"forwarded"` // its words are those of what it tells of, and not the reporter's own
	At             time.Time      `json:"at"`
	LedToldAt      time.Time      `json:"led_told_at,omitzero"`
	EndedToldAt    time.Time      `json:"ended_told_at,omitzero"`
	DecidedBy      AgentID        `json:"decided_by,omitzero"`
	DecidedAt      time.Time      `json:"decided_at,omitzero"`
	Key            string         `json:"-"`
}

// LetterKind is what a Letter is for.
type LetterKind string

// Letter kinds.
const (
	LetterQuestion LetterKind = "question" // of a Consult
	LetterReminder LetterKind = "reminder" // of a Consult
	LetterLed      LetterKind = "led"      // to who reported something: somebody has it
	LetterOver     LetterKind = "over"     // to who reported something: it ended
)

// LetterState is the fate of a Letter.
type LetterState string

// Letter states. What is sending when its process dies is unknown, and never sent again by itself.
const (
	LetterWaiting LetterState = "waiting"
	LetterSending LetterState = "sending"
	LetterSent    LetterState = "sent"
	LetterFailed  LetterState = "failed"
	LetterUnknown LetterState = "unknown"
	LetterDropped LetterState = "dropped" // not wanted any more
)

// Letter is one mail to somebody who is no customer: to an expert, or to a colleague who reported something.
type Letter struct {
	ID        LetterID
	AccountID AccountID // the mailbox it leaves from; zero for the installation's own mail
	Kind      LetterKind
	Subject   string // id of the Consult or Report
	To, Name  string
	Title     string // subject line
	Text      string
	MessageID string // before its @
	Refers    string // the same of the letter it follows; empty for none
	ReplyTo   string // where answers go, when not to the sender
	Speaker   string
	State     LetterState
	Fence     int64
	Attempt   int
	NotBefore time.Time
	CreatedAt time.Time
	SettledAt time.Time
	Code      string
}

// Automatic reports whether no person wrote it, so that no machine should answer.
func (l Letter) Automatic() bool { return l.Kind != LetterQuestion }
