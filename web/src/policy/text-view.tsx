import clsx from 'clsx'
import { useEffect, useMemo, useRef } from 'react'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import type { Finding } from './api'
import { useDesk } from './desk'
import { isAccepted } from './step'

/** A line is 22 pixels high. */
const height = 22

interface Props {
	/** The line to go to, and a number that says it was asked for anew. */
	line: { n: number; asked: number } | undefined
}

/** TextView is the policy as its text, with what was found marked at its lines. */
export function TextView({ line }: Props) {
	const { content, write, may, check, checked, policy, lit } = useDesk()
	const { source } = content
	const field = useRef<HTMLTextAreaElement>(null)
	const count = source.split('\n').length
	const marks = useMemo(() => marksOf(check?.findings ?? [], content.accepted), [check, content.accepted])
	const decides = policy?.rules.find((r) => r.id === lit)
	useEffect(() => {
		const at = field.current
		if (!line || !at) return
		const begin =
			at.value
				.split('\n')
				.slice(0, line.n - 1)
				.join('\n').length + (line.n > 1 ? 1 : 0)
		at.focus()
		at.setSelectionRange(begin, begin)
		at.parentElement?.querySelector(`[data-line="${line.n}"]`)?.scrollIntoView({ block: 'center' })
	}, [line])
	return (
		<div dir="ltr" className="min-h-full bg-sunken py-3 font-mono text-12">
			<div className="relative grid grid-cols-[48px_minmax(0,1fr)]" style={{ lineHeight: `${height}px` }}>
				<div aria-hidden="true" className="contents">
					<div className="col-start-1 col-end-3 row-start-1">
						{Array.from({ length: count }, (_, i) => (
							<Line
								// biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
								key={i}
								n={i + 1}
								mark={checked ? marks.get(i + 1) : undefined}
								here={decides !== undefined && i + 1 >= decides.first && i + 1 <= decides.last}
							/>
						))}
					</div>
				</div>
				<textarea
					ref={field}
					aria-label={t('policy.text')}
					aria-describedby={marks.size > 0 ? 'policy-slips' : undefined}
					aria-invalid={[...marks.values()].some((m) => m.severity === 'error') || undefined}
					readOnly={!may}
					value={source}
					onChange={(e) => write(e.target.value)}
					wrap="off"
					spellCheck={false}
					autoCapitalize="off"
					rows={count}
					style={{ height: count * height, lineHeight: `${height}px` }}
					className="relative col-start-2 row-start-1 w-full resize-none overflow-x-auto overflow-y-hidden bg-transparent pe-3 text-12 whitespace-pre outline-offset-0"
				/>
				<p id="policy-slips" className="sr-only">
					{[...marks].map(([n, m]) => `${t('policy.lineFirst', { n })} ${m.text}`).join(' ')}
				</p>
			</div>
		</div>
	)
}

/** Line is what stands behind a line of the text: its number, and the mark of what was found there. */
function Line({ n, mark, here }: { n: number; mark: Finding | undefined; here: boolean }) {
	const bad = mark?.severity === 'error'
	const found = bad ? 'border-late bg-late-soft' : mark && 'border-hold bg-hold-soft'
	return (
		<div
			data-line={n}
			style={{ height }}
			className={clsx(
				'flex justify-between border-s-3 ps-1 pe-3',
				found ?? (here ? 'border-cord bg-cord-soft' : 'border-transparent'),
			)}
		>
			<span className="w-8 text-end text-ink-3">{n}</span>
			{mark && (
				<Icon
					name={bad ? 'blocked' : 'late'}
					size={14}
					className={clsx('self-center', bad ? 'text-late' : 'text-hold')}
				/>
			)}
		</div>
	)
}

/** marksOf is the worst of each line. */
function marksOf(
	findings: readonly Finding[],
	accepted: Parameters<typeof isAccepted>[1],
): Map<number, Finding> {
	const out = new Map<number, Finding>()
	for (const f of findings) {
		if (f.severity === 'note' || (f.severity === 'warning' && isAccepted(f, accepted))) continue
		if (!out.has(f.line)) out.set(f.line, f)
	}
	return out
}
