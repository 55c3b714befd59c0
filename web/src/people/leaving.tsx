import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { accounts, agents } from '../api/query'
import { Button } from '../ui/button'
import { Refused } from '../ui/refused'
import { t } from '../words/catalogue'
import type { Person } from './api'
import { bodyOf, saidOf } from './said'

interface Props {
	view: Person
	tag: string
	/** It is about whoever looks. */
	self: boolean
}

/** Leaving makes somebody inactive, and says before what that does; or lets them in again. */
export function Leaving({ view, tag, self }: Props) {
	const [asked, setAsked] = useState(false)
	const queries = useQueryClient()
	const put = useMutation({
		mutationFn: ({ disabled, confirmed }: { disabled: boolean; confirmed: boolean }) =>
			ask(
				api.PUT('/api/v1/agents/{id}', {
					params: { path: { id: view.id }, header: { 'If-Match': tag } },
					body: { ...bodyOf(saidOf(view), disabled), confirmed },
				}),
			),
		onSuccess: () => setAsked(false),
		onSettled: () =>
			Promise.all(
				['agents', 'inbox', 'counters'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
			),
	})
	if (self) return null
	return (
		<section aria-label={t('people.leaving')} className="flex flex-col gap-3 border-t border-line pt-5">
			<h2 className="text-15 font-semibold">{t('people.leaving')}</h2>
			{view.disabled ? (
				<>
					<p className="text-ink-2">{t('people.isInactive', { name: view.name })}</p>
					<Button
						className="self-start"
						disabled={put.isPending}
						onClick={() => put.mutate({ disabled: false, confirmed: false })}
					>
						{t('people.letIn', { name: view.name })}
					</Button>
				</>
			) : asked ? (
				<div className="flex flex-col gap-3 rounded-card bg-late-soft p-3 shadow-[inset_0_0_0_1px_var(--late-line)]">
					<Consequences view={view} />
					<div className="flex flex-wrap gap-2">
						<Button
							look="danger"
							disabled={put.isPending}
							onClick={() => put.mutate({ disabled: true, confirmed: false })}
						>
							{t('people.leaveDo', { name: view.name })}
						</Button>
						<Button look="quiet" onClick={() => setAsked(false)}>
							{t('ui.cancel')}
						</Button>
					</div>
				</div>
			) : (
				<Button className="self-start" onClick={() => setAsked(true)}>
					{t('people.leave')}
				</Button>
			)}
			{put.error && (
				<Refused
					error={put.error}
					busy={put.isPending}
					word={t('people.leaveAllTheSame', { name: view.name })}
					confirm={() => put.mutate({ disabled: true, confirmed: true })}
				/>
			)}
		</section>
	)
}

/** Consequences are what happens to everything that hangs on somebody. */
function Consequences({ view }: { view: Person }) {
	const { data: all } = useQuery(accounts)
	const { data: people } = useQuery(agents)
	const answers = (all?.items ?? []).filter((a) => a.accountable === view.id).map((a) => a.name)
	const covers = (people?.items ?? []).filter((a) => a.deputy === view.id && !a.disabled).map((a) => a.name)
	return (
		<>
			<p className="font-semibold">{t('people.leaveSure', { name: view.name })}</p>
			<ul className="list-disc ps-5">
				<li>{t('people.leave.work', { n: view.load })}</li>
				<li>{t('people.leave.asked')}</li>
				<li>{t('people.leave.in')}</li>
				{answers.length > 0 && <li>{t('people.leave.answers', { names: answers.join(', ') })}</li>}
				{covers.length > 0 && <li>{t('people.leave.covers', { names: covers.join(', ') })}</li>}
				<li>{t('people.leave.kept')}</li>
			</ul>
		</>
	)
}
