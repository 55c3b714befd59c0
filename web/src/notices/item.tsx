import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import { api, ask } from '../api/client'
import { Button } from '../ui/button'
import { Icon, type IconName } from '../ui/icon'
import { clock, exactly, when } from '../ui/time'
import { t } from '../words/catalogue'
import type { Notice } from './api'

const icons: Record<string, IconName> = {
	offer: 'offered',
	reply: 'talk',
	due_soon: 'clock',
	late: 'late',
	transfer: 'transfer',
	helper: 'question',
	approval: 'shield',
	approved: 'tick',
	returned: 'undo',
	mention: 'mention',
	unknown_delivery: 'question',
	account_broken: 'broken',
	hook_paused: 'pause',
	cover: 'transfer',
	uncovered: 'late',
	unstaffed: 'late',
	shift_notes: 'clock',
	alarm_unheard: 'safety',
	advice: 'email',
	doubtful_advice: 'question',
	consult_over: 'clock',
	policy_signature: 'pencil',
	safety: 'safety',
	crisis: 'flag',
}
const pressing = new Set([
	'late',
	'uncovered',
	'unstaffed',
	'account_broken',
	'alarm_unheard',
	'safety',
	'crisis',
])

/** Item is one notice: bold while it waits to be looked at, quiet once it was, or once there is nothing to be done about it. */
export function Item({ notice: n, now }: { notice: Notice; now: Date }) {
	const queries = useQueryClient()
	const see = useMutation({
		mutationFn: () => ask(api.POST('/api/v1/notices/{id}/seen', { params: { path: { id: n.id } } })),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['notices'] }),
	})
	const unread = !n.seen_at
	const over = n.seen_why === 'over'
	const at = new Date(n.last_at)
	return (
		<li className="flex min-h-[52px] items-center gap-2.5 rounded-card hover:bg-hover has-focus-visible:bg-hover">
			<To notice={n} see={() => unread && see.mutate()}>
				<Icon name={icons[n.event] ?? 'bell'} className={clsx('flex-none', iconLook(n))} />
				<span className="min-w-0 flex-1">
					{unread && <span className="sr-only">{t('notices.unread')}: </span>}
					<span className={clsx('me-2', unread ? 'font-semibold' : over ? 'text-ink-3' : 'text-ink-2')}>
						{n.title}
					</span>
					{n.count > 1 && <span className="text-12 text-ink-3">{t('notices.times', { n: n.count })}</span>}
					<span className={clsx('flex items-center gap-x-3 text-12', unread ? 'text-ink-2' : 'text-ink-3')}>
						{(over || n.seen_why === 'acted') && (
							<span className="flex flex-none items-center gap-1">
								<Icon name={over ? 'strike' : 'tick'} size={14} />
								{t(over ? 'notices.over' : 'notices.acted')}
							</span>
						)}
						<bdi className="truncate">{n.customer}</bdi>
					</span>
				</span>
				<time
					dateTime={n.last_at}
					title={exactly(at)}
					className="flex-none text-end text-12 whitespace-nowrap text-ink-3"
				>
					{unread ? when(at, now) : clock(at)}
				</time>
			</To>
			{unread && (
				<Button
					look="quiet"
					bare
					icon="tick"
					className="me-1 flex-none"
					disabled={see.isPending}
					onClick={() => see.mutate()}
				>
					{t('notices.seeOne')}
				</Button>
			)}
		</li>
	)
}

function iconLook({ event, seen_at }: Notice): string {
	if (seen_at) return 'text-ink-3'
	return pressing.has(event) ? 'text-late' : 'text-ink-2'
}

const toLook = 'flex min-h-[52px] min-w-0 flex-1 items-center gap-2.5 rounded-card px-2.5 py-1.5 text-14'

/** To leads to what a notice is about, where that is a place. To go there is to have seen it. */
function To({ notice: n, see, children }: { notice: Notice; see: () => void; children: ReactNode }) {
	if (n.conversation_id && n.event !== 'shift_notes') {
		return (
			<Link to="/c/$id" params={{ id: n.conversation_id }} onClick={see} className={toLook}>
				{children}
			</Link>
		)
	}
	if (n.event === 'shift_notes') {
		return (
			<Link to="/shift-notes" onClick={see} className={toLook}>
				{children}
			</Link>
		)
	}
	if (n.event === 'policy_signature') {
		return (
			<Link to="/policy" search={{ draft: n.subject.split('/')[0] ?? '' }} onClick={see} className={toLook}>
				{children}
			</Link>
		)
	}
	if (n.account_id) {
		return (
			<Link to="/networks/$account" params={{ account: n.account_id }} onClick={see} className={toLook}>
				{children}
			</Link>
		)
	}
	if (n.event === 'hook_paused' && n.department) {
		return (
			<Link to="/on-call/$department" params={{ department: n.department }} onClick={see} className={toLook}>
				{children}
			</Link>
		)
	}
	if (n.event === 'hook_paused') {
		return (
			<Link to="/me/notices" onClick={see} className={toLook}>
				{children}
			</Link>
		)
	}
	return <div className={toLook}>{children}</div>
}
