import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { useState } from 'react'
import { Select } from '../ui/choose'
import { Field } from '../ui/field'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { numbered } from '../words/region'
import { compared, shipped } from './api'
import { useDesk } from './desk'
import { secondsWord } from './measure'
import { Moved } from './side/moved'
import { useAnswer, useProbe } from './use-probe'
import { useSettled } from './use-settled'
import { version, versions } from './versions'
import { spoken } from './vocabulary'
import { Working } from './working'

/** CompareTab holds the policy against others: what went another way in the last weeks, and one message under all of them. */
export function CompareTab() {
	return (
		<div className="flex flex-col gap-6 px-4 py-4 rail:px-6">
			<Against />
			<Models />
		</div>
	)
}

function Against() {
	const { content, vocabulary, name, leads } = useDesk()
	const { data: all } = useQuery(shipped)
	const { data: past } = useInfiniteQuery(versions)
	const [picked, setPicked] = useState<string>()
	const [open, setOpen] = useState(false)
	const others = [
		...(past?.pages ?? [])
			.flatMap((page) => page.items)
			.filter((v) => name || v.hash !== leads.hash)
			.map((v) => ({
				value: v.id,
				label: t('policy.versionN', { n: v.number, name: v.name }),
				source: '',
			})),
		...(all?.items ?? [])
			.filter((p) => p.source !== content.source)
			.map((p) => ({
				value: p.name,
				label: t('policy.shippedNamed', { name: spoken(p.name) }),
				source: p.source,
			})),
	]
	// The policy in force has nothing to be held against in itself: the one before it comes first.
	const chosen = picked ?? (name ? '' : (others[0]?.value ?? ''))
	const named = others.find((o) => o.value === chosen)
	const led = useQuery(version(named && !named.source ? chosen : ''))
	const against = named ? named.source || led.data?.source : ''
	const source = useSettled(content.source, 300)
	const { data, error, isPlaceholderData } = useQuery(compared(against === undefined ? '' : source, against))
	return (
		<section aria-label={t('policy.against')}>
			<h2 className="text-15 font-semibold">{t('policy.against')}</h2>
			<Field label={t('policy.againstWhich')} className="max-w-[360px] pt-2">
				{(tie) => (
					<Select
						{...tie}
						options={name ? [{ value: '', label: t('policy.inForce') }, ...others] : others}
						value={chosen}
						onChange={(e) => setPicked(e.target.value)}
					/>
				)}
			</Field>
			{error && <Trouble error={error} className="mt-2" />}
			{data && (
				<div className="pt-3" aria-busy={isPlaceholderData}>
					{data.messages === 0 ? (
						<p className="text-ink-2">{t('policy.noHistory')}</p>
					) : (
						<p>
							<b>{t('policy.ofMessages', { n: numbered(data.elsewhere), of: numbered(data.messages) })}</b>{' '}
							{t('policy.goOther')}{' '}
							{data.moved.length > 0 && (
								<button
									type="button"
									className="min-h-6 font-semibold text-cord underline"
									onClick={() => setOpen(true)}
								>
									{t('policy.seeAll')}
								</button>
							)}
						</p>
					)}
					{data.flows.length > 0 && <p className="pt-1 text-12 text-ink-3">{t('policy.flowsRead')}</p>}
					<ul className="max-w-[480px] pt-1">
						{data.flows.map((f) => (
							<li key={`${f.from} ${f.to}`} className="flex gap-2 border-t border-line py-1.5">
								<b className="w-10 text-end">{numbered(f.messages)}</b>
								<span>
									{vocabulary.name(f.from)} → <b className="text-cord">{vocabulary.name(f.to)}</b>
								</span>
							</li>
						))}
					</ul>
					<Working changes={data.working} />
					<Moved open={open} onClose={() => setOpen(false)} compared={data} />
				</div>
			)}
		</section>
	)
}

/** Models shows one message under each policy that comes with Switchboard. */
function Models() {
	const { vocabulary, policy } = useDesk()
	const { probe } = useProbe()
	const { data, something, isPlaceholderData, error } = useAnswer(true)
	const d = data?.decision
	const rows = d
		? [
				{
					name: t('policy.thisOne'),
					department: d.department,
					cover: d.cover?.chain?.[0] ?? 'none',
					level: d.required_level,
					deadline: d.deadline_seconds,
					own: true,
					key: '',
				},
				...data.models.map((m) => ({
					name: spoken(m.policy),
					department: m.department,
					cover: m.cover,
					level: m.required_level,
					deadline: m.deadline_seconds,
					own: m.policy === policy?.name,
					key: m.policy,
				})),
			]
		: []
	return (
		<section aria-label={t('policy.models')}>
			<h2 className="text-15 font-semibold">{t('policy.models')}</h2>
			{!something && <p className="text-ink-2">{t('policy.modelsHint')}</p>}
			{error && <Trouble error={error} />}
			{something && d && (
				<>
					{probe.text && (
						<p dir="auto" className="truncate text-ink-2">
							“{probe.text}”
						</p>
					)}
					<section
						// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too
						tabIndex={0}
						aria-label={t('policy.model')}
						className="overflow-x-auto"
						aria-busy={isPlaceholderData}
					>
						<table className="w-full min-w-[460px] pt-1 text-start">
							<thead className="text-12 text-ink-3">
								<tr>
									{[
										t('policy.model'),
										t('policy.leadsCol'),
										t('policy.coverCol'),
										t('policy.levelCol'),
										t('policy.answerCol'),
									].map((word) => (
										<th key={word} scope="col" className="px-2 py-1.5 text-start font-medium">
											{word}
										</th>
									))}
								</tr>
							</thead>
							<tbody>
								{rows.map((r) => (
									<tr
										key={r.key}
										className={clsx('border-t border-line', r.key === '' && 'bg-cord-soft font-semibold')}
									>
										<th scope="row" className="px-2 py-1.5 text-start font-medium">
											{r.name}
										</th>
										<td className="px-2 py-1.5">{vocabulary.name(r.department)}</td>
										<td className="px-2 py-1.5">
											{r.cover === 'none' ? t('policy.nobodyNeeded') : vocabulary.name(r.cover)}
										</td>
										<td className="px-2 py-1.5">{r.level || '–'}</td>
										<td className="px-2 py-1.5">
											{r.deadline ? secondsWord(r.deadline) : t('policy.noDeadline')}
										</td>
									</tr>
								))}
							</tbody>
						</table>
					</section>
				</>
			)}
		</section>
	)
}
