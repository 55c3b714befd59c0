import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { Button } from '../ui/button'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import type { AccountView, Form } from './api'
import { begin, configOf, isPlaced, missing, wrongWith } from './config'
import { Settings } from './settings'
import { bodyOf, Voice } from './voice'

/** Change changes the settings and the voice of an account; the connection is tried before anything is kept. */
export function Change({ form, view, tag }: { form: Form; view: AccountView; tag: string }) {
	const [values, setValues] = useState(() => begin(form, view.config))
	const [said, setSaid] = useState({
		name: view.name,
		voice: view.voice as 'named' | 'corporate',
		accountable: view.accountable ?? '',
		brand_id: view.brand_id,
	})
	const [empty, setEmpty] = useState<Record<string, string>>({})
	const queries = useQueryClient()
	const save = useMutation({
		mutationFn: () =>
			ask(
				api.PUT('/api/v1/accounts/{id}', {
					params: { path: { id: view.id }, header: { 'If-Match': tag } },
					body: { ...bodyOf(said), config: configOf(form, values), check: view.state !== 'paused' },
				}),
			),
		onSuccess: () => {
			setValues((v) => ({ ...v, ...blank(form) }))
			return queries.invalidateQueries({ queryKey: ['accounts'] })
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
				<Voice said={said} onChange={setSaid} wrong={wrong} />
				<Settings form={form} values={values} onChange={setValues} wrong={wrong} kept={view.has_secrets} />
				{save.error && !isPlaced(save.error, fields) && <Trouble error={save.error} />}
				<div className="flex items-center gap-3">
					<Button look="act" size="large" type="submit" disabled={save.isPending}>
						{t('networks.save')}
					</Button>
					<span role="status" className="text-good">
						{save.isSuccess && t('networks.saved')}
					</span>
				</div>
			</form>
		</details>
	)
}

/** blank empties the secrets: what was typed is sealed now. */
function blank(form: Form): Record<string, string> {
	const secrets = (form.fields ?? []).filter((f) => f.secret || f.kind === 'secret')
	return Object.fromEntries(secrets.map((f) => [f.name, '']))
}
