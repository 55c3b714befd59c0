import { say } from '../say'

/** How messages are read: the company's own topics. */
export const triage = say({
	'triage.lead': 'What is found in a message before anybody sees it, and what it is found by.',
	'triage.topics': 'Topics',
	'triage.list': 'Your topics',
	'triage.listHelp':
		'What you want to know a message is about. Rules of the policy can ask for a topic; colleagues can put a message into one, or take it out, where a conversation says why it is theirs.',
	'triage.none': 'There is no topic yet. Add one with the words your customers use.',
	'triage.add': 'Add a topic',
	'triage.change': 'Change',
	'triage.archive': 'Archive',
	'triage.restore': 'Look for it again',
	'triage.archived': '{n, plural, one {# archived topic} other {# archived topics}}',
	'triage.found':
		'{week, plural, =0 {no message} one {# message} other {# messages}} in 7 days, {month} in 28',
	'triage.terms': '{n, plural, =0 {no words} one {# term} other {# terms}}',
	'triage.learned':
		'has learned: {precision, number, percent} right, {recall, number, percent} found on messages held back',
	'triage.state.too_few':
		'{n, plural, one {# example} other {# examples}}, too few to learn from: words alone count',
	'triage.state.not_sure':
		'learned from {n, plural, one {# example} other {# examples}}, and was wrong too often: words alone count',
	'triage.rests':
		'“{term}” counts no more: people said {wrong} times of {of} that the message does not belong here. Change the topic to let it count again.',
	'triage.name': 'Name',
	'triage.key': 'Key',
	'triage.keyHelp': 'Names it in the policy, for good. Small letters, digits and _.',
	'triage.about': 'What belongs here',
	'triage.aboutHelp': 'For colleagues: what does, and what does not.',
	'triage.words': 'Words and phrases',
	'triage.wordsHelp':
		'One a line; one of them is enough. batter* takes any ending, *akku any beginning, wrong ... box lets words stand between. Begin a line with de: to let it count in German alone.',
	'triage.except': 'Unless it says',
	'triage.exceptHelp': 'Where one of these stands, the words do not count.',
	'triage.examples': 'Messages that belong here',
	'triage.examplesHelp':
		'One a line, in words of your own, not a customer’s. From a dozen on the topic can learn from them.',
	'triage.try': 'Try it',
	'triage.tryHelp': 'Write what a customer might. Nothing is saved.',
	'triage.isAbout': 'It is about this.',
	'triage.isNotAbout': 'It is not about this.',
	'triage.byLearned': 'It reads like the messages people put here.',
	'triage.export': 'Save as a file',
	'triage.import': 'Take in a file',
	'triage.importFile': 'A list of topics',
	'triage.imported': 'Created {created}, changed {changed}, unchanged {same}.',
	'triage.suggested': 'What may be missing',
	'triage.suggestedHelp':
		'What several customers write about more than before, and no topic covers. Personal data is left out.',
	'triage.look': 'Look for it',
	'triage.nothingNew': 'Nothing stands out now.',
	'triage.make': 'Make it a topic',
	'triage.dismiss': 'Never again',
	'triage.rise':
		'{n, plural, one {# customer} other {# customers}} lately, {before} before: {times, number} times as often',
})
