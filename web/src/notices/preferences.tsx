import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { Page } from '../app/page'
import { areTimes } from '../setup/check'
import { weekOf } from '../setup/draft'
import { Hours } from '../setup/hours'
import { Check, Group, Segments, Select } from '../ui/choose'
import { Field } from '../ui/field'
import { SaveRow } from '../ui/save-row'
import { Trouble } from '../ui/trouble'
import { type Key, t } from '../words/catalogue'
import { type Preferences, preferences } from './api'
import { Browsers } from './browsers'
import { MyChats } from './chats'
import { waited, waiting } from './matrix'
import { spansOf } from './spans'
import { Matrix } from './table'
import '../words/en/people'

/** NoticePreferences chooses what one is told of, how and when. */
export function NoticePreferences() {
	const { data, error, refetch } = useQuery(preferences)
	return (
		<Page title={t('notices.prefs')} lead={t('notices.prefsLead')}>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{data && <Choose said={data} />}
			<Browsers />
			<MyChats />
		</Page>
	)
}

const night = [
	{
		id: 0,
		days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const,
		from: '22:00',
		to: '07:00',
	},
]
const spans = [0, 300, 900, 3600, 14400] as const

function Choose({ said }: { said: Preferences }) {
	const [ways, setWays] = useState(said.ways)
	const [detail, setDetail] = useState(said.detail)
	const [quiet, setQuiet] = useState(said.quiet !== undefined)
	const [hours, setHours] = useState(() => (said.quiet ? spansOf(said.quiet.hours) : night.map(copied)))
	const [zone, setZone] = useState(
		said.quiet?.zone ?? (Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'),
	)
	const queries = useQueryClient()
	const save = useMutation({
		mutationFn: () =>
			ask(
				api.PUT('/api/v1/me/notice-preferences', {
					body: { ways, detail, ...(quiet && { quiet: { zone, hours: weekOf(hours) } }) },
				}),
			),
		onSuccess: (kept) => queries.setQueryData(preferences.queryKey, kept),
	})
	const details = ['event', 'title', 'preview'] as const
	const after = waiting(ways)
	const offered = (spans as readonly number[]).includes(after) ? spans : [...spans, after]
	return (
		<form
			className="flex flex-col gap-5"
			onSubmit={(e) => {
				e.preventDefault()
				if (!quiet || areTimes(hours)) save.mutate()
				else e.currentTarget.querySelector<HTMLElement>('[aria-invalid]')?.focus()
			}}
		>
			<Matrix said={said} ways={ways} onChange={setWays} />
			<Field label={t('notices.after')} help={t('notices.afterHelp')} className="max-w-[240px]">
				{(tie) => (
					<Select
						{...tie}
						options={offered.map((s) => ({ value: String(s), label: afterWord(s) }))}
						value={String(after)}
						onChange={(e) => setWays(waited(ways, Number(e.target.value)))}
					/>
				)}
			</Field>
			<Group label={t('notices.quiet')}>
				<Check
					label={t('notices.quietOn')}
					help={t('notices.quietHelp')}
					checked={quiet}
					onChange={setQuiet}
				/>
				{quiet && <Hours spans={hours} zone={zone} onSpans={setHours} onZone={setZone} />}
			</Group>
			<Group label={t('notices.detail')}>
				<Segments
					long
					label={t('notices.detail')}
					value={detail}
					options={details.map((d) => ({ value: d, label: t(`notices.detail.${d}`) }))}
					onChange={setDetail}
				/>
			</Group>
			{save.error && <Trouble error={save.error} />}
			<SaveRow busy={save.isPending} kept={save.isSuccess} />
		</form>
	)
}

const copied = (span: (typeof night)[number]) => ({ ...span, days: [...span.days] })

function afterWord(seconds: number): string {
	if ((spans as readonly number[]).includes(seconds)) return t(`notices.after.${seconds}` as Key)
	return t('state.minutes', { n: Math.round(seconds / 60) })
}
