package main

import (
	"slices"

	"switchboard"
	"switchboard/internal/triage"
	"switchboard/internal/triage/corpus"
)

// sources are what the shipped models learn from. Each may be: its licence stands beside it, and sets that allow
// measuring only are not among them.
func sources() []source {
	return []source{
		{name: "written", licence: "own texts, the project's licence"},
		{name: "moods", licence: "own texts, the project's licence"},
		{name: "composed", licence: "own grammars, the project's licence"},
		{"sentiment-semeval", "SemEval 2013-2017 tweets, weights only", 0.5, sentiment},
		{"multilingual-sentiment", "cardiffnlp/xlm-t, Apache-2.0", 2, sentiment},
		{"goemotions", "Google Research, CC BY 4.0", 0.2, emotions},
		{"sms-spam", "UCI SMS Spam Collection, CC BY 4.0", 1, careless(flagged(switchboard.FlagSpam, "spam"))},
		{"churn-intent", "swisscom/churn-intent-DE, CC BY-SA 3.0", 1, flagged(switchboard.FlagChurnRisk, "churn")},
		{"tweeteval-offensive", "cardiffnlp/tweeteval, weights only", 1, careless(flagged(switchboard.FlagOffensive, "offensive"))},
		{"bitext-intents", "bitext, CDLA-Sharing 1.0", 0.05, bitext},
		{"banking77", "PolyAI, CC BY 4.0", 0.1, banking},
		{"clinc150", "Larson et al., CC BY 3.0", 0.2, talk},
		{"crisislex-t26", "CrisisLex, MIT", 0.2, disaster},
		{"tweeteval-emotion", "cardiffnlp/tweeteval, weights only", 0.5, talk},
		{name: labelled + "replay-ibm-care", licence: "IBM, Apache-2.0; tweets, weights only"},
		{name: labelled + "sentiment-semeval", licence: "SemEval 2013-2017 tweets, weights only"},
		{name: labelled + "churn-intent", licence: "swisscom/churn-intent-DE, CC BY-SA 3.0"},
		{name: labelled + "purchase-intent", licence: "hasanimran96, MIT"},
		{name: labelled + "multilingual-sentiment", licence: "cardiffnlp/xlm-t, Apache-2.0"},
		{name: labelled + "goemotions", licence: "Google Research, CC BY 4.0"},
		{name: labelled + "crisislex-t26", licence: "CrisisLex, MIT"},
		{name: labelled + "tweeteval-offensive", licence: "cardiffnlp/tweeteval, weights only"},
		{name: labelled + "tweeteval-emotion", licence: "cardiffnlp/tweeteval, weights only"},
		{name: labelled + "sms-spam", licence: "UCI SMS Spam Collection, CC BY 4.0"},
		{name: labelled + "banking77", licence: "PolyAI, CC BY 4.0"},
		{name: labelled + "clinc150", licence: "Larson et al., CC BY 3.0"},
	}
}

// labelled stands before the sets whose messages we labelled ourselves.
const labelled = "labelled/"

// noCare says that no flag holds that may not be missed. Of the messages that sounded most as if one did, we read
// those that may hold one ourselves.
func noCare(labels map[switchboard.Head]string) {
	for _, flag := range triage.CareFlags() {
		labels[switchboard.Head(flag)] = switchboard.No
	}
}

// careless adds to what a set says that nothing in it may not be missed.
func careless(label func(*corpus.Row) map[switchboard.Head]string) func(*corpus.Row) map[switchboard.Head]string {
	return func(r *corpus.Row) map[switchboard.Head]string {
		labels := label(r)
		noCare(labels)
		return labels
	}
}

// talk is what nobody says to a company: it teaches what is none of the matters that may not be missed.
func talk(*corpus.Row) map[switchboard.Head]string {
	labels := map[switchboard.Head]string{}
	noCare(labels)
	return labels
}

// disaster is talk about people in danger, which no company brought about; a half of it is enough.
func disaster(r *corpus.Row) map[switchboard.Head]string {
	if len(r.Text)%2 != 0 {
		return nil
	}
	labels := talk(r)
	delete(labels, switchboard.Head(switchboard.FlagSafety))
	return labels
}

// general are flags that hardly any message has that was not sent to a company, so that talk teaches what they are not.
func general(labels map[switchboard.Head]string, text string) map[switchboard.Head]string {
	if len(text)%2 == 0 {
		noCare(labels)
	}
	if len(text)%4 != 0 { // a quarter is enough
		return labels
	}
	if labels[switchboard.HeadSentiment] != string(switchboard.SentimentNegative) {
		labels[switchboard.Head(switchboard.FlagComplaint)] = switchboard.No
	}
	for _, flag := range []switchboard.Flag{switchboard.FlagSalesLead, switchboard.FlagChurnRisk,
		switchboard.FlagCompetitorProspect} {
		labels[switchboard.Head(flag)] = switchboard.No
	}
	return labels
}

func sentiment(r *corpus.Row) map[switchboard.Head]string {
	return general(map[switchboard.Head]string{switchboard.HeadSentiment: r.One()}, r.Text)
}

// flagged takes sets of two labels, of which one says that a flag is set.
func flagged(flag switchboard.Flag, yes string) func(*corpus.Row) map[switchboard.Head]string {
	return func(r *corpus.Row) map[switchboard.Head]string {
		label := switchboard.No
		if r.One() == yes {
			label = switchboard.Yes
		}
		return map[switchboard.Head]string{switchboard.Head(flag): label}
	}
}

// sentimentOf is what follows from an emotion.
var sentimentOf = map[string]switchboard.Sentiment{
	"admiration": switchboard.SentimentPositive, "amusement": switchboard.SentimentPositive,
	"approval": switchboard.SentimentPositive, "gratitude": switchboard.SentimentPositive,
	"joy": switchboard.SentimentPositive, "love": switchboard.SentimentPositive,
	"excitement": switchboard.SentimentPositive, "relief": switchboard.SentimentPositive,
	"anger": switchboard.SentimentNegative, "annoyance": switchboard.SentimentNegative,
	"disappointment": switchboard.SentimentNegative, "disapproval": switchboard.SentimentNegative,
	"disgust": switchboard.SentimentNegative, "fear": switchboard.SentimentNegative,
	"sadness": switchboard.SentimentNegative, "grief": switchboard.SentimentNegative,
	"neutral": switchboard.SentimentNeutral, "curiosity": switchboard.SentimentNeutral,
}

// emotions takes comments with one emotion, or several of one sentiment.
func emotions(r *corpus.Row) map[switchboard.Head]string {
	var found []string
	for _, emotion := range r.Several() {
		found = append(found, string(sentimentOf[emotion]))
	}
	slices.Sort(found)
	if found = slices.Compact(found); len(found) != 1 || found[0] == "" {
		return nil
	}
	return general(map[switchboard.Head]string{switchboard.HeadSentiment: found[0]}, r.Text)
}

// bitextIntents are the intents of the template set that ours cover wholly.
var bitextIntents = map[string]switchboard.Intent{
	"cancel_order": switchboard.IntentCancellation, "delete_account": switchboard.IntentCancellation,
	"place_order": switchboard.IntentPurchase, "delivery_options": switchboard.IntentDelivery,
	"delivery_period": switchboard.IntentDelivery, "track_order": switchboard.IntentDelivery,
	"check_invoice": switchboard.IntentBilling, "get_invoice": switchboard.IntentBilling,
	"payment_issue": switchboard.IntentBilling, "get_refund": switchboard.IntentBilling,
	"track_refund": switchboard.IntentBilling, "check_payment_methods": switchboard.IntentBilling,
	"complaint": switchboard.IntentComplaint, "create_account": switchboard.IntentAccount,
	"edit_account": switchboard.IntentAccount, "recover_password": switchboard.IntentAccount,
	"registration_problems": switchboard.IntentAccount, "switch_account": switchboard.IntentAccount,
}

func bitext(r *corpus.Row) map[switchboard.Head]string {
	if intent := bitextIntents[r.One()]; intent != "" {
		return map[switchboard.Head]string{switchboard.HeadIntent: string(intent)}
	}
	return nil
}
