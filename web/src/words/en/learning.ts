import { say } from '../say'

/** What triage learned from corrections, and the way back. */
export const learning = say({
	'learning.lead':
		'Whoever corrects what was read wrongly teaches this company’s own reading. Some messages are always kept aside, never learned from: what was learned is used only if it reads those better.',
	'learning.now': 'Now',
	'learning.reads': 'Messages are read with version {n}, learned {time}.',
	'learning.readsAlone':
		'Messages are read as Switchboard came. Nothing was learned yet, or it was taken back.',
	'learning.idle':
		'Switchboard was renewed since version {n} was learned. Until it has learned anew, messages are read as it came.',
	'learning.waiting':
		'{n, plural, =0 {Nothing it learns from was corrected since it last looked.} one {# new correction waits to be learned from.} other {# new corrections wait to be learned from.}}',
	'learning.enough': '{n} corrections or more wait to be learned from.',
	'learning.nothing': 'No correction waits to be learned from.',
	'learning.again':
		'{n, plural, one {# earlier correction counts} other {# earlier corrections count}} again the next time it learns.',
	'learning.againEnough': '{n} earlier corrections or more count again the next time it learns.',
	'learning.nextAt': 'It learns from them {time}, or at once when there are {soon}.',
	'learning.under': 'It is learning now.',
	'learning.off': 'Learning is switched off. What is in use stays in use.',
	'learning.last.taken': 'Last time, {time}, it learned something that is in use.',
	'learning.last.refused':
		'Last time, {time}, what it learned was not used: messages kept aside were not read better.',
	'learning.last.too_few':
		'Last time, {time}, too few readings of any one finding were said to be wrong: it learns from eight on.',
	'learning.last.failed': 'Last time, {time}, something went wrong. It is tried again.',
	'learning.learnNow': 'Learn now',
	'learning.switchOff': 'Switch learning off',
	'learning.switchOn': 'Switch learning on',
	'learning.takeBack': 'Take it back',
	'learning.takeBackHelp': 'Taken back, messages are read with version {n} again.',
	'learning.takeBackHelpNone': 'Taken back, messages are read as Switchboard came.',
	'learning.counts': 'What counts',
	'learning.countsCorrected':
		'A correction counts in full, and so does “This is right”, until the message is edited or removed. Of several about one finding the last one counts.',
	'learning.countsStood':
		'What was let stand counts for less: in a message somebody corrected otherwise, and in finished work of people who do correct.',
	'learning.countsCare':
		'That somebody may be in danger, goes to law, writes for the press or calls against us is only ever learned to be seen more often, never less.',
	'learning.countsNot':
		'Customers of the practice network teach nothing outside the sample company, topics and languages are not learned here, and no text is kept with what was learned.',
	'learning.versions': 'Versions',
	'learning.none': 'Nothing was learned yet',
	'learning.noneHint':
		'Correct what was read wrongly under “Why me?” in a conversation. From some twenty corrections on it learns by itself.',
	'learning.version': 'Version {n}',
	'learning.madeAt': 'learned {time} from {messages, plural, one {# message} other {# messages}}',
	'learning.askedBy':
		'learned {time} from {messages, plural, one {# message} other {# messages}}, as {name} asked',
	'learning.state.inForce': 'In use',
	'learning.state.refused': 'Not used',
	'learning.state.takenBack': 'Taken back by {name}, {time}',
	'learning.state.takenBackHere': 'Taken back on the command line, {time}',
	'learning.state.replaced': 'Replaced {time}',
	'learning.refused.not_better': 'It did not read the messages kept aside better than what is in use.',
	'learning.refused.worse': 'It read some finding worse than what is in use.',
	'learning.use': 'Use it again',
	'learning.useNamed': 'Use version {n} again',
	'learning.networks': 'With a part of their own: {networks}.',
	'learning.measure':
		'Of {held, plural, one {# message} other {# messages}} kept aside, {before} were read rightly before and {after} now.',
	'learning.measureSame':
		'Of {held, plural, one {# message} other {# messages}} kept aside, {before} are read rightly, as before.',
	'learning.unheld': 'No message about it is kept aside yet.',
	'learning.from':
		'{wrong, plural, one {# correction} other {# corrections}}, {right} said to be right, {stood} let stand',
	'learning.earlier': 'Earlier versions',
})
