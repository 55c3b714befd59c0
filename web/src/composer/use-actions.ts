import { useActions } from '../action/use'
import { t } from '../words/catalogue'
import type { Writing } from './use-writing'
import { noteWay } from './ways'

/** useComposerActions makes known what can be done while there is something to write. */
export function useComposerActions(
	w: Writing,
	write: (leg?: string) => void,
	send: (close: boolean) => void,
	within: () => Element | null,
) {
	const leaves = w.words.going?.is === 'leaves'
	const answers = w.ways.find((one) => one.readers !== 'internal' && !one.refused)
	const back = w.way.readers === 'internal' ? (answers?.leg ?? noteWay.leg) : undefined
	useActions([
		{ id: 'conversation.write', word: 'conversation.write', icon: 'talk', key: 'r', run: () => write(back) },
		{
			id: 'conversation.note',
			word: 'conversation.note',
			icon: 'internal',
			key: 'n',
			run: () => write(noteWay.leg),
		},
		{
			id: 'composer.send',
			word: 'composer.title',
			key: '$mod+Enter',
			whileWriting: within,
			run: () => send(false),
		},
		{
			id: 'composer.sendClose',
			word: 'composer.andClose',
			values: { verb: t('composer.title') },
			key: '$mod+Shift+Enter',
			whileWriting: within,
			run: () => send(true),
		},
		...w.ways.slice(0, 4).map((way, i) => ({
			id: `composer.way${i}`,
			word: 'composer.leg' as const,
			key: `Alt+${i + 1}`,
			whileWriting: within,
			run: () => !way.refused && write(way.leg),
		})),
		...(leaves
			? [
					{
						id: 'composer.undo',
						word: 'composer.undo' as const,
						key: '$mod+z',
						whileWriting: within,
						run: () => void w.keeping.undo(),
					},
				]
			: []),
	])
}
