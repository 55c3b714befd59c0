import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, Problem } from '../api/client'
import { Section } from '../app/page'
import { Button } from '../ui/button'
import { PasswordField } from '../ui/password-field'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'

/** Password changes one's own. */
export function Password() {
	const queries = useQueryClient()
	const [present, setPresent] = useState('')
	const [chosen, setChosen] = useState('')
	const change = useMutation({
		mutationFn: () => ask(api.PUT('/api/v1/me/password', { body: { present, chosen } })),
		onSuccess: () => {
			setPresent('')
			setChosen('')
			void queries.invalidateQueries({ queryKey: ['sessions'] })
		},
	})
	const problem = change.error instanceof Problem ? change.error : undefined
	const wrong = { present: problem?.field('present'), chosen: problem?.field('chosen') }
	return (
		<Section title={t('me.password')}>
			<form
				className="flex max-w-[360px] flex-col gap-3"
				onSubmit={(e) => {
					e.preventDefault()
					change.mutate()
				}}
			>
				<PasswordField
					label={t('me.present')}
					name="present"
					value={present}
					error={wrong.present}
					onChange={setPresent}
				/>
				<PasswordField
					fresh
					label={t('me.chosen')}
					help={t('me.chosenHint')}
					name="chosen"
					value={chosen}
					error={wrong.chosen}
					onChange={setChosen}
				/>
				{change.error && !wrong.present && !wrong.chosen && <Trouble error={change.error} />}
				<Button type="submit" className="self-start" disabled={change.isPending}>
					{t('me.change')}
				</Button>
				<p role="status" className="text-good">
					{change.isSuccess && t('me.changed')}
				</p>
			</form>
		</Section>
	)
}
