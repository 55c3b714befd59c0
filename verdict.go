package switchboard

// Head names one question triage answers about a message: `sentiment`, `intent`, `urgency`, or a Flag.
type Head string

// Heads that are not flags. Every Flag is a head with the labels yes and no.
const (
	HeadSentiment Head = "sentiment"
	HeadIntent    Head = "intent"
	HeadUrgency   Head = "urgency"
)

// Labels of a flag's head.
const (
	Yes = "yes"
	No  = "no"
)

// Finding is the answer to one head.
type Finding struct {
	Label      string  `json:"label"`
	Confidence float64 `json:"confidence"` // 0 to 1
	Evidence   []Span  `json:"evidence,omitempty"`
	// Others are the chances of other labels that are not too small, of an intent.
	Others map[string]float64 `json:"others,omitempty"`
	By     Reader             `json:"by,omitempty" enum:"outside"` // who found it; empty for what is built in
}

// Reader is who found something in a message beside the models that are built in.
type Reader string

// Readers beside those built in.
const (
	ReaderOutside Reader = "outside" // the external classifier the company has switched on
)

// Readers lists all of them.
func Readers() []Reader { return []Reader{ReaderOutside} }

// OutsideFate is what became of a message that was sent to the external classifier.
type OutsideFate string

// What becomes of it.
const (
	OutsideChanged OutsideFate = "changed" // its answer changed a finding
	OutsideAgreed  OutsideFate = "agreed"  // it answered, and nothing of it counted
	OutsideFailed  OutsideFate = "failed"  // the text left, and no answer came that could be read
)

// OutsideFates lists all of them.
func OutsideFates() []OutsideFate { return []OutsideFate{OutsideChanged, OutsideAgreed, OutsideFailed} }

// Outside says that a message's text, without personal data, was sent to the external classifier.
type Outside struct {
	Name  string      `json:"name"`  // what the company calls it
	Model string      `json:"model"` // which of its models read it
	Fate  OutsideFate `json:"fate" enum:"changed,agreed,failed"`
}

// Span is a part of a message's text, in bytes of UTF-8: [Start, End).
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Why   string `json:"why,omitempty"`
}

// Entity is something recognised in the text: personal data, an order number, a product.
type Entity struct {
	Kind  string `json:"kind"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// Verdict is what triage found in a message.
type Verdict struct {
	Language string           `json:"language"` // ISO 639-1, or und
	Heads    map[Head]Finding `json:"heads"`
	Entities []Entity         `json:"entities"`
	Topics   []TopicFinding   `json:"topics,omitempty"`  // of the company's own list, in the order of their keys
	Model    string           `json:"model"`             // name and version
	Outside  *Outside         `json:"outside,omitempty"` // absent where the text was sent to nobody
}

// Says is the confidence that the flag is set; 0 when the verdict says no or nothing.
func (v Verdict) Says(f Flag) float64 {
	if found := v.Heads[Head(f)]; found.Label == Yes {
		return found.Confidence
	}
	return 0
}

// Marks reports whether the flag stands beside the message wherever it is listed, and may ring. What may not be missed is
// said in doubt; it marks a message from the chance from which on the policies that come with Switchboard act on it.
func (v Verdict) Marks(f Flag) bool { return v.Says(f) >= markedFrom(f) && v.Says(f) > 0 }

func markedFrom(f Flag) float64 {
	switch f {
	case FlagSafety:
		return 0.05
	case FlagLegal, FlagPress, FlagBrandThreat:
		return 0.3
	}
	return 0
}
