import clsx from 'clsx'
import type { Conversation } from '../api/query'
import { Icon } from '../ui/icon'
import { useDeadlines } from '../ui/now'
import { Ring } from '../ui/ring'
import { due, exactly, when } from '../ui/time'
import { shownDue } from './standing'

const looks = {
	hour: 'text-ink-2 shadow-[inset_0_0_0_1px_var(--line)] ps-[5px] pe-[7px]',
	soon: 'text-late bg-late-soft shadow-[inset_0_0_0_1px_var(--late-line)] ps-[5px] pe-[7px]',
	late: 'text-on-late bg-late ps-[5px] pe-[7px]',
	far: 'text-ink-3 font-medium!',
}

/** DuePill says how long there is, or when the last word was said where nothing is due. */
export function DuePill({ conversation: c }: { conversation: Conversation }) {
	const now = useDeadlines(c.due_at)
	if (!c.due_at || c.stance === 'closed') {
		const last = new Date(c.last_message_at)
		return <Plain text={when(last, now)} title={exactly(last)} />
	}
	const at = new Date(c.due_at)
	const { text, near, left } = due(at, now)
	if (near === 'far') return <Plain text={shownDue(at, now)} title={exactly(at)} />
	return (
		<span
			title={exactly(at)}
			className={clsx(
				'inline-flex h-5 flex-none items-center gap-1 rounded-full text-12 font-semibold leading-5',
				looks[near],
			)}
		>
			{near === 'late' ? <Icon name="late" size={14} /> : <Ring part={left} />}
			{text}
		</span>
	)
}

function Plain({ text, title }: { text: string; title: string }) {
	return (
		<span title={title} className={clsx('flex-none text-12', looks.far)}>
			{text}
		</span>
	)
}
