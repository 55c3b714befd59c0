import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, ask } from '../../api/client'
import { Button } from '../../ui/button'
import { Select } from '../../ui/choose'
import { inputLook } from '../../ui/field'
import { Menu, MenuItem } from '../../ui/menu'
import { Trouble } from '../../ui/trouble'
import { t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { useAnswer, useProbe } from '../use-probe'
import { Answer } from './answer'
import { SideTitle } from './title'

/** Trial asks what would happen if a message arrived now. */
export function Trial() {
	const { vocabulary, light } = useDesk()
	const { probe, set } = useProbe()
	const { data, error, something, isPlaceholderData } = useAnswer()
	const rule = something ? (data?.decision.rule ?? '') : ''
	useEffect(() => {
		light(rule)
		return () => light('')
	}, [rule, light])
	const { facts } = probe
	const fact = (part: typeof facts) => {
		const next = { ...facts, ...part }
		for (const key of Object.keys(part) as (keyof typeof facts)[])
			if (next[key] === undefined) delete next[key]
		set({ facts: next })
	}
	const blank = (label: string) => ({ value: '', label })
	const [flag = ''] = Object.keys(facts.flags ?? {})
	return (
		<section aria-label={t('policy.whatIf')}>
			<SideTitle title={t('policy.whatIf')}>
				<TakeReal />
			</SideTitle>
			<textarea
				aria-label={t('policy.whatSaid')}
				placeholder={t('policy.whatSaid')}
				dir="auto"
				rows={2}
				maxLength={2000}
				value={probe.text}
				onChange={(e) => set({ text: e.target.value })}
				className={`${inputLook} py-2`}
			/>
			<div className="grid grid-cols-2 gap-1.5 pt-1.5">
				<Select
					aria-label={t('policy.any.network')}
					options={[blank(t('policy.any.network')), ...vocabulary.of('networks')]}
					value={facts.network ?? ''}
					onChange={(e) => fact({ network: e.target.value || undefined })}
				/>
				<input
					type="datetime-local"
					aria-label={t('policy.whenSaid')}
					value={facts.at ? local(facts.at) : ''}
					onChange={(e) => fact({ at: e.target.value ? new Date(e.target.value).toISOString() : undefined })}
					className={`${inputLook} h-10 min-w-0`}
				/>
				<Select
					aria-label={t('policy.any.intent')}
					options={[blank(readAs(data?.decision.facts.intent, 'intents')), ...vocabulary.of('intents')]}
					value={facts.intent ?? ''}
					onChange={(e) =>
						fact(
							e.target.value
								? { intent: e.target.value, intent_confidence: 1 }
								: { intent: undefined, intent_confidence: undefined },
						)
					}
				/>
				<Select
					aria-label={t('policy.any.flag')}
					options={[
						blank(readAs(Object.keys(data?.decision.facts.flags ?? {})[0], 'flags')),
						...vocabulary.of('flags'),
					]}
					value={flag}
					onChange={(e) => fact({ flags: e.target.value ? { [e.target.value]: 1 } : undefined })}
				/>
			</div>
			<div className="pt-2" aria-live="polite">
				{error ? (
					<Trouble error={error} />
				) : (
					something && data && <Answer explained={data} dim={isPlaceholderData} />
				)}
			</div>
		</section>
	)

	/** What triage found stands in a blank until somebody says otherwise. */
	function readAs(value: string | undefined, kind: 'intents' | 'flags'): string {
		const found = something && value ? vocabulary.of(kind).find((o) => o.value === value)?.label : undefined
		if (found) return t('policy.readAs', { what: found })
		return t(kind === 'intents' ? 'policy.any.intent' : 'policy.any.flag')
	}
}

/** local is a moment as the field for it writes it, where this browser is. */
function local(at: string): string {
	const d = new Date(at)
	return new Date(d.getTime() - d.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

const recent = {
	queryKey: ['inbox', 'recent-words'],
	queryFn: () => ask(api.GET('/api/v1/conversations', { params: { query: { view: 'all', limit: 10 } } })),
}

/** TakeReal tries out what somebody really wrote lately. */
function TakeReal() {
	const { set } = useProbe()
	const { data } = useQuery(recent)
	const items = (data?.items ?? []).filter((c) => c.preview)
	if (items.length === 0) return null
	return (
		<Menu
			label={t('policy.takeReal')}
			inside={document.querySelector('main')}
			trigger={
				<Button look="quiet" size="small">
					{t('policy.takeReal')}
				</Button>
			}
		>
			{items.map((c) => (
				<MenuItem key={c.id} onSelect={() => set({ text: c.preview, facts: { network: c.network } })}>
					<span dir="auto" className="block max-w-[300px] truncate">
						{c.preview}
					</span>
				</MenuItem>
			))}
		</Menu>
	)
}
