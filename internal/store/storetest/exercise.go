package storetest

import (
	"testing"

	"switchboard/internal/store"
)

// suite is what the store promises, by concept.
var suite = []struct {
	name string
	test func(*testing.T, *World)
}{
	{"company", company},
	{"accounts", accounts},
	{"sign-in", signIn},
	{"merging", merging},
	{"installation", installation},
	{"key ring", keyRing},
	{"leases", leases},
	{"cursors and gaps", cursorsAndGaps},
	{"tombstones", tombstones},
	{"quarantine", quarantine},
	{"blobs", blobs},
	{"files", files},
	{"messages", messages},
	{"unasked", unasked},
	{"timeline", timeline},
	{"identities", identities},
	{"threads and legs", threadsAndLegs},
	{"threads that join", threadMoves},
	{"verdicts, decisions, policies", findings},
	{"conversations", conversations},
	{"inbox", inbox},
	{"topic lists", topicLists},
	{"own conversations", own},
	{"queue", queue},
	{"counters", counters},
	{"journal", journal},
	{"journal without gaps", gapless},
	{"timers", timers},
	{"work", work},
	{"adoption", adoption},
	{"lease race", leaseRace},
	{"drafts", drafts},
	{"outbox selection", selection},
	{"outbox selection, every state", everyFate},
	{"deliveries", deliveries},
	{"deliveries by hand", byHand},
	{"claim race", claimRace},
	{"amendments", amendments},
	{"amended messages", amendedMessages},
	{"subscriptions", subscriptions},
	{"notices", noticesOnce},
	{"pages of notices", noticePages},
	{"tellings", tellings},
	{"alarms", alarms},
	{"ways of telling", ways},
	{"questions asked outside", asked},
	{"letters", lettersOnce},
	{"reports", reported},
	{"external classifier", classifier},
	{"budget of the external classifier", classifierBudget},
	{"experts", experts},
	{"sessions", sessions},
	{"tokens", tokens},
	{"scopes", scopes},
	{"one-time links", links},
	{"one-time link race", linkRace},
	{"first person race", firstRace},
	{"charter, hours and objectives", charter},
	{"a network that goes", removal},
	{"a network that others hang on", removalRefused},
	{"absences", absences},
	{"remembered requests", remembered},
	{"signatures", signatures},
	{"focus counts once", focusOnce},
	{"focus race", focusRace},
	{"help given", helpGiven},
	{"corrections", corrections},
	{"topics", topicList},
	{"counts of topics", topicCounts},
	{"what customers said, for topics", heardOf},
	{"what of the sample goes", sampleSize},
	{"layers", layers},
	{"what is learned from", material},
	{"who could be given work", staffings},
	{"audit", audit},
	{"doctor", doctor},
}

// Exercise runs the suite, each concept on a fresh database that open makes with the present schema.
func Exercise(t *testing.T, open func(t *testing.T) *store.DB) {
	t.Helper()
	for _, part := range suite {
		t.Run(part.name, func(t *testing.T) {
			t.Parallel()
			part.test(t, NewWorld(t, open(t)))
		})
	}
}
