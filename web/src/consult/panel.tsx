import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTalk } from '../conversation/talk'
import { forField } from '../conversation/times'
import { Area } from '../ui/area'
import { TextField } from '../ui/field'
import { useHeldWords } from '../ui/held-words'
import { PanelForm } from '../ui/panel'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { type Asking, consults, does, experts } from './api'
import { Chosen, useChosen } from './chosen'
import { PreviewOf } from './preview'

const aDay = 24 * 3_600_000

/** AskOutsidePanel asks somebody outside by mail: what to ask whom first, then exactly what would be sent. */
export function AskOutsidePanel() {
	const { id, open } = useTalk()
	const queries = useQueryClient()
	const { data: book } = useQuery(experts)
	const [who, setWho] = useHeldWords(`${id} outside who`)
	const [question, setQuestion] = useHeldWords(`${id} outside question`)
	const [due, setDue] = useState(() => forField(new Date(Date.now() + aDay)))
	const [lift, setLift] = useState<string[]>([])
	const { chosen, toggle } = useChosen(id)
	const known = book?.items.find((e) => e.email === who.trim().toLowerCase())
	const asking = (through: string[]): Asking => ({
		email: who.trim(),
		...(known && { name: known.name }),
		question: question.trim(),
		messages: chosen,
		lift: through,
		due_at: new Date(due).toISOString(),
	})
	const preview = useMutation({ mutationFn: (through: string[]) => does.preview(id, asking(through)) })
	const ask = useMutation({
		mutationFn: (hash: string) => does.ask(id, { ...asking(lift), hash }),
		onSuccess: () => {
			setWho('')
			setQuestion('')
			open(null)
			return queries.invalidateQueries({ queryKey: consults(id).queryKey })
		},
	})
	const look = (through: string[]) => {
		setLift(through)
		ask.reset()
		preview.mutate(through)
	}
	const ready = who.includes('@') && question.trim() !== '' && new Date(due) > new Date()
	if (preview.data) {
		return (
			<PanelForm
				word={t('consult.send')}
				busy={ask.isPending || preview.isPending}
				onDo={() => preview.data && ask.mutate(preview.data.hash)}
				onCancel={() => preview.reset()}
			>
				<PreviewOf plan={preview.data} lift={lift} onLift={look} />
				{(ask.error ?? preview.error) && <Trouble error={(ask.error ?? preview.error) as Error} />}
			</PanelForm>
		)
	}
	return (
		<PanelForm
			word={t('consult.look')}
			ready={ready}
			busy={preview.isPending}
			onDo={() => look(lift)}
			onCancel={() => open(null)}
		>
			<TextField
				label={t('consult.who')}
				type="email"
				list="consult-experts"
				autoComplete="off"
				help={known ? [known.name, known.answers].filter(Boolean).join(' · ') : t('consult.whoHelp')}
				value={who}
				onChange={(e) => setWho(e.target.value)}
			/>
			<datalist id="consult-experts">
				{book?.items.map((e) => (
					<option key={e.id} value={e.email}>
						{[e.name, e.answers].filter(Boolean).join(' · ')}
					</option>
				))}
			</datalist>
			<Area
				label={t('consult.question')}
				help={t('consult.questionHelp')}
				maxLength={5000}
				value={question}
				onChange={(e) => setQuestion(e.target.value)}
			/>
			<Chosen chosen={chosen} toggle={toggle} />
			<TextField
				label={t('consult.due')}
				type="datetime-local"
				value={due}
				onChange={(e) => setDue(e.target.value)}
			/>
			{preview.error && <Trouble error={preview.error} />}
		</PanelForm>
	)
}
