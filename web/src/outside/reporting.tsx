import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Section } from '../app/page'
import { Button } from '../ui/button'
import { Segments } from '../ui/choose'
import { TextField } from '../ui/field'
import { Skeleton } from '../ui/skeleton'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does, type Reporting, reporting } from './api'

/** ReportingSection says how colleagues may report what they saw, without a login. */
export function ReportingSection() {
	const { data, error, refetch } = useQuery(reporting)
	return (
		<Section title={t('outside.reporting')} help={t('outside.reportingHelp')}>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{!data && !error && <Skeleton rows={3} />}
			{data && <ReportingForm key={JSON.stringify(data)} now={data} />}
		</Section>
	)
}

/** listOf reads a list that somebody wrote with commas or blanks. */
export const listOf = (text: string) => text.split(/[\s,;]+/).filter(Boolean)

function ReportingForm({ now }: { now: Reporting }) {
	const queries = useQueryClient()
	const [form, setForm] = useState(now.form)
	const [word, setWord] = useState('')
	const [domains, setDomains] = useState(now.domains.join(', '))
	const [networks, setNetworks] = useState(now.networks.join(', '))
	const save = useMutation({
		mutationFn: () =>
			does.setReporting({
				form,
				...(word && { word }),
				domains: listOf(domains),
				networks: listOf(networks),
			}),
		onSuccess: (after) => queries.setQueryData(reporting.queryKey, after),
	})
	const submit = (e: FormEvent) => {
		e.preventDefault()
		if (!save.isPending) save.mutate()
	}
	return (
		<form onSubmit={submit} className="flex flex-col gap-3">
			<p className="text-ink-2">
				{now.addresses.length > 0
					? t('outside.mailTo', { addresses: now.addresses.join(', ') })
					: t('outside.noMailTo')}
			</p>
			<TextField
				label={t('outside.domains')}
				help={t('outside.domainsHelp')}
				value={domains}
				onChange={(e) => setDomains(e.target.value)}
			/>
			<p className="font-semibold">{t('outside.form')}</p>
			<Segments
				label={t('outside.form')}
				long
				value={form}
				onChange={setForm}
				options={[
					{ value: 'off', label: t('outside.formOff') },
					{ value: 'word', label: t('outside.formWord') },
					{ value: 'network', label: t('outside.formNetwork') },
				]}
			/>
			{form === 'word' && (
				<TextField
					label={t('outside.word')}
					help={t(now.has_word ? 'outside.wordKept' : 'outside.wordHelp')}
					required={!now.has_word}
					minLength={8}
					maxLength={200}
					autoComplete="off"
					value={word}
					onChange={(e) => setWord(e.target.value)}
				/>
			)}
			{form === 'network' && (
				<TextField
					label={t('outside.networks')}
					help={t('outside.networksHelp')}
					required
					value={networks}
					onChange={(e) => setNetworks(e.target.value)}
				/>
			)}
			{save.error && <Trouble error={save.error} />}
			<Button look="act" type="submit" className="self-start" disabled={save.isPending}>
				{t('outside.save')}
			</Button>
		</form>
	)
}
