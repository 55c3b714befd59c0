import type { Schemas } from '../api/client'

/** Warnings say what should be looked at although it works. */
export function Warnings({ list = [] }: { list?: Schemas['Warning'][] | undefined }) {
	return list.map((w) => (
		<p key={w.text} className="rounded-card bg-hold-soft px-3 py-2">
			<b className="text-hold">{w.text}</b> <span className="text-ink-2">{w.hint}</span>
		</p>
	))
}
