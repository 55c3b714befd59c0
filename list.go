package switchboard

import "slices"

// The closed lists. Ownership, triage, reports and the console share them; they are extended only here, together with
// docs/reference/words.md.

// Purpose is why a message exists from our point of view.
type Purpose string

// Purposes.
const (
	PurposeInboundMention  Purpose = "inbound_mention"
	PurposeReplyToUs       Purpose = "reply_to_us"
	PurposeCampaignComment Purpose = "campaign_comment"
	PurposeReview          Purpose = "review"
	PurposePrivateMessage  Purpose = "private_message"
	PurposeOutbound        Purpose = "outbound"
)

// Purposes lists all of them.
func Purposes() []Purpose {
	return []Purpose{PurposeInboundMention, PurposeReplyToUs, PurposeCampaignComment, PurposeReview,
		PurposePrivateMessage, PurposeOutbound}
}

// Intent is what a customer wants.
type Intent string

// Intents.
const (
	IntentQuestion       Intent = "question"
	IntentComplaint      Intent = "complaint"
	IntentOutage         Intent = "outage"
	IntentBilling        Intent = "billing"
	IntentDelivery       Intent = "delivery"
	IntentAccount        Intent = "account"
	IntentCancellation   Intent = "cancellation"
	IntentPurchase       Intent = "purchase"
	IntentPraise         Intent = "praise"
	IntentFeedback       Intent = "feedback"
	IntentBug            Intent = "bug"
	IntentFeatureRequest Intent = "feature_request"
	IntentRecruitment    Intent = "recruitment"
	IntentPartnership    Intent = "partnership"
	IntentChatter        Intent = "chatter"
	IntentOther          Intent = "other"
)

// Intents lists all of them.
func Intents() []Intent {
	return []Intent{IntentQuestion, IntentComplaint, IntentOutage, IntentBilling, IntentDelivery, IntentAccount,
		IntentCancellation, IntentPurchase, IntentPraise, IntentFeedback, IntentBug, IntentFeatureRequest,
		IntentRecruitment, IntentPartnership, IntentChatter, IntentOther}
}

// Urgency is how soon it matters to the customer.
type Urgency string

// Urgencies.
const (
	UrgencyLow    Urgency = "low"
	UrgencyNormal Urgency = "normal"
	UrgencyUrgent Urgency = "urgent"
)

// Urgencies lists all of them, least first.
func Urgencies() []Urgency { return []Urgency{UrgencyLow, UrgencyNormal, UrgencyUrgent} }

// Sentiment is service sentiment: an unresolved complaint is negative, a resolved and satisfied one positive, a
// question about a price neutral.
type Sentiment string

// Sentiments.
const (
	SentimentNegative Sentiment = "negative"
	SentimentNeutral  Sentiment = "neutral"
	SentimentPositive Sentiment = "positive"
)

// Sentiments lists all of them.
func Sentiments() []Sentiment {
	return []Sentiment{SentimentNegative, SentimentNeutral, SentimentPositive}
}

// Flag is a yes-or-no finding about a message.
type Flag string

// Flags.
const (
	FlagSpam               Flag = "spam"
	FlagSalesLead          Flag = "sales_lead"
	FlagChurnRisk          Flag = "churn_risk"
	FlagBrandThreat        Flag = "brand_threat"
	FlagPress              Flag = "press"
	FlagLegal              Flag = "legal"
	FlagSafety             Flag = "safety"
	FlagCompetitorProspect Flag = "competitor_prospect"
	FlagComplaint          Flag = "complaint"
	FlagOffensive          Flag = "offensive"
	FlagAboutUs            Flag = "about_us"
	FlagNeedsAnswer        Flag = "needs_answer"
)

// Flags lists all of them.
func Flags() []Flag {
	return []Flag{FlagSpam, FlagSalesLead, FlagChurnRisk, FlagBrandThreat, FlagPress, FlagLegal, FlagSafety,
		FlagCompetitorProspect, FlagComplaint, FlagOffensive, FlagAboutUs, FlagNeedsAnswer}
}

// Direction is who spoke: the customer (in) or the company (out).
type Direction string

// Directions.
const (
	In  Direction = "in"
	Out Direction = "out"
)

// Visibility is who can read it.
type Visibility string

// Visibilities.
const (
	Public   Visibility = "public"
	Private  Visibility = "private"
	Internal Visibility = "internal"
)

// MessageKind is the form a message has on its network.
type MessageKind string

// Message kinds.
const (
	KindMention MessageKind = "mention"
	KindComment MessageKind = "comment"
	KindReply   MessageKind = "reply"
	KindDirect  MessageKind = "direct"
	KindEmail   MessageKind = "email"
	KindChat    MessageKind = "chat"
	KindReview  MessageKind = "review"
	KindCall    MessageKind = "call"
	KindNote    MessageKind = "note"
	KindAdvice  MessageKind = "advice" // what somebody outside who was asked told us
)

// MessageKinds lists all of them.
func MessageKinds() []MessageKind {
	return []MessageKind{KindMention, KindComment, KindReply, KindDirect, KindEmail, KindChat, KindReview, KindCall,
		KindNote, KindAdvice}
}

// Origin tells work from memory: history raises no offer, timer, notice, callback or unread.
type Origin string

// Origins.
const (
	Live    Origin = "live"
	History Origin = "history"
)

// OneOf reports whether value is in its closed list.
func OneOf[T comparable](value T, list []T) bool { return slices.Contains(list, value) }
