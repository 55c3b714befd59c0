import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Section } from '../app/page'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does, type Topic, topics } from './api'
import { Exchange } from './exchange'
import { TopicForm } from './form'

/** TopicList is the company's own list. */
export function TopicList({ manages }: { manages: boolean }) {
	const { data, error, refetch } = useQuery(topics)
	const [changing, change] = useState<string>()
	const close = () => change(undefined)
	const live = data?.items.filter((topic) => !topic.archived) ?? []
	const gone = data?.items.filter((topic) => topic.archived) ?? []
	return (
		<Section title={t('triage.list')} help={t('triage.listHelp')}>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{!data && !error && <Skeleton rows={4} />}
			{data && live.length === 0 && <p className="text-ink-3">{t('triage.none')}</p>}
			<ul className="flex flex-col">
				{live.map((topic) => (
					<li key={topic.key} className="border-b border-line py-2 last:border-0">
						{changing === topic.key ? (
							<TopicForm topic={topic} done={close} />
						) : (
							<Row topic={topic} manages={manages} onChange={() => change(topic.key)} />
						)}
					</li>
				))}
			</ul>
			{manages &&
				(changing === '' ? (
					<TopicForm done={close} />
				) : (
					<div className="flex flex-wrap gap-2">
						<Button icon="plus" onClick={() => change('')}>
							{t('triage.add')}
						</Button>
						<Exchange />
					</div>
				))}
			{gone.length > 0 && (
				<details>
					<summary className="cursor-pointer text-ink-2">{t('triage.archived', { n: gone.length })}</summary>
					<ul className="flex flex-col pt-1">
						{gone.map((topic) => (
							<li key={topic.key} className="py-1">
								<Row topic={topic} manages={manages} />
							</li>
						))}
					</ul>
				</details>
			)}
		</Section>
	)
}

function Row({ topic, manages, onChange }: { topic: Topic; manages: boolean; onChange?: () => void }) {
	const queries = useQueryClient()
	const put = useMutation({
		mutationFn: () => (topic.archived ? does.restore(topic.key) : does.archive(topic.key)),
		onSuccess: () => queries.invalidateQueries({ queryKey: topics.queryKey }),
	})
	return (
		<div data-topic={topic.key} className="flex flex-wrap items-start gap-2">
			<div className="min-w-0 flex-1 basis-60">
				<b dir="auto">{topic.name}</b> <code className="text-12 text-ink-3">{topic.key}</code>
				{topic.description && (
					<p dir="auto" className="text-ink-2">
						{topic.description}
					</p>
				)}
				<p className="text-12 text-ink-3">{figuresOf(topic).join(' · ')}</p>
				{topic.learned?.resting.map((rest) => (
					<p key={`${rest.language} ${rest.term}`} className="text-12 text-ink-2">
						{t('triage.rests', { term: rest.term, wrong: rest.wrong, of: rest.wrong + rest.right })}
					</p>
				))}
				{put.error && <Trouble error={put.error} />}
			</div>
			{manages && (
				<div className="flex gap-1">
					{onChange && (
						<Button size="small" onClick={onChange}>
							{t('triage.change')} <span className="sr-only">{topic.name}</span>
						</Button>
					)}
					<Button size="small" look="quiet" disabled={put.isPending} onClick={() => put.mutate()}>
						{t(topic.archived ? 'triage.restore' : 'triage.archive')}{' '}
						<span className="sr-only">{topic.name}</span>
					</Button>
				</div>
			)}
		</div>
	)
}

/** figuresOf says how often a topic was found, by how many terms, and what it has learned. */
function figuresOf(topic: Topic): string[] {
	const terms = Object.values(topic.words ?? {}).flat().length
	const all = [t('triage.found', { week: topic.week, month: topic.month }), t('triage.terms', { n: terms })]
	const learned = topic.learned
	if (!learned) return all
	if (learned.state === 'confident')
		all.push(t('triage.learned', { precision: learned.precision ?? 0, recall: learned.recall ?? 0 }))
	else if (learned.yes > 0) all.push(t(`triage.state.${learned.state}`, { n: learned.yes }))
	return all
}
