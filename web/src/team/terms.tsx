import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { departments } from '../api/query'
import { Check, Group, Segments } from '../ui/choose'
import { TextField } from '../ui/field'
import { SaveRow } from '../ui/save-row'
import { Skeleton } from '../ui/skeleton'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does, type Said, terms as termsOf } from './api'
import { bodyOf, type Field, fields, ofPolicy, type Typed, typedOf, weights } from './terms-said'

/** TermsForm says how a department hands its work out. */
export function TermsForm({ department }: { department: string }) {
	const { data, error } = useQuery(termsOf(department))
	const { data: all } = useQuery(departments)
	const desk = all?.items.find((d) => d.key === department)
	if (error) return <Trouble error={error} />
	if (!data || !desk) return <Skeleton rows={4} />
	return <Form terms={data} desk={desk} />
}

/** What is only counted whole. */
const whole: Field['unit'][] = ['cover.t.percent', 'cover.t.messages']

interface Props {
	terms: Said
	desk: { key: string; name: string; pull: boolean }
}

function Form({ terms, desk }: Props) {
	const [said, setSaid] = useState(() => typedOf(terms))
	const [pull, setPull] = useState(desk.pull)
	const queries = useQueryClient()
	const save = useMutation({
		mutationFn: async () => {
			await does.setTerms(desk.key, bodyOf(said, terms))
			if (pull !== desk.pull) await does.setDepartment(desk.key, desk.name, pull)
		},
		onSettled: () =>
			Promise.all(['departments', 'agents'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
	})
	const set = (part: Partial<Typed>) => {
		save.reset()
		setSaid({ ...said, ...part })
	}
	const submit = (e: FormEvent) => {
		e.preventDefault()
		if (!save.isPending) save.mutate()
	}
	const one = (f: Field) => (
		<TextField
			key={f.name}
			label={t(f.word)}
			help={t(f.help)}
			type="number"
			inputMode="decimal"
			min={f.min}
			max={f.max}
			step={whole.includes(f.unit) ? 1 : 'any'}
			placeholder={f.usual ? String(f.usual) : t('cover.t.everywhere')}
			after={<span className="text-12 text-ink-3">{t(f.unit)}</span>}
			value={said[f.name]}
			onChange={(e) => set({ [f.name]: e.target.value })}
		/>
	)
	return (
		<form onSubmit={submit} className="flex flex-col gap-4 pt-1">
			{ofPolicy(terms.policy).length > 0 && (
				<section aria-label={t('cover.t.policy')}>
					<p>{t('cover.t.policy')}</p>
					<ul className="list-disc ps-5 text-ink-2">
						{ofPolicy(terms.policy).map((word) => (
							<li key={word}>{word}</li>
						))}
					</ul>
				</section>
			)}
			<Check
				label={t('cover.t.pull')}
				checked={pull}
				onChange={(on) => {
					save.reset()
					setPull(on)
				}}
			/>
			{!pull && (
				<Group label={t('cover.t.accept')}>
					<Segments
						label={t('cover.t.accept')}
						options={(['ask', 'at_once'] as const).map((value) => ({ value, label: t(`cover.t.${value}`) }))}
						value={said.accept}
						onChange={(accept) => set({ accept })}
					/>
				</Group>
			)}
			{fields.map(one)}
			<Group label={t('cover.t.weights')} aside={t('cover.t.weightsHelp')}>
				<div className="flex flex-col gap-3">{weights.map(one)}</div>
			</Group>
			{save.error && <Trouble error={save.error} />}
			<SaveRow busy={save.isPending} kept={save.isSuccess} />
		</form>
	)
}
