import { Link } from '@tanstack/react-router'
import { does, useAct } from '../conversation/act'
import { useTalk } from '../conversation/talk'
import { Button } from '../ui/button'
import { Icon, type IconName } from '../ui/icon'
import { t } from '../words/catalogue'
import { desk } from './desk'
import type { Finding } from './step'
import type { Way } from './ways'

const atOnce = 3
const looks: Record<Finding['weight'], [IconName, string]> = {
	stops: ['blocked', 'text-late'],
	waits: ['hand', 'text-hold'],
	returned: ['undo', 'text-hold'],
}

interface Props {
	id: string
	findings: Finding[]
	level: number
	ways: Way[]
	onWay: (leg: string) => void
}

/** Findings is what the guard found, worst first, three at most, each with what mends it. */
export function Findings({ id, findings, level, ways, onWay }: Props) {
	if (findings.length === 0) return <div id={id} role="status" />
	const rest = findings.length - atOnce
	return (
		<div id={id} role="status">
			<ul
				aria-label={t('composer.findings')}
				className="mx-3 mb-2 divide-y divide-line rounded-card bg-sunken"
			>
				{findings.slice(0, atOnce).map((f) => (
					<li
						key={`${f.rule} ${f.part}`}
						className="grid min-h-11 grid-cols-[18px_minmax(0,1fr)_auto] items-center gap-2.5 px-3 py-1.5"
					>
						<Icon name={looks[f.weight][0]} className={looks[f.weight][1]} />
						<div className="min-w-0">
							<b className={looks[f.weight][1]}>{weightWord(f.weight, level)}</b> {f.text}
							{f.hint && <p className="text-12 text-ink-2">{f.hint}</p>}
						</div>
						<Fix finding={f} ways={ways} onWay={onWay} />
					</li>
				))}
			</ul>
			{rest > 0 && <p className="px-4 pb-2 text-12 text-ink-3">{t('composer.moreFindings', { n: rest })}</p>}
		</div>
	)
}

function weightWord(weight: Finding['weight'], level: number): string {
	if (weight === 'returned') return t('composer.returned')
	return weight === 'stops' ? t('composer.stops') : t('composer.waits', { n: level })
}

/** Fix is the button that mends a finding, where a button can. */
function Fix({ finding, ways, onWay }: { finding: Finding; ways: Way[]; onWay: (leg: string) => void }) {
	const { id } = useTalk()
	const act = useAct(id)
	const keeping = desk().of(id)
	const hidden = ways.find((w) => w.readers === 'private' && !w.refused)
	if (finding.rule === 'closed')
		return (
			<Button size="small" onClick={() => act.mutate({ said: 'done.reopen', call: () => does.reopen(id) })}>
				{t('composer.fixReopen')}
			</Button>
		)
	if (finding.rule === 'attachments')
		return (
			<Button size="small" onClick={() => keeping.happen({ is: 'files', files: [] })}>
				{t('composer.fixFiles')}
			</Button>
		)
	if (finding.rule === 'visibility' && hidden)
		return (
			<Button size="small" icon="private" onClick={() => onWay(hidden.leg)}>
				{t('composer.fixPrivate')}
			</Button>
		)
	if (finding.rule === 'lead')
		return (
			<Button size="small" onClick={() => void keeping.thaw()}>
				{t('composer.fixSave')}
			</Button>
		)
	if (finding.rule === 'paused' && finding.conversation_id)
		return (
			<Link
				to="/c/$id"
				params={{ id: finding.conversation_id }}
				className="font-semibold text-cord underline"
			>
				{t('composer.fixPaused')}
			</Link>
		)
	return null
}
