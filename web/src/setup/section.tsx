import { Icon, type IconName } from '../ui/icon'
import type { Section } from './propose'
import { Said } from './said'

type Line = NonNullable<Section['lines']>[number]

/** What a line begins with, by the rule it is of, its own key, or the part it stands in. */
const icons: Record<string, IconName> = {
	'safety-first': 'safety',
	'press-and-public': 'press',
	default: 'unowned',
	'away.rounds': 'calendar',
	'away.offers': 'offered',
	'away.clock': 'clock',
	'away.urgent': 'call',
	'away.deputy': 'transfer',
	leads: 'led',
	away: 'person',
	says: 'shield',
	measured: 'target',
}

/** Explained is one part of the proposal, in words. */
export function Explained({ section }: { section: Section }) {
	const lines = section.lines ?? []
	if (section.key === 'why_not') return <Others section={section} />
	return (
		<section aria-labelledby={`explained-${section.key}`}>
			<h2 id={`explained-${section.key}`} className="text-15 font-semibold">
				{section.title.text}{' '}
				{section.aside && <span className="ps-1 text-12 font-normal text-ink-3">{section.aside.text}</span>}
			</h2>
			<ul className="mt-1 *:border-line *:not-first:border-t">
				{lines.map((line, i) => (
					<li key={line.key + line.text} className="flex gap-2.5 py-1.5 text-14">
						<Begin section={section.key} line={line} n={i + 1} />
						<div className="min-w-0 flex-1">
							{line.figure ? <b>{line.text}</b> : <Said sentence={line} />}
							{line.because && <p className="text-12 text-ink-3">{line.because.text}</p>}
						</div>
						{line.figure && <b className="whitespace-nowrap">{line.figure.text}</b>}
					</li>
				))}
			</ul>
			{section.note && <p className="mt-1 text-12 text-ink-3">{section.note.text}</p>}
		</section>
	)
}

/** Others names the ways of answering that were not chosen, beside what each is good for. */
function Others({ section }: { section: Section }) {
	return (
		<section aria-labelledby="explained-others">
			<h2 id="explained-others" className="text-15 font-semibold">
				{section.title.text}
			</h2>
			<dl className="mt-1 grid grid-cols-[minmax(96px,auto)_1fr] text-12">
				{(section.lines ?? []).map((line) => (
					<div
						key={line.key}
						className="col-span-2 grid grid-cols-subgrid gap-x-4 border-line py-1.5 not-first:border-t"
					>
						<dt className="font-semibold">{line.text}</dt>
						<dd className="text-ink-2">{line.because?.text}</dd>
					</div>
				))}
			</dl>
		</section>
	)
}

function Begin({ section, line, n }: { section: Section['key']; line: Line; n: number }) {
	if (section === 'measured' && line.figure) {
		return <span className="w-4 flex-none font-semibold text-cord">{n}</span>
	}
	const icon = icons[line.rule ?? ''] ?? icons[line.key] ?? icons[section] ?? 'led'
	return <Icon name={icon} className="mt-[3px] text-cord" />
}
