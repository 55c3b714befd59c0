import { useState } from 'react'
import type { Action } from '../action/action'
import { ActionMenu } from '../ui/action-menu'
import { Area } from '../ui/area'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { letGo, useHeldWords } from '../ui/held-words'
import { Panel, PanelForm } from '../ui/panel'
import { Trouble } from '../ui/trouble'
import { type Key, t } from '../words/catalogue'
import { type AmendKind, useAmend, wishes } from './amend'
import type { Message } from './queries'
import { useTold } from './told'

const words: Record<AmendKind, [Key, Action['icon'] & string]> = {
	edit: ['message.edit', 'pencil'],
	delete: ['message.delete', 'strike'],
	hide: ['message.hideThere', 'blocked'],
	show: ['message.showThere', 'undo'],
}

/** MessageMenu is what can be done about one message. A long timeline has many: nothing of it is there until asked for. */
export function MessageMenu({ message: m }: { message: Message }) {
	const [asked, setAsked] = useState(false)
	const { able, waiting } = useTold()
	const changes = wishes(m, able(m), waiting.has(m.id))
	if (!m.url && changes.length === 0) return null
	return (
		<span className="-my-1 opacity-0 group-focus-within/message:opacity-100 group-hover/message:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:opacity-100">
			{asked ? (
				<Asked message={m} changes={changes} />
			) : (
				<Button
					look="quiet"
					size="small"
					icon="more"
					bare
					aria-haspopup="menu"
					aria-expanded={false}
					onClick={() => setAsked(true)}
				>
					{t('message.more')}
				</Button>
			)}
		</span>
	)
}

function Asked({ message: m, changes }: { message: Message; changes: AmendKind[] }) {
	const [wish, setWish] = useState<AmendKind | null>(null)
	const amend = changes.map(
		(kind): Action => ({
			id: `message.${kind}`,
			word: words[kind][0],
			icon: words[kind][1],
			run: () => setWish(kind),
		}),
	)
	return (
		<Panel
			open={wish !== null}
			onOpen={(open) => !open && setWish(null)}
			title={wish ? t(words[wish][0]) : ''}
			anchor={
				<span>
					<ActionMenu
						word={t('message.more')}
						size="small"
						actions={[...addressOf(m.url), ...amend]}
						defaultOpen
					/>
				</span>
			}
		>
			{wish && <AmendForm message={m} kind={wish} done={() => setWish(null)} />}
		</Panel>
	)
}

/** addressOf is what can be done with where a message stands. */
function addressOf(url?: string): Action[] {
	if (!url) return []
	return [
		{
			id: 'message.onNetwork',
			word: 'message.onNetwork',
			icon: 'open',
			run: () => window.open(url, '_blank', 'noopener,noreferrer'),
		},
		{
			id: 'message.copyLink',
			word: 'message.copyLink',
			icon: 'copy',
			run: () => void navigator.clipboard.writeText(url),
		},
	]
}

const buttons: Record<AmendKind, Key> = {
	edit: 'message.editDo',
	delete: 'message.deleteDo',
	hide: 'message.hideDo',
	show: 'message.showDo',
}

function said(words: string, done: () => void) {
	letGo(words)
	done()
}

function AmendForm({ message: m, kind, done }: { message: Message; kind: AmendKind; done: () => void }) {
	// What is changed is what was seen when the changing began: the server refuses to write over something newer.
	const [seen] = useState(m)
	const amend = useAmend(seen)
	const [text, setText] = useHeldWords(`${m.id} ${m.revision} ${kind} text`, m.content.text)
	const [reason, setReason] = useHeldWords(`${m.id} ${m.revision} ${kind} reason`)
	const explains = kind === 'delete' || kind === 'hide'
	const ready =
		kind === 'edit' ? text.trim() !== '' && text !== seen.content.text : !explains || reason.trim() !== ''
	const wish = { kind, ...(kind === 'edit' && { text }), ...(reason.trim() && { reason: reason.trim() }) }
	return (
		<PanelForm
			word={t(buttons[kind])}
			look={kind === 'delete' ? 'danger' : m.visibility === 'public' ? 'public' : 'private'}
			ready={ready}
			busy={amend.isPending}
			onDo={() => amend.mutate(wish, { onSuccess: () => said(`${m.id} `, done) })}
			onCancel={done}
		>
			{kind === 'edit' && (
				<Area
					label={t('message.editWords')}
					help={t('message.editHelp')}
					rows={5}
					value={text}
					onChange={(e) => setText(e.target.value)}
				/>
			)}
			{explains && (
				<TextField
					label={t('message.why')}
					help={t('message.whyHelp')}
					maxLength={500}
					value={reason}
					onChange={(e) => setReason(e.target.value)}
				/>
			)}
			{m.revision !== seen.revision && <p className="text-hold">{t('message.changed')}</p>}
			{amend.error && <Trouble error={amend.error} />}
		</PanelForm>
	)
}
