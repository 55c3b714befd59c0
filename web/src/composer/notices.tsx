import type { ReactNode } from 'react'
import type { Problem } from '../api/problem'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { useNow } from '../ui/now'
import { Ring } from '../ui/ring'
import { said } from '../ui/trouble'
import { t } from '../words/catalogue'
import type { Keeper } from './keeper'
import type { Keeping } from './keeping'
import { leaveAfter } from './sending'
import { wordsOf } from './server'

/** Notice stands above what is written: what happened, and the next step. */
export function Notice({
	what,
	how,
	tone = 'hold',
	children,
}: {
	what: ReactNode
	how?: ReactNode
	tone?: 'hold' | 'late' | 'quiet'
	children?: ReactNode
}) {
	const looks = {
		hold: ['bg-hold-soft', 'text-hold'],
		late: ['bg-late-soft', 'text-late'],
		quiet: ['bg-sunken', 'text-ink'],
	}[tone]
	return (
		<div
			role={tone === 'late' ? 'alert' : 'status'}
			className={`mx-3 mb-2 flex flex-wrap items-center gap-2 rounded-card px-3 py-1.5 ${looks[0]}`}
		>
			<p className="min-w-0 flex-1 basis-48">
				<b className={looks[1]}>{what}</b> {how && <span className="text-ink-2">{how}</span>}
			</p>
			{children}
		</div>
	)
}

/** notSent says why an answer did not go out, and what to do. */
export function notSent(problem: Problem): { what: string; how: string } {
	const own = { signed_out: 'composer.signedOut', not_arrived: 'composer.notArrived' } as const
	const word = own[problem.code as keyof typeof own]
	return word ? { what: t(word), how: t('composer.pressAgain') } : said(problem)
}

/** KeepNotice says when what is written is not kept, and lets somebody choose between two texts. */
export function KeepNotice({ keeping, words }: { keeping: Keeping; words: Keeper }) {
	const { trouble } = words
	if (trouble?.is === 'offline') return <Notice what={t('composer.offline')} />
	if (trouble?.is === 'refused') {
		const { what, how } = said(trouble.problem)
		return <Notice what={t('composer.keepRefused')} how={`${what} ${how}`} tone="late" />
	}
	if (trouble?.is === 'stale') {
		const theirs = wordsOf(trouble.theirs)
		return (
			<Notice
				what={t('composer.stale')}
				how={
					<>
						{t('composer.staleHint')} <q dir="auto">{theirs.text}</q>
					</>
				}
			>
				<Button size="small" onClick={() => keeping.happen({ is: 'mine' })}>
					{t('composer.staleMine')}
				</Button>
				<Button size="small" onClick={() => keeping.happen({ is: 'theirs', words: theirs })}>
					{t('composer.staleTheirs')}
				</Button>
			</Notice>
		)
	}
	if (trouble?.is === 'ended') {
		return (
			<Notice
				what={t(trouble.state === 'dropped' ? 'composer.endedDropped' : 'composer.endedSent')}
				how={t('composer.endedHint')}
			>
				<Button size="small" onClick={() => keeping.happen({ is: 'mine' })}>
					{t('composer.endedKeep')}
				</Button>
				<Button size="small" onClick={() => void keeping.drop()}>
					{t('composer.endedClear')}
				</Button>
			</Notice>
		)
	}
	if (words.other) {
		return (
			<Notice what={t('composer.other')} how={<q dir="auto">{wordsOf(words.other).text}</q>} tone="quiet">
				<Button size="small" onClick={() => void keeping.swap()}>
					{t('composer.otherTake')}
				</Button>
				<Button look="quiet" size="small" onClick={() => void keeping.dropOther()}>
					{t('composer.otherDrop')}
				</Button>
			</Notice>
		)
	}
	if (words.restored && words.text !== '') {
		return (
			<Notice what={t('composer.restored')} tone="quiet">
				<Button look="quiet" size="small" onClick={() => void keeping.drop()}>
					{t('composer.drop')}
				</Button>
			</Notice>
		)
	}
	return null
}

/** GoingNotice says what becomes of an answer that was sent off. */
export function GoingNotice({ keeping, words: { going } }: { keeping: Keeping; words: Keeper }) {
	if (going?.is === 'leaves') return <LeavesNotice keeping={keeping} at={going.at} />
	if (going?.is === 'unknown') return <Notice what={t('composer.unknown')} how={t('composer.unknownHint')} />
	return null
}

/** LeavesNotice counts down while a public post can still be taken back. It is read out once, not every second. */
function LeavesNotice({ keeping, at }: { keeping: Keeping; at: Date }) {
	const left = Math.max(0, at.getTime() - useNow(250).getTime())
	return (
		<Notice
			what={
				<>
					<span className="sr-only">{t('composer.leavesSoon')}</span>
					<span aria-hidden="true">{t('composer.leaves', { n: Math.ceil(left / 1000) })}</span>
				</>
			}
			how={t('composer.leavesHint')}
			tone="quiet"
		>
			<Ring part={left / leaveAfter} className="text-public" />
			<Button size="small" icon="undo" hint="$mod+z" onClick={() => keeping.undo()}>
				{t('composer.undo')}
			</Button>
			<Button look="quiet" size="small" onClick={() => void keeping.now()}>
				{t('composer.sendNow')}
			</Button>
		</Notice>
	)
}

/** Sure marks that the words are kept, quietly. */
export function Kept({ words, dirty }: { words: Keeper; dirty: boolean }) {
	if (!words.draft && !words.saving) return null
	const busy = words.saving || dirty
	return (
		<span className="inline-flex items-center gap-1 text-12 text-ink-3 max-rail:sr-only">
			<Icon name={busy ? 'clock' : 'tick'} size={14} />
			{t(busy ? 'composer.keeping' : 'composer.kept')}
		</span>
	)
}
