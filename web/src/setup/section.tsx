import { Icon, type IconName } from '../ui/icon'
import type { Section } from './propose'
import { Said } from './said'

type Line = NonNullable<Section['lines']>[number]

const rules: Record<string, IconName> = {
	'safety-first': 'safety',
	'press-and-public': 'press',
	default: 'unowned',
}
const bySection: Record<Section['key'], IconName> = {
	leads: 'led',
	away: 'clock',
	says: 'shield',
	measured: 'target',
	why_not: 'question',
}

/** Explained is one part of the proposal, in words. */
export function Explained({ section }: { section: Section }) {
	const lines = section.lines ?? []
	return (
		<section aria-labelledby={`explained-${section.key}`}>
			<h2 id={`explained-${section.key}`} className="text-15 font-semibold">
				{section.title.text}{' '}
				{section.aside && <span className="ps-1 text-12 font-normal text-ink-3">{section.aside.text}</span>}
			</h2>
			<ul className="mt-1.5 *:border-line *:not-first:border-t">
				{lines.map((line, i) => (
					<li key={line.key + line.text} className="flex gap-2.5 py-2 text-14">
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

function Begin({ section, line, n }: { section: Section['key']; line: Line; n: number }) {
	if (section === 'measured' && line.figure) {
		return <span className="w-4 flex-none font-semibold text-cord">{n}</span>
	}
	const icon = (line.rule && rules[line.rule]) || bySection[section]
	return <Icon name={icon} className="mt-[3px] text-cord" />
}
