import { useActions } from '../action/use'
import { customerOf } from '../conversation/matter'
import { useTalk } from '../conversation/talk'
import { channelWord } from '../ui/visibility'
import { t } from '../words/catalogue'
import { verbOf } from './step'
import type { Writing } from './use-writing'
import { noteWay } from './ways'

/** useComposerActions makes known what can be done while there is something to write. */
export function useComposerActions(
	w: Writing,
	write: (leg?: string) => void,
	send: (close: boolean) => void,
	within: () => Element | null,
) {
	const { c } = useTalk()
	const leaves = w.words.going?.is === 'leaves'
	const answers = w.ways.find((one) => one.readers !== 'internal' && !one.refused)
	const back = w.way.readers === 'internal' ? (answers?.leg ?? noteWay.leg) : undefined
	const verb = verbOf(w.way, w.take, customerOf(c))
	const unless = w.text.trim() === '' ? { refused: t('composer.nothing') } : {}
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
			...verb,
			...unless,
			key: '$mod+Enter',
			whileWriting: within,
			run: () => send(false),
		},
		{
			id: 'composer.sendClose',
			word: 'composer.andClose',
			values: { verb: t(verb.word, verb.values) },
			...unless,
			key: '$mod+Shift+Enter',
			whileWriting: within,
			run: () => send(true),
		},
		...w.ways.slice(0, 4).map((way, i) => ({
			id: `composer.way${i}`,
			word: 'composer.toWay' as const,
			values: { way: way.readers === 'internal' ? t('composer.note') : channelWord(way.kind) },
			key: `Alt+${i + 1}`,
			whileWriting: within,
			...(way.refused && { refused: way.refused.what }),
			run: () => write(way.leg),
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
