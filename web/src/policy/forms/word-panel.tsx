import { useState } from 'react'
import { TextField } from '../../ui/field'
import { Panel, PanelForm } from '../../ui/panel'
import { t } from '../../words/catalogue'

interface Props {
	title: string
	open: boolean
	onOpen: (open: boolean) => void
	onWord: (word: string) => void
}

/** WordPanel asks for a word that stands in no list: a topic, a segment, a brand. */
export function WordPanel({ title, open, onOpen, onWord }: Props) {
	const [word, setWord] = useState('')
	const done = () => {
		onOpen(false)
		setWord('')
	}
	return (
		<Panel title={title} open={open} onOpen={onOpen} align="start" anchor={<span />}>
			<PanelForm
				word={t('policy.addWord')}
				ready={word.trim() !== ''}
				onCancel={done}
				onDo={() => {
					onWord(word.trim())
					done()
				}}
			>
				<TextField label={title} value={word} maxLength={60} onChange={(e) => setWord(e.target.value)} />
			</PanelForm>
		</Panel>
	)
}
