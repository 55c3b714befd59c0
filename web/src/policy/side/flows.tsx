import { useRef, useState } from 'react'
import { Icon } from '../../ui/icon'
import { t } from '../../words/catalogue'
import { numbered } from '../../words/region'
import { useDesk } from '../desk'
import { nameOf } from '../forms/rule'
import { Moved } from './moved'

/** Flows says who would have got what in the last weeks, each with an example. */
export function Flows() {
	const { compared, counted, vocabulary, policy } = useDesk()
	const [all, setAll] = useState(false)
	const opener = useRef<HTMLButtonElement>(null)
	if (!compared) return null
	if (compared.messages === 0) return <p className="text-ink-2">{t('policy.noHistory')}</p>
	const example = (from: string, to: string) => {
		const found = compared.moved.filter((m) => m.before.owner === from && m.after.owner === to)
		return found.map((m) => compared.previews[m.message_id ?? '']).find(Boolean)
	}
	const ruleWord = (id: string) => {
		const rule = policy?.rules.find((r) => r.id === id)
		return rule ? nameOf(rule) : id
	}
	return (
		<div aria-busy={!counted}>
			<p>
				<b>{t('policy.ofMessages', { n: numbered(compared.elsewhere), of: numbered(compared.messages) })}</b>{' '}
				{t('policy.elsewhere')}
				{compared.moved.length > 0 && (
					<>
						{' '}
						<button
							ref={opener}
							type="button"
							onClick={() => setAll(true)}
							className="min-h-6 font-semibold text-cord underline"
						>
							{t('policy.seeAll')}
						</button>
					</>
				)}{' '}
				<span className="text-ink-2">{t('policy.keepLead')}</span>
			</p>
			<ul className="pt-1.5">
				{compared.flows.slice(0, 6).map((f) => (
					<li
						key={`${f.from} ${f.to}`}
						className="grid grid-cols-[36px_minmax(0,1fr)_auto] gap-x-2 border-t border-line py-1.5"
					>
						<b className="text-end text-14">{numbered(f.messages)}</b>
						<span className="min-w-0">
							{vocabulary.name(f.from)}{' '}
							<Icon name="right" size={14} className="inline text-ink-3 rtl:-scale-x-100" />{' '}
							<b className="text-cord">{vocabulary.name(f.to)}</b>
							{example(f.from, f.to) && (
								<span dir="auto" className="block truncate text-12 text-ink-2">
									“{example(f.from, f.to)}”
								</span>
							)}
						</span>
						<span className="text-12 text-ink-3">{ruleWord(f.rule)}</span>
					</li>
				))}
			</ul>
			<Moved
				open={all}
				onClose={() => {
					setAll(false)
					requestAnimationFrame(() => opener.current?.focus())
				}}
				compared={compared}
			/>
		</div>
	)
}
