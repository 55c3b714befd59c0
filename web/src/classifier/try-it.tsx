import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Section } from '../app/page'
import { Area } from '../ui/area'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { Sure } from '../ui/sure'
import { Trouble } from '../ui/trouble'
import { headWord, truthWord } from '../why/facts'
import { OutsideBadge } from '../why/outside'
import { type Key, t } from '../words/catalogue'
import { classifier, does, type Settings, type Trial, type TryBody } from './api'

/** TryIt shows what would leave of a text, and what would follow from the answer. */
export function TryIt({ settings }: { settings: Settings }) {
	const queries = useQueryClient()
	const [text, setText] = useState('')
	const [author, setAuthor] = useState('')
	const body: TryBody = { settings, text, ...(author && { author }) }
	const ask = useMutation({
		mutationFn: ({ body, send }: { body: TryBody; send: boolean }) =>
			does.try({ ...body, ...(send && { send }) }),
		onSettled: (_, __, { send }) => {
			if (send) void queries.invalidateQueries({ queryKey: classifier.queryKey })
		},
	})
	// What is shown belongs to what stands there: of other settings, or another text, nothing was shown yet.
	const shown = JSON.stringify(ask.variables?.body) === JSON.stringify(body) ? ask.data : undefined
	const look = (e: FormEvent) => {
		e.preventDefault()
		if (!ask.isPending) ask.mutate({ body, send: false })
	}
	return (
		<Section title={t('classifier.try')} help={t('classifier.tryHelp')}>
			<form onSubmit={look} className="flex flex-col gap-3">
				<Area
					label={t('classifier.text')}
					required
					maxLength={8000}
					value={text}
					onChange={(e) => {
						setText(e.target.value)
						ask.reset()
					}}
				/>
				<TextField
					label={t('classifier.author')}
					maxLength={200}
					value={author}
					onChange={(e) => {
						setAuthor(e.target.value)
						ask.reset()
					}}
				/>
				<div className="flex flex-wrap gap-2">
					<Button type="submit" disabled={ask.isPending}>
						{t('classifier.look')}
					</Button>
					{shown && !shown.sent && settings.url !== '' && (
						<Button look="act" disabled={ask.isPending} onClick={() => ask.mutate({ body, send: true })}>
							{t('classifier.send')}
						</Button>
					)}
				</div>
			</form>
			{ask.error && <Trouble error={ask.error} />}
			<div role="status" className="flex flex-col gap-3">
				{shown && <Shown trial={shown} />}
				{shown?.sent && <Followed trial={shown} />}
			</div>
		</Section>
	)
}

const block = 'rounded-card bg-sunken px-3 py-2 text-12 break-words whitespace-pre-wrap'

function Shown({ trial }: { trial: Trial }) {
	return (
		<div className="flex flex-col gap-1">
			<p className="font-semibold">{t('classifier.sent')}</p>
			<p dir="auto" className={block}>
				{trial.text}
			</p>
			<p className="text-12 text-ink-3">{t('classifier.leftOut', { n: trial.left_out.length })}</p>
			{trial.url && (
				<details>
					<summary className="min-h-6 cursor-pointer">{t('classifier.whole', { url: trial.url })}</summary>
					<pre className={block}>{trial.body}</pre>
				</details>
			)}
		</div>
	)
}

function Followed({ trial }: { trial: Trial }) {
	const outside = trial.after.outside
	const changed = Object.entries(trial.after.heads).filter(([, finding]) => finding.by)
	return (
		<div className="flex flex-col gap-2">
			{trial.trouble ? (
				<p className="font-medium text-late">
					{t(`classifier.trouble.${trial.trouble}` as Key, { when: '' })}
				</p>
			) : (
				<p className="font-semibold">{t('classifier.becomes')}</p>
			)}
			{!trial.trouble && changed.length === 0 && <p className="text-ink-2">{t('classifier.same')}</p>}
			<dl className="flex flex-col gap-1">
				{changed.map(([head, finding]) => (
					<div key={head} className="flex flex-wrap items-baseline gap-2">
						<dt className="w-32 flex-none text-ink-3">{headWord(head)}</dt>
						<dd className="font-medium">{truthWord(head, finding.label)}</dd>
						<dd className="text-12 text-ink-3">
							{t('classifier.from', { was: truthWord(head, trial.before.heads[head]?.label ?? 'no') })}
						</dd>
						<dd className="flex items-center gap-2">
							<Sure confidence={finding.confidence} /> {outside && <OutsideBadge outside={outside} />}
						</dd>
					</div>
				))}
			</dl>
			{trial.answer && (
				<details>
					<summary className="min-h-6 cursor-pointer">{t('classifier.answer')}</summary>
					<pre className={block}>{trial.answer}</pre>
				</details>
			)}
			<p className="text-12 text-ink-3">{t('classifier.took', { ms: trial.took_ms })}</p>
		</div>
	)
}
