import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, askTagged, Problem } from '../api/client'
import { agents } from '../api/query'
import { areTimes } from '../setup/check'
import { nextId } from '../setup/fresh'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { onCall, type Seen } from './api'
import { callable } from './callable'
import { ladderOf, moved, planOf, type Rung } from './ladder'
import { Newer } from './newer'
import { StepFields } from './step'
import { WatchFields } from './watches'

interface Props {
	department: string
	/** How it stands. */
	now: Seen
	done: () => void
}

const mostSteps = 20

/** Change changes a ladder: its steps and waits, and who is on call when. What somebody else changed meanwhile is not undone. */
export function Change({ department, now, done }: Props) {
	const [ladder, setLadder] = useState(() => ladderOf(now.plan))
	const [seen, setSeen] = useState(now.tag)
	const { data: people } = useQuery(agents)
	const may = callable(people?.items ?? [], department)
	const queries = useQueryClient()
	const { queryKey } = onCall(department)
	const save = useMutation({
		mutationFn: (seen: string) =>
			askTagged(
				api.PUT('/api/v1/departments/{key}/on-call', {
					params: { path: { key: department }, header: { 'If-Match': seen } },
					body: planOf(ladder),
				}),
			),
		onSuccess: ({ found, tag }) => {
			queries.setQueryData(queryKey, { plan: found, tag })
			done()
		},
		onError: (error) => (isStale(error) ? queries.invalidateQueries({ queryKey }) : undefined),
	})
	const { rungs } = ladder
	const newer = now.tag !== seen && !save.isPending
	const set = (rungs: Rung[]) => setLadder({ ...ladder, rungs })
	const submit = (e: FormEvent<HTMLFormElement>) => {
		e.preventDefault()
		if (!ladder.watches.every((w) => areTimes(w.spans)))
			return e.currentTarget.querySelector<HTMLElement>('[aria-invalid]')?.focus()
		if (!save.isPending && !newer) save.mutate(seen)
	}
	return (
		<form onSubmit={submit} className="flex flex-col gap-5">
			<ol className="flex flex-col gap-2">
				{rungs.map((rung, i) => (
					<StepFields
						key={rung.id}
						rung={rung}
						n={i + 1}
						of={rungs.length}
						people={may}
						change={(part) => set(rungs.map((r) => (r.id === rung.id ? { ...r, ...part } : r)))}
						move={(by) => set(moved(rungs, rung.id, by))}
						remove={() => set(rungs.filter((r) => r.id !== rung.id))}
					/>
				))}
			</ol>
			{rungs.length < mostSteps && (
				<Button
					icon="plus"
					repeats
					look="quiet"
					className="self-start"
					onClick={() => set([...rungs, { id: nextId(rungs), who: 'managers', people: [], minutes: 5 }])}
				>
					{t('oncall.stepAdd')}
				</Button>
			)}
			<TextField
				label={t('oncall.repeatLabel')}
				help={t('oncall.repeatHelp')}
				name="repeat"
				type="number"
				min={1}
				max={1440}
				required
				className="max-w-[240px]"
				value={ladder.repeat || ''}
				onChange={(e) => setLadder({ ...ladder, repeat: e.target.valueAsNumber || 0 })}
			/>
			<WatchFields
				list={ladder.watches}
				people={may}
				onChange={(watches) => setLadder({ ...ladder, watches })}
			/>
			{newer && (
				<Newer
					plan={now.plan}
					overwrite={() => {
						setSeen(now.tag)
						save.mutate(now.tag)
					}}
					begin={() => {
						setSeen(now.tag)
						setLadder(ladderOf(now.plan))
						save.reset()
					}}
				/>
			)}
			{save.error && !newer && <Trouble error={save.error} />}
			<div className="flex gap-2">
				{!newer && (
					<Button look="act" size="large" type="submit" disabled={save.isPending || rungs.length === 0}>
						{t('oncall.save')}
					</Button>
				)}
				<Button look="quiet" size="large" onClick={done}>
					{t('oncall.cancel')}
				</Button>
			</div>
		</form>
	)
}

const isStale = (error: unknown) => error instanceof Problem && error.code === 'stale'
