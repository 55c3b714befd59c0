import type { ReactNode } from 'react'
import type { Action } from '../action/action'
import { Button } from '../ui/button'
import { useNow } from '../ui/now'
import { span } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does, useAct } from './act'
import { refusals, useRefusals } from './refusals'
import { reasonText } from './said'
import { useTalk } from './talk'
import { undo, useUndo } from './undo'

/** Bars say what stands between this conversation and its work: an offer, a question, an end, and what can be undone. */
export function Bars({ actions }: { actions: Action[] }) {
	const { c, self, id } = useTalk()
	const undoable = useUndo()
	const asked = c.transfer?.to === self.id
	return (
		<>
			{c.offer?.to === self.id && <OfferBar actions={actions} until={c.offer.expires_at} />}
			{asked && <AskedBar actions={actions} />}
			{c.transfer && c.lead === self.id && <WaitsBar />}
			<RefusedBar />
			{undoable?.conversation === id ? (
				<UndoBar said={undoable.said} />
			) : (
				c.stance === 'closed' && <ClosedBar actions={actions} />
			)}
		</>
	)
}

function Bar({ soft, children }: { soft: string; children: ReactNode }) {
	return (
		<div
			role="status"
			className={`mx-3 mt-2 flex min-h-10 flex-none flex-wrap items-center gap-2 rounded-card px-3 py-1.5 rail:mx-5 ${soft}`}
		>
			{children}
		</div>
	)
}

const possible = (actions: Action[], id: string) =>
	actions.find((a) => a.id === id && a.refused === undefined)

function Answers({ actions }: { actions: Action[] }) {
	const accept = possible(actions, 'conversation.accept')
	const decline = possible(actions, 'conversation.decline')
	return (
		<span className="ms-auto flex gap-2">
			{decline && (
				<Button size="small" onClick={decline.run} hint={decline.key}>
					{t('conversation.decline')}
				</Button>
			)}
			{accept && (
				<Button size="small" look="act" onClick={accept.run} hint={accept.key}>
					{t('conversation.accept')}
				</Button>
			)}
		</span>
	)
}

/** RefusedBar says why something was not done. A panel that is open says it by itself. */
function RefusedBar() {
	const { id, panel } = useTalk()
	const refused = useRefusals().find((r) => r.conversation === id)
	if (!refused || panel) return null
	return (
		<div className="mx-3 mt-2 flex flex-none items-start gap-1 rounded-card bg-late-soft rail:mx-5">
			<Trouble error={refused.error} className="min-w-0 flex-1" />
			<Button look="quiet" size="small" icon="close" bare className="m-1" onClick={() => refusals.forget(id)}>
				{t('frame.close')}
			</Button>
		</div>
	)
}

function OfferBar({ actions, until }: { actions: Action[]; until: string }) {
	const left = new Date(until).getTime() - useNow(1000).getTime()
	return (
		<Bar soft="bg-hold-soft">
			<b className="text-hold">{t('conversation.offerBar')}</b>
			<span aria-hidden="true" className="text-12 text-ink-2">
				{span(left)}
			</span>
			<Answers actions={actions} />
		</Bar>
	)
}

function AskedBar({ actions }: { actions: Action[] }) {
	const { c, names } = useTalk()
	if (!c.transfer) return null
	return (
		<Bar soft="bg-hold-soft">
			<b className="text-hold">
				{t('conversation.transferBar', {
					name: names.who(c.transfer.from),
					why: reasonText(c.transfer.reason),
				})}
			</b>
			<q dir="auto" className="basis-full">
				{c.transfer.briefing}
			</q>
			<Answers actions={actions} />
		</Bar>
	)
}

function WaitsBar() {
	const { id, c, names } = useTalk()
	const act = useAct(id)
	if (!c.transfer) return null
	return (
		<Bar soft="bg-hold-soft">
			<span className="text-hold">
				{t('conversation.transferWaits', { name: names.whom(c.transfer.to) })}
			</span>
			<Button
				size="small"
				className="ms-auto"
				onClick={() =>
					act.mutate({
						said: 'done.undone',
						now: { transfer: undefined },
						call: () => does.cancelTransfer(id),
					})
				}
			>
				{t('conversation.transferTakeBack')}
			</Button>
		</Bar>
	)
}

function ClosedBar({ actions }: { actions: Action[] }) {
	const { c } = useTalk()
	const reopen = possible(actions, 'conversation.reopen')
	return (
		<Bar soft="bg-sunken">
			<span className="text-ink-2">
				{t('conversation.closedBar', { why: reasonText(c.close_reason ?? '') })}
			</span>
			{c.close_note && (
				<q dir="auto" className="text-ink-3">
					{c.close_note}
				</q>
			)}
			{reopen && (
				<Button size="small" className="ms-auto" onClick={reopen.run}>
					{t('conversation.reopen')}
				</Button>
			)}
		</Bar>
	)
}

function UndoBar({ said }: { said: string }) {
	return (
		<Bar soft="bg-cord-soft">
			<span className="font-semibold text-cord">{said}</span>
			<Button size="small" icon="undo" className="ms-auto" hint="$mod+z" onClick={() => undo.take()}>
				{t('conversation.undo')}
			</Button>
		</Bar>
	)
}
