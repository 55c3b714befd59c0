import clsx from 'clsx'
import { Icon } from '../ui/icon'
import { useDeadlines } from '../ui/now'
import { Ring } from '../ui/ring'
import { due, exactly } from '../ui/time'
import { t } from '../words/catalogue'

const looks = {
	far: 'text-ink-3',
	hour: 'text-ink-2',
	soon: 'text-late',
	late: 'rounded-full bg-late px-2 text-on-late',
}

/** Deadline counts down to when an answer is due: in minutes, and in seconds only under one minute. */
export function Deadline({ at, short }: { at: string; short?: boolean }) {
	const until = new Date(at)
	const { text, near, left } = due(until, useDeadlines(at))
	const word = near === 'late' ? 'conversation.answerLate' : 'conversation.answerIn'
	return (
		<span
			title={exactly(until)}
			className={clsx(
				'inline-flex h-5 items-center gap-1 text-12 font-semibold whitespace-nowrap',
				looks[near],
			)}
		>
			{near === 'late' ? <Icon name="late" size={14} /> : near !== 'far' && <Ring part={left} />}
			{short || near === 'late' ? text : t(word, { left: text })}
		</span>
	)
}
