import clsx from 'clsx'
import { memo } from 'react'
import type { Conversation } from '../api/query'
import { customerOf, withoutNames } from '../conversation/matter'
import { Icon } from '../ui/icon'
import { useNow } from '../ui/now'
import { t } from '../words/catalogue'
import { DuePill } from './due-pill'
import { matter, type Onlooker, standing, type Tone } from './standing'

const tones: Record<Tone, string> = {
	cord: 'text-cord',
	brass: 'text-brass',
	hold: 'text-hold',
	late: 'text-late',
	quiet: 'text-ink-3',
}

interface Props {
	conversation: Conversation
	onlooker: Onlooker
	open: boolean
	cursor: boolean
	/** It is shown only so that nothing jumps: it is no longer in the list. */
	gone: boolean
	/** No line above: the first of its group, or beside the open row. */
	first: boolean
}

/** Row is how one conversation looks in the list. The open one is white and runs into the sheet. */
export const Row = memo(function Row({ conversation: c, onlooker, open, cursor, gone, first }: Props) {
	const now = useNow(c.offer ? 1000 : 60_000)
	const stands = standing(c, onlooker, now)
	return (
		<div
			aria-hidden="true"
			className={clsx(
				'relative ms-1 grid h-(--row) grid-cols-[20px_minmax(0,1fr)] gap-x-[9px] rounded-s-[8px] ps-3 pe-3 pt-[9px]',
				'in-data-[density=compact]:pt-[7px] max-rail:me-1 max-rail:rounded-e-[8px]',
				open
					? 'z-10 -me-px bg-surface shadow-[-1px_0_0_0_var(--line),0_1px_0_0_var(--line),0_-1px_0_0_var(--line)] max-rail:me-1 rtl:shadow-[1px_0_0_0_var(--line),0_1px_0_0_var(--line),0_-1px_0_0_var(--line)]'
					: 'hover:bg-hover',
				!open && cursor && 'bg-hover',
				gone && !open && 'opacity-60',
			)}
		>
			{!first && (
				<span aria-hidden="true" className="absolute start-[41px] end-3 -top-px border-t border-line" />
			)}
			<span className={clsx('pt-0.5', tones[stands.tone === 'hold' ? 'brass' : stands.tone])}>
				<Icon name={stands.jack} />
			</span>
			<div className="min-w-0">
				<div className="flex h-5 items-center gap-1.5">
					<b className="min-w-0 flex-1 truncate text-[13.5px] max-rail:text-15">
						<bdi>{customerOf(c)}</bdi>
					</b>
					<DuePill conversation={c} />
				</div>
				<Preview conversation={c} open={open} />
				<p className="mt-px flex h-[18px] items-center gap-2.5 overflow-hidden text-[11.5px] font-medium in-data-[density=compact]:hidden">
					<Readers conversation={c} />
					<Matter conversation={c} />
					<span
						className={clsx(
							'ms-auto min-w-0 truncate',
							stands.asks ? 'font-semibold text-hold' : 'text-ink-3',
							stands.tone === 'cord' && 'text-ink-3',
						)}
					>
						{gone && open && c.stance !== 'closed' ? t('inbox.gone') : stands.who}
					</span>
				</p>
			</div>
		</div>
	)
})

/** The customer's words, in their language and direction. */
function Preview({ conversation: c, open }: { conversation: Conversation; open: boolean }) {
	return (
		<p
			className={clsx(
				'flex h-[19px] items-center gap-1.5 max-rail:text-14',
				open ? 'text-ink' : 'text-ink-2',
			)}
		>
			<span className="hidden flex-none in-data-[density=compact]:inline-flex">
				<ReadersIcon conversation={c} />
			</span>
			<span lang={c.language || undefined} dir="auto" className="min-w-0 flex-1 truncate">
				{withoutNames(c.preview)}
			</span>
		</p>
	)
}

const readersTone = { public: 'text-public', private: 'text-private', internal: 'text-internal' }

function readers(c: Conversation): 'public' | 'private' | 'internal' {
	return c.visibility === 'public' || c.visibility === 'internal' ? c.visibility : 'private'
}

function ReadersIcon({ conversation: c }: { conversation: Conversation }) {
	const who = readers(c)
	return <Icon name={who} size={14} className={readersTone[who]} />
}

function Readers({ conversation: c }: { conversation: Conversation }) {
	const who = readers(c)
	return (
		<span className={clsx('flex flex-none items-center gap-1', readersTone[who])}>
			<ReadersIcon conversation={c} />
			{t(`state.${who}`)}
		</span>
	)
}

function Matter({ conversation }: { conversation: Conversation }) {
	const about = matter(conversation)
	if (!about) return null
	return (
		<span className={clsx('flex min-w-0 items-center gap-1', tones[about.tone])}>
			{about.icon && <Icon name={about.icon} size={14} />}
			<span className="truncate">{about.word}</span>
		</span>
	)
}
