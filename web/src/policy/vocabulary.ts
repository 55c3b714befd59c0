import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { accounts, agents, departments, networks } from '../api/query'
import { topics } from '../triage/api'
import type { Option } from '../ui/choose'
import { type Key, keysOf, language, t } from '../words/catalogue'
import { languageName } from '../words/region'
import type { Kind } from './fields'
import { hoursWord } from './hours-word'
import { shares, shareWord } from './measure'
import { departmentsOf, entriesOf, type Mapping, many } from './model'

export const languages =
	'ar bg bn ca cs da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv ms mt nl no pl pt ro ru sk sl sq sr sv sw ta th tr uk ur vi zh'.split(
		' ',
	)

const purposes = [
	'inbound_mention',
	'reply_to_us',
	'campaign_comment',
	'review',
	'private_message',
	'outbound',
]

/** listed gives the words of a closed list, as they stand in the catalogue. */
function listed(area: string): Option[] {
	const begin = `${area}.`
	return keysOf(begin).map((key) => ({ value: key.slice(begin.length), label: t(key) }))
}

/** Vocabulary is everything that can stand in a blank. */
export interface Vocabulary {
	of: (kind: Kind) => Option[]
	departments: Option[]
	people: Option[]
	/** What somebody may say, by their address; 0 for whoever is not known. */
	levelOf: (address: string) => number
	/** Who may stand in: departments, people, and whoever is called or manages. */
	covers: Option[]
	/** The name of a department, person or stand-in. */
	name: (value: string) => string
}

/** useVocabulary gives what exists here, and what the policy names itself. */
export function useVocabulary(data: Mapping | undefined): Vocabulary {
	const { data: teams } = useQuery(departments)
	const { data: people } = useQuery(agents)
	const { data: known } = useQuery(networks)
	const { data: ours } = useQuery(accounts)
	const { data: about } = useQuery(topics)
	return useMemo(() => {
		const names = new Map((teams?.items ?? []).map((d) => [d.key, d.name]))
		const own = departmentsOf(data ?? {})
		const keys = own.length > 0 ? own : [...names.keys()]
		const deps = keys.map((value) => ({ value, label: names.get(value) ?? spoken(value) }))
		const persons = (people?.items ?? [])
			.filter((a) => !a.disabled)
			.map((a) => ({ value: a.email.toLowerCase(), label: a.name }))
		const freedom = new Map((people?.items ?? []).map((a) => [a.email.toLowerCase(), a.freedom]))
		const specials = (['on_call', 'managers', 'queue'] as const).map((value) => ({
			value,
			label: t(`policy.cover.${value}`),
		}))
		const lists: Partial<Record<Kind, Option[]>> = {
			flags: listed('flag'),
			intents: listed('intent'),
			sentiments: listed('sentiment'),
			urgencies: listed('urgency'),
			purposes: purposes.map((value) => ({ value, label: t(`policy.purpose.${value}` as Key) })),
			visibilities: [
				{ value: 'public', label: t('policy.public') },
				{ value: 'private', label: t('policy.private') },
			],
			languages: languages
				.map((value) => ({ value, label: languageName(value) }))
				.sort((a, b) => a.label.localeCompare(b.label, language())),
			networks: (known?.items ?? []).map((n) => ({ value: n.key, label: n.name })),
			accounts: (ours?.items ?? []).map((a) => ({ value: a.handle, label: a.handle })),
			calendars: entriesOf(data?.calendars).map(([value, c]) => ({
				value,
				label: value,
				more: hoursWord(c),
			})),
			truth: [
				{ value: 'true', label: t('policy.yes') },
				{ value: 'false', label: t('policy.no') },
			],
			share: shares.map((n) => ({ value: String(n), label: shareWord(n) })),
			topics: topicsOf(about?.items ?? [], data),
			segments: wordsIn(data, 'segment'),
			brands: wordsIn(data, 'brand'),
		}
		const covers = [...specials, ...deps, ...persons]
		const labels = new Map([...covers].map((o) => [o.value, o.label]))
		return {
			of: (kind) => lists[kind] ?? [],
			departments: deps,
			people: persons,
			levelOf: (address) => freedom.get(address) ?? 0,
			covers,
			name: (value) => labels.get(value) ?? names.get(value) ?? spoken(value),
		}
	}, [teams, people, known, ours, about, data])
}

/** topicsOf are the company's own topics, and those the policy names besides. */
function topicsOf(
	list: { key: string; name: string; archived?: boolean }[],
	data: Mapping | undefined,
): Option[] {
	const own = list
		.filter((topic) => !topic.archived)
		.map(({ key, name }) => ({ value: key, label: name, more: key }))
	const known = new Set(own.map((o) => o.value))
	return [...own, ...wordsIn(data, 'topic').filter((o) => !known.has(o.value))]
}

/** spoken is a key of a policy as a name: safety_desk is Safety desk. */
export function spoken(key: string): string {
	const words = key.replace(/[_-]+/g, ' ').trim()
	return words.includes('@') ? words : words.charAt(0).toLocaleUpperCase() + words.slice(1)
}

/** wordsIn are the words a policy has for a condition that has no closed list. */
function wordsIn(data: Mapping | undefined, key: string): Option[] {
	const found = new Set<string>()
	const look = (v: unknown) => {
		if (typeof v !== 'object' || v === null) return
		for (const [k, one] of Object.entries(v)) {
			if (k === key && (typeof one === 'string' || Array.isArray(one)))
				for (const w of many(one as never)) found.add(w)
			look(one)
		}
	}
	const { topic, carve_out, second_look, guard } = data ?? {}
	look([topic, carve_out, second_look, guard])
	return [...found].map((value) => ({ value, label: value }))
}
