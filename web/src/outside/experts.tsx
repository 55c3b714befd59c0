import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Section } from '../app/page'
import { type Expert, experts } from '../consult/api'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { Skeleton } from '../ui/skeleton'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does } from './api'

/** Experts is the address book of those outside who can be asked. */
export function Experts({ manages }: { manages: boolean }) {
	const { data, error, refetch } = useQuery(experts)
	const [changing, change] = useState<string>()
	const close = () => change(undefined)
	return (
		<Section title={t('outside.experts')} help={t('outside.expertsHelp')}>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{!data && !error && <Skeleton rows={3} />}
			{data?.items.length === 0 && <p className="text-ink-3">{t('outside.noExperts')}</p>}
			<ul className="flex flex-col">
				{data?.items.map((e) => (
					<li key={e.id} className="border-b border-line py-2 last:border-0">
						{changing === e.id ? (
							<ExpertForm expert={e} done={close} />
						) : (
							<div className="flex items-center gap-2">
								<span className="min-w-0 flex-1">
									<b dir="auto">{e.name}</b>{' '}
									<bdi className="text-ink-2 [overflow-wrap:anywhere]">{e.email}</bdi>
									{e.answers && (
										<span dir="auto" className="block text-12 text-ink-3">
											{e.answers}
										</span>
									)}
								</span>
								{manages && (
									<Button size="small" onClick={() => change(e.id)}>
										{t('outside.change')} <span className="sr-only">{e.name}</span>
									</Button>
								)}
							</div>
						)}
					</li>
				))}
			</ul>
			{manages &&
				(changing === 'new' ? (
					<ExpertForm done={close} />
				) : (
					<Button icon="plus" className="self-start" onClick={() => change('new')}>
						{t('outside.addExpert')}
					</Button>
				))}
		</Section>
	)
}

function ExpertForm({ expert, done }: { expert?: Expert; done: () => void }) {
	const queries = useQueryClient()
	const [name, setName] = useState(expert?.name ?? '')
	const [email, setEmail] = useState(expert?.email ?? '')
	const [answers, setAnswers] = useState(expert?.answers ?? '')
	const act = useMutation({
		mutationFn: (call: () => Promise<unknown>) => call(),
		onSuccess: async () => {
			await queries.invalidateQueries({ queryKey: experts.queryKey })
			done()
		},
	})
	const body = { name: name.trim(), email: email.trim(), answers: answers.trim() }
	const save = (e: FormEvent) => {
		e.preventDefault()
		if (!act.isPending) act.mutate(() => (expert ? does.update(expert.id, body) : does.create(body)))
	}
	return (
		<form onSubmit={save} className="flex flex-col gap-3 rounded-card bg-sunken p-3">
			<TextField
				label={t('outside.name')}
				required
				maxLength={100}
				value={name}
				onChange={(e) => setName(e.target.value)}
			/>
			<TextField
				label={t('outside.email')}
				type="email"
				required
				maxLength={320}
				value={email}
				onChange={(e) => setEmail(e.target.value)}
			/>
			<TextField
				label={t('outside.answers')}
				help={t('outside.answersHelp')}
				maxLength={500}
				value={answers}
				onChange={(e) => setAnswers(e.target.value)}
			/>
			{act.error && <Trouble error={act.error} />}
			<div className="flex flex-wrap gap-2">
				<Button look="act" type="submit" disabled={act.isPending}>
					{t('outside.save')}
				</Button>
				<Button look="quiet" onClick={done}>
					{t('conversation.cancel')}
				</Button>
				{expert && (
					<Button
						look="quiet"
						className="ms-auto"
						disabled={act.isPending}
						onClick={() => act.mutate(() => does.forget(expert.id))}
					>
						{t('outside.forget')}
					</Button>
				)}
			</div>
		</form>
	)
}
