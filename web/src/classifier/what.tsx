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
	const [networks, setNetworks] = useState(s.networks.join(', '))
	const [languages, setLanguages] = useState(s.languages.join(', '))
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
			<TextField
				label={t('classifier.networks')}
				help={t('classifier.networksHelp')}
				value={networks}
				onChange={(e) => {
					setNetworks(e.target.value)
					set({ networks: listOf(e.target.value) })
				}}
			/>
			<TextField
				label={t('classifier.languages')}
				help={t('classifier.languagesHelp')}
				value={languages}
				onChange={(e) => {
					setLanguages(e.target.value)
					set({ languages: listOf(e.target.value) })
				}}
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
