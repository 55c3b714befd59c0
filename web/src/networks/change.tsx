import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { Button } from '../ui/button'
import { SaveRow } from '../ui/save-row'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import type { AccountView, Form } from './api'
import { begin, configOf, isPlaced, missing, type Values, wrongWith } from './config'
import { Settings } from './settings'
import { bodyOf, type Said, Voice } from './voice'

/** Change changes the settings and the voice of an account; the connection is tried before anything is kept. */
export function Change({ form, view, tag }: { form: Form; view: AccountView; tag: string }) {
	// What is changed is what was seen when the changing began, whatever comes in meanwhile.
	const [edit, setEdit] = useState<Edit | null>(null)
	const { values, said, tag: seen } = edit ?? { ...asIs(form, view), tag }
	const change = (more: Partial<Edit>) => setEdit({ values, said, tag: seen, ...more })
	const [empty, setEmpty] = useState<Record<string, string>>({})
	const queries = useQueryClient()
	const save = useMutation({
		mutationFn: () =>
			ask(
				api.PUT('/api/v1/accounts/{id}', {
					params: { path: { id: view.id }, header: { 'If-Match': seen } },
					body: { ...bodyOf(said), config: configOf(form, values), check: view.state !== 'paused' },
				}),
			),
		onSuccess: async () => {
			await queries.invalidateQueries({ queryKey: ['accounts'] })
			setEdit(null)
		},
	})
	const wrong = (name: string) => empty[name] ?? wrongWith(save.error, name)
	const fields = [...(form.fields ?? []).map((f) => f.name), 'name', 'accountable', 'brand_id', 'voice']
	return (
		<details>
			<summary className="w-fit cursor-pointer py-1 text-15 font-semibold">{t('networks.change')}</summary>
			<form
				noValidate
				className="flex flex-col gap-5 pt-3"
				onSubmit={(e) => {
					e.preventDefault()
					const found = missing(form, values, { kept: view.has_secrets })
					setEmpty(found)
					if (Object.keys(found).length === 0) save.mutate()
				}}
			>
				<Voice said={said} onChange={(said) => change({ said })} wrong={wrong} />
				<Settings
					form={form}
					values={values}
					onChange={(values) => change({ values })}
					wrong={wrong}
					kept={view.has_secrets}
				/>
				{edit && edit.tag !== tag && !save.isPending && (
					<p role="status" className="rounded-card bg-hold-soft px-3 py-2">
						<b className="text-hold">{t('networks.changed')}</b> {t('networks.changedHint')}{' '}
						<Button size="small" onClick={() => setEdit(null)}>
							{t('networks.anew')}
						</Button>
					</p>
				)}
				{save.error && !isPlaced(save.error, fields) && <Trouble error={save.error} />}
				<SaveRow busy={save.isPending} kept={save.isSuccess} />
			</form>
		</details>
	)
}

/** Edit is what somebody is changing, and the state of the account it began from. */
interface Edit {
	values: Values
	said: Said
	tag: string
}

/** asIs is an account as it stands. Secrets are not among it: what is sealed stays sealed. */
function asIs(form: Form, view: AccountView): Pick<Edit, 'values' | 'said'> {
	const voice = view.voice as Said['voice']
	const { name, accountable = '', brand_id } = view
	return { values: begin(form, view.config), said: { name, voice, accountable, brand_id } }
}
