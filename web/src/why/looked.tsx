import { languageOf } from '../conversation/legs'
import type { Verdict, Why } from '../conversation/queries'
import { Sure } from '../ui/sure'
import { channelWord } from '../ui/visibility'
import { type Key, t } from '../words/catalogue'

interface Fact {
	name: Key
	value: string
	sure?: number | undefined
}

/** factsOf lists what the decision looked at, with how certain triage was of it. */
export function factsOf(why: Why, verdict?: Verdict): Fact[] {
	const f = why.decision.decision.facts
	const sure = (head: string) => verdict?.heads[head]?.confidence
	const all: Fact[] = [
		{ name: 'why.intent', value: t(`intent.${f.intent}` as Key), sure: f.intent_confidence },
		{ name: 'why.urgency', value: t(`urgency.${f.urgency}` as Key), sure: sure('urgency') },
		{ name: 'why.mood', value: t(`sentiment.${f.sentiment}` as Key), sure: sure('sentiment') },
	]
	for (const [flag, confidence] of Object.entries(f.flags ?? {})) {
		all.push({ name: 'why.flag', value: t(`flag.${flag}` as Key), sure: confidence })
	}
	if (f.topics?.length) all.push({ name: 'why.topics', value: f.topics.join(', ') })
	const speaks = languageOf(f.language)
	if (speaks) all.push({ name: 'why.language', value: speaks })
	all.push({ name: 'why.where', value: `${channelWord(f.visibility)}, ${f.account}` })
	return all
}

/** Looked shows what it looked at. */
export function Looked({ why, verdict }: { why: Why; verdict?: Verdict | undefined }) {
	return (
		<dl className="flex flex-col gap-1">
			{factsOf(why, verdict).map((fact) => (
				<div key={`${fact.name} ${fact.value}`} className="flex items-center gap-2">
					<dt className="w-24 flex-none text-ink-3">{t(fact.name)}</dt>
					<dd className="min-w-0 flex-1 truncate font-medium">{fact.value}</dd>
					<dd>{fact.sure !== undefined && <Sure confidence={fact.sure} />}</dd>
				</div>
			))}
		</dl>
	)
}
