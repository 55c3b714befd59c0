import type { Action } from '../action/action'
import { does, useAct } from './act'
import { refused } from './possible'
import type { Message } from './queries'
import type { Talk } from './talk'
import { undo, useUndo } from './undo'

/** useConversationActions lists what can be done with the open conversation: buttons, menu, keys and palette use it. */
export function useConversationActions(talk: Talk, post: Message | undefined): Action[] {
	const { id, may, open, self, c } = talk
	const act = useAct(id)
	const undoable = useUndo()
	const lead = { stance: 'led', lead: self.id, offer: undefined, transfer: undefined }
	const transferred = c.transfer?.to === self.id
	return [
		{
			id: 'conversation.close',
			word: 'conversation.close',
			icon: 'solved',
			key: 'e',
			refused: may.close,
			run: () => open('close'),
		},
		{
			id: 'conversation.reopen',
			word: 'conversation.reopen',
			icon: 'undo',
			refused: may.reopen,
			run: () => act.mutate({ said: 'done.reopen', now: { stance: 'queued' }, call: () => does.reopen(id) }),
		},
		{
			id: 'conversation.transfer',
			word: 'conversation.transfer',
			icon: 'transfer',
			key: 'h',
			refused: may.transfer,
			run: () => open('transfer'),
		},
		{
			id: 'conversation.ask',
			word: 'conversation.ask',
			icon: 'people',
			key: 'a',
			refused: may.ask,
			run: () => open('ask'),
		},
		{
			id: 'conversation.askOutside',
			word: 'conversation.askOutside',
			icon: 'email',
			refused: may.askOutside,
			run: () => open('askOutside'),
		},
		{
			id: 'conversation.accept',
			word: 'conversation.accept',
			icon: 'led',
			key: 'y',
			refused: may.accept,
			run: () =>
				act.mutate({
					said: 'done.take',
					now: lead,
					call: () => (transferred ? does.acceptTransfer(id) : does.accept(id)),
				}),
		},
		{
			id: 'conversation.decline',
			word: 'conversation.decline',
			icon: 'unowned',
			key: 'Shift+y',
			refused: may.accept,
			run: () => open('decline'),
		},
		{
			id: 'conversation.take',
			word: 'conversation.take',
			icon: 'led',
			refused: may.accept ? may.take : refused('conversation.isAsked'),
			run: () => act.mutate({ said: 'done.take', now: lead, call: () => does.take(id) }),
		},
		{
			id: 'conversation.snooze',
			word: 'conversation.snooze',
			icon: 'pause',
			key: 's',
			refused: may.snooze,
			run: () => open('snooze'),
		},
		{
			id: 'conversation.wake',
			word: 'conversation.wake',
			icon: 'clock',
			refused: may.wake,
			run: () =>
				act.mutate({ said: 'done.wake', now: { snoozed_until: undefined }, call: () => does.wake(id) }),
		},
		{
			id: 'conversation.release',
			word: 'conversation.release',
			icon: 'unowned',
			refused: may.release,
			run: () => open('release'),
		},
		{
			id: 'conversation.takeOver',
			word: 'conversation.takeOver',
			icon: 'led',
			refused: may.takeOver,
			run: () => open('takeOver'),
		},
		{
			id: 'conversation.reroute',
			word: 'conversation.reroute',
			icon: 'tray',
			refused: may.reroute,
			run: () => open('reroute'),
		},
		{
			id: 'conversation.alarm',
			word: 'conversation.alarm',
			icon: 'safety',
			refused: may.ask,
			run: () => open('alarm'),
		},
		{
			id: 'conversation.onNetwork',
			word: 'conversation.onNetwork',
			icon: 'open',
			refused: post?.url ? undefined : refused('conversation.noPage'),
			run: () => window.open(post?.url, '_blank', 'noopener,noreferrer'),
		},
		{
			id: 'conversation.undo',
			word: 'conversation.undo',
			icon: 'undo',
			key: '$mod+z',
			refused: undoable ? undefined : refused('conversation.noUndo'),
			run: () => undo.take(),
		},
	]
}

/** inMenu are those that stand behind More. */
export const inMenu = [
	'askOutside',
	'reopen',
	'snooze',
	'wake',
	'release',
	'takeOver',
	'reroute',
	'alarm',
	'onNetwork',
].map((what) => `conversation.${what}`)
