import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Section } from '../app/page'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does, type Missing, suggestions } from './api'
import { TopicForm } from './form'

/** Suggested is what customers talk about that no topic covers. It is looked for when somebody asks. */
export function Suggested() {
	const [asked, ask] = useState(false)
	const { data, error, isFetching, refetch } = useQuery({ ...suggestions, enabled: asked })
	return (
		<Section title={t('triage.suggested')} help={t('triage.suggestedHelp')}>
			{!asked && (
				<Button className="self-start" onClick={() => ask(true)}>
					{t('triage.look')}
				</Button>
			)}
			{error && <Trouble error={error} again={() => void refetch()} />}
			{isFetching && !data && <Skeleton rows={3} />}
			{data?.items.length === 0 && <p className="text-ink-3">{t('triage.nothingNew')}</p>}
			<ul className="flex flex-col">
				{data?.items.map((one) => (
					<li key={`${one.language} ${one.phrase}`} className="border-b border-line py-2 last:border-0">
						<Suggestion one={one} />
					</li>
				))}
			</ul>
		</Section>
	)
}

function Suggestion({ one }: { one: Missing }) {
	const queries = useQueryClient()
	const [making, make] = useState(false)
	const phrases = [one.phrase, ...one.also]
	const dismiss = useMutation({
		mutationFn: () => does.dismiss(phrases),
		onSuccess: () => queries.invalidateQueries({ queryKey: suggestions.queryKey }),
	})
	if (making) {
		const words = phrases.map((phrase) => (one.language === 'und' ? phrase : `${one.language}: ${phrase}`))
		const name = one.phrase.charAt(0).toLocaleUpperCase() + one.phrase.slice(1)
		return (
			<TopicForm
				begin={{ name, words: words.join('\n'), examples: '', suggestion: one.phrase }}
				done={() => make(false)}
			/>
		)
	}
	return (
		<div className="flex flex-col gap-1">
			<div className="flex flex-wrap items-center gap-2">
				<b dir="auto" className="min-w-0 flex-1">
					{one.phrase}
					{one.also.length > 0 && <span className="font-normal text-ink-2"> · {one.also.join(' · ')}</span>}
				</b>
				<Button size="small" onClick={() => make(true)}>
					{t('triage.make')} <span className="sr-only">{one.phrase}</span>
				</Button>
				<Button size="small" look="quiet" disabled={dismiss.isPending} onClick={() => dismiss.mutate()}>
					{t('triage.dismiss')} <span className="sr-only">{one.phrase}</span>
				</Button>
			</div>
			<p className="text-12 text-ink-3">
				{t('triage.rise', { n: one.customers, before: one.before, times: Math.round(one.rise) })}
			</p>
			{one.messages.map((m) => (
				<blockquote key={m.message_id} dir="auto" className="border-s-2 border-line ps-2 text-ink-2">
					{m.text}
				</blockquote>
			))}
			{dismiss.error && <Trouble error={dismiss.error} />}
		</div>
	)
}
