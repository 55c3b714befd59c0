import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Dispatch, type FormEvent, type SetStateAction, useState } from 'react'
import { Section } from '../app/page'
import { Check, Segments, Select } from '../ui/choose'
import { Field, TextField } from '../ui/field'
import { SaveRow } from '../ui/save-row'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { type Body, type Classifier, classifier, does, type Settings } from './api'
import { Bounds } from './bounds'
import { What } from './what'

export type Change = (change: Partial<Settings>) => void

interface Form {
	now: Classifier
	/** settings are what stands in the form: those saved, with what was written since. */
	settings: Settings
	onWritten: Dispatch<SetStateAction<Partial<Settings>>>
}

/** without is what was written beside what was saved. */
const without = (written: Partial<Settings>, saved: Settings): Partial<Settings> =>
	Object.fromEntries(Object.entries(written).filter(([key, value]) => saved[key as keyof Settings] !== value))

/** ClassifierForm says where the classifier is and what it may do. */
export function ClassifierForm({ now, settings: s, onWritten }: Form) {
	const queries = useQueryClient()
	const [key, setKey] = useState('')
	const [forget, setForget] = useState(false)
	const save = useMutation({
		mutationFn: (body: Body) => does.set(body),
		onSuccess: (after, sent) => {
			// What was written while it was saved stays.
			setKey((now) => (now === sent.key ? '' : now))
			setForget(false)
			onWritten((now) => without(now, sent.settings))
			queries.setQueryData(classifier.queryKey, after)
		},
	})
	const edited = () => {
		if (!save.isPending) save.reset()
	}
	const set: Change = (change) => {
		onWritten((now) => ({ ...now, ...change }))
		edited()
	}
	const submit = (e: FormEvent) => {
		e.preventDefault()
		if (!save.isPending)
			save.mutate({ settings: s, ...(key && { key }), ...(forget && { forget_key: true }) })
	}
	return (
		<form onSubmit={submit} className="flex flex-col gap-5">
			<Section title={t('classifier.server')}>
				<Check
					label={t('classifier.on')}
					help={t('classifier.onHelp')}
					checked={s.on}
					onChange={(on) => set({ on })}
				/>
				<Server s={s} set={set} inside={now.inside} />
				<TextField
					label={t('classifier.key')}
					help={t(now.has_key ? 'classifier.keyKept' : 'classifier.keyNone')}
					type="password"
					autoComplete="off"
					maxLength={500}
					value={key}
					onChange={(e) => {
						setKey(e.target.value)
						edited()
					}}
				/>
				{now.has_key && (
					<Check
						label={t('classifier.keyForget')}
						checked={forget}
						onChange={(on) => {
							setForget(on)
							edited()
						}}
					/>
				)}
			</Section>
			<What s={s} set={set} heads={now.heads} />
			<Bounds s={s} set={set} />
			{save.error && <Trouble error={save.error} />}
			<SaveRow busy={save.isPending} kept={save.isSuccess} />
		</form>
	)
}

function Server({ s, set, inside }: { s: Settings; set: Change; inside: boolean }) {
	return (
		<>
			<TextField
				label={t('classifier.name')}
				help={t('classifier.nameHelp')}
				required={s.on}
				maxLength={60}
				value={s.name}
				onChange={(e) => set({ name: e.target.value })}
			/>
			<Segments
				label={t('classifier.protocol')}
				long
				value={s.protocol}
				onChange={(protocol) => set({ protocol })}
				options={[
					{ value: 'switchboard', label: t('classifier.own') },
					{ value: 'openai', label: t('classifier.chat') },
				]}
			/>
			<TextField
				label={t('classifier.url')}
				help={t(inside ? 'classifier.urlInside' : 'classifier.urlHelp')}
				type="url"
				required={s.on}
				maxLength={500}
				value={s.url}
				onChange={(e) => set({ url: e.target.value })}
			/>
			<TextField
				label={t('classifier.model')}
				required={s.on && s.protocol === 'openai'}
				maxLength={120}
				value={s.model}
				onChange={(e) => set({ model: e.target.value })}
			/>
			{s.protocol === 'openai' && (
				<Field label={t('classifier.format')}>
					{(tie) => (
						<Select
							{...tie}
							value={s.answer_format}
							onChange={(e) => set({ answer_format: e.target.value as Settings['answer_format'] })}
							options={[
								{ value: 'object', label: t('classifier.formatObject') },
								{ value: 'schema', label: t('classifier.formatSchema') },
								{ value: 'none', label: t('classifier.formatNone') },
							]}
						/>
					)}
				</Field>
			)}
		</>
	)
}
