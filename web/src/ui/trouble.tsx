import type { ReactNode } from 'react'
import { Problem } from '../api/problem'
import { t } from '../words/catalogue'
import { Button } from './button'

/** What went wrong, in words: what, why, and the next step. */
export function said(error: unknown): { what: string; how: string } {
	if (!(error instanceof Problem)) return { what: t('problem.title'), how: '' }
	if (error.code === 'lost') return { what: t('problem.lost'), how: t('problem.lostHint') }
	if (error.code === 'garbled') return { what: t('problem.garbled'), how: t('problem.garbledHint') }
	if (error.status === 0) return { what: t('problem.network'), how: '' }
	if (error.status >= 500 && error.code === 'internal') {
		return { what: t('problem.title'), how: t('problem.reference', { request: error.request }) }
	}
	return { what: error.detail || error.title, how: error.hint }
}

/** Trouble shows a refusal or failure where it happened. */
export function Trouble({
	error,
	again,
	className = '',
}: {
	error: unknown
	again?: () => void
	className?: string
}) {
	const { what, how } = said(error)
	return (
		<div role="alert" className={`rounded-card bg-late-soft px-3 py-2 text-13 ${className}`}>
			<b className="text-late">{what}</b> {how && <span className="text-ink-2">{how}</span>}
			{again && (
				<Button look="quiet" size="small" className="ms-1" onClick={again}>
					{t('problem.again')}
				</Button>
			)}
		</div>
	)
}

/** Empty says that there is nothing, why that may be, and what to do. */
export function Empty({ title, children }: { title: ReactNode; children?: ReactNode }) {
	return (
		<div className="mx-auto flex max-w-[40ch] flex-col items-center gap-1 px-6 py-16 text-center">
			<div className="text-15 font-semibold">{title}</div>
			<div className="text-ink-2">{children}</div>
		</div>
	)
}
