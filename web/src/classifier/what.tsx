import { useState } from 'react'
import { Section } from '../app/page'
import { Check, Chip, Group } from '../ui/choose'
import { TextField } from '../ui/field'
import { headWord } from '../why/facts'
import { t } from '../words/catalogue'
import type { Settings } from './api'
import type { Change } from './form'

/** listOf reads a list that somebody wrote with commas or blanks. */
export const listOf = (text: string) =>
	text
		.toLowerCase()
		.split(/[\s,;]+/)
		.filter(Boolean)

/** What is which findings it is asked about, and of which messages. */
export function What({ s, set, heads }: { s: Settings; set: Change; heads: string[] }) {
	const choose = (head: string, chosen: boolean) =>
		set({ heads: heads.filter((h) => (h === head ? chosen : s.heads.includes(h))) })
	return (
		<Section title={t('classifier.what')}>
			<Group label={t('classifier.heads')}>
				<div className="flex flex-wrap gap-1.5">
					{heads.map((head) => (
						<Chip
							key={head}
							label={headWord(head)}
							checked={s.heads.includes(head)}
							onChange={(chosen) => choose(head, chosen)}
						/>
					))}
				</div>
			</Group>
			<TextField
				label={t('classifier.unsure')}
				help={t('classifier.unsureHelp')}
				type="number"
				min={0}
				max={1}
				step="any"
				required
				value={s.unsure_below}
				onChange={(e) => set({ unsure_below: e.target.valueAsNumber || 0 })}
			/>
			<List
				label={t('classifier.networks')}
				help={t('classifier.networksHelp')}
				value={s.networks}
				onChange={(networks) => set({ networks })}
			/>
			<List
				label={t('classifier.languages')}
				help={t('classifier.languagesHelp')}
				value={s.languages}
				onChange={(languages) => set({ languages })}
			/>
			<div>
				<Check
					label={t('classifier.private')}
					help={t('classifier.privateHelp')}
					checked={s.private}
					onChange={(on) => set({ private: on })}
				/>
				<Check label={t('classifier.history')} checked={s.history} onChange={(history) => set({ history })} />
			</div>
		</Section>
	)
}

interface ListProps {
	label: string
	help: string
	value: string[]
	onChange: (value: string[]) => void
}

/** List is a list as somebody writes it, as long as what was written still says the same. */
function List({ label, help, value, onChange }: ListProps) {
	const [text, setText] = useState('')
	const same = listOf(text).join() === value.join()
	return (
		<TextField
			label={label}
			help={help}
			value={same ? text : value.join(', ')}
			onChange={(e) => {
				setText(e.target.value)
				onChange(listOf(e.target.value))
			}}
		/>
	)
}
