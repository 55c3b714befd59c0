import type { Schemas } from '../api/client'
import { isKey, type Key, t } from '../words/catalogue'
import { languageName } from '../words/region'
import { spoken } from './facts'

type Decision = Schemas['Decision']

/** Phrase is one thing a rule rests on, as a part of a sentence about somebody. */
interface Phrase {
	/** What they do: says, complains. Without one they write. */
	does?: string
	/** How, where or to whom: in public, on Mastodon. */
	how?: string
	/** Who they are to us: a customer we know. */
	being?: string
}

/** spell gives the text of a key that is put together, or the value itself where nobody wrote one. */
const spell = (key: string, value: string) => (isKey(key) ? t(key as Key) : value.replaceAll('_', ' '))

const how = (key: Key, name: string) => (value: string) => ({ how: t(key, { [name]: value }) })

/** What a clause of the server begins with, and what it says to people. The longer beginnings come first. */
const clauses: [RegExp, (value: string, names: Named) => Phrase][] = [
	[/^intent (\S+)(?: \([^)]+\))?$/, (v) => ({ does: spell(`why.says.${v}`, v) })],
	[/^flagged (\S+)(?: \([\d.]+\))?$/, (v) => ({ does: spell(`why.flagged.${v}`, v) })],
	[/^on (\S+)$/, (v, n) => ({ how: t('why.on', { network: n.network(v) }) })],
	[/^purpose (\S+)$/, (v) => ({ how: spell(`why.purpose.${v}`, v) })],
	[/^(public|private)$/, (v) => ({ how: spell(`why.place.${v}`, v) })],
	[/^language (\S+)$/, (v) => ({ how: t('why.inLanguage', { language: languageName(v) }) })],
	[/^sentiment (\S+)$/, (v) => ({ how: t('why.inMood', { mood: spell(`sentiment.${v}`, v) }) })],
	[/^urgency (\S+)$/, (v) => ({ how: spell(`why.urgent.${v}`, v) })],
	[/^segment (.+)$/, how('why.ofSegment', 'segment')],
	[/^account (.+)$/, how('why.toAccount', 'account')],
	[/^brand (.+)$/, how('why.ofBrand', 'brand')],
	[/^topic (.+)$/, (v) => ({ how: t('why.onTopic', { topic: v.split('+').map(spoken).join(', ') }) })],
	[/^(known customer)$/, () => ({ being: t('why.known') })],
	[/^(no known customer)$/, () => ({ being: t('why.notKnown') })],
	[/^(open conversation)$/, () => ({ being: t('why.talks') })],
	[/^(no open conversation)$/, () => ({ being: t('why.noTalk') })],
	[/^(opted out)$/, () => ({ being: t('why.optedOut') })],
	[/^(no opted out)$/, () => ({ being: t('why.notOptedOut') })],
	[/^in hours of (.+)$/, how('why.during', 'hours')],
	[/^outside hours of (.+)$/, how('why.outside', 'hours')],
	[/^(an expert's condition)$/, () => ({ how: t('why.expert') })],
]

/** Named puts keys of the company into words. */
export interface Named {
	team: (key: string) => string
	network: (key: string) => string
}

/** phraseOf is a clause of the server in words; one it does not know is told as it is, for no reason may be invented. */
export function phraseOf(clause: string, names: Named): Phrase {
	for (const [pattern, say] of clauses) {
		const found = pattern.exec(clause)
		if (found) return say(found[1] as string, names)
	}
	return { how: t('why.unnamed', { what: clause }) }
}

/** clausesIn takes a rule's reasons apart. What begins no clause belongs to the one before: hours may be several. */
function clausesIn(why: string): string[] {
	const out: string[] = []
	for (const part of why.split(', ').filter(Boolean)) {
		if (out.length > 0 && !clauses.some(([pattern]) => pattern.test(part))) out.push(`${out.pop()}, ${part}`)
		else out.push(part)
	}
	return out
}

/** joined puts words one behind the other: a, b and c. */
const joined = (words: string[]) =>
	words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${t('why.and')} ${words.at(-1)}`

/** predicate says what somebody did, of everything the rule rests on and of nothing else. */
function predicate(why: string, names: Named): string {
	const phrases = clausesIn(why).map((clause) => phraseOf(clause, names))
	const does = phrases.flatMap((p) => p.does ?? [])
	const being = phrases.flatMap((p) => p.being ?? [])
	const ways = phrases.flatMap((p) => p.how ?? [])
	const verbs = does.length === 0 && (ways.length > 0 || being.length === 0) ? [t('why.says.other')] : does
	return joined([...being, [joined(verbs), ...ways].filter(Boolean).join(' ')].filter(Boolean))
}

/** The stages that choose whose it is. */
const choosing = ['continuity', 'carve_out', 'topic', 'channel', 'default']

/** chosenBy is the step in which the rule that decided did so. */
export const chosenBy = (d: Decision) =>
	(d.path ?? []).find((s) => s.outcome === 'chosen' && s.rule === d.rule && choosing.includes(s.stage))

/** headlineOf says in one sentence why it is whose it is, by the rule that chose and by no other fact. */
export function headlineOf(d: Decision, name: string, names: Named): string {
	const path = d.path ?? []
	const team = names.team(d.department)
	const guard = path.find((s) => s.stage === 'guard' && s.outcome === 'chosen')
	if (d.quarantine && guard)
		return t('why.byGuard', { name, says: predicate(guard.why.replace(/: quarantine$/, ''), names) })
	const step = chosenBy(d)
	if (step?.stage === 'continuity') return t('why.byContinuity', { name, team })
	if (step && step.stage !== 'default')
		return t('why.sentence', { name, says: predicate(step.why, names), team })
	const unsure = path.some((s) => s.outcome === 'skipped' && s.why.includes(' is less sure than '))
	return t(unsure ? 'why.byDoubt' : 'why.byDefault', { name, team })
}
