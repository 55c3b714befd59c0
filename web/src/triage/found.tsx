import type { Schemas } from '../api/client'
import { t } from '../words/catalogue'

type Finding = Schemas['TopicFinding']

/** Shown says by which words of a text a topic was found. */
export function Shown({ text, finding }: { text: string; finding: Finding }) {
	const parts = (finding.evidence ?? []).map((span) => cut(text, span.start, span.end))
	if (parts.length === 0) return <span>{t('triage.byLearned')}</span>
	return (
		<span className="inline-flex flex-wrap gap-1">
			{[...new Set(parts)].map((part) => (
				<mark key={part} dir="auto" className="rounded-control bg-cord-soft px-1 text-cord">
					{part}
				</mark>
			))}
		</span>
	)
}

/** cut takes a part of a text by places in its UTF-8 bytes. */
export function cut(text: string, start: number, end: number): string {
	return new TextDecoder().decode(new TextEncoder().encode(text).slice(start, end))
}
