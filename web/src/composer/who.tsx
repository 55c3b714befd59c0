import clsx from 'clsx'
import { Icon } from '../ui/icon'
import { channelIcon, channelWord, colourOf, type Visibility } from '../ui/visibility'
import { t } from '../words/catalogue'
import type { Way } from './ways'

/** readersOf says who will see what is written on a way. */
export function readersOf(way: Way, name: string): string {
	if (way.readers === 'public') return t('composer.everybody')
	if (way.readers === 'internal') return t('composer.colleagues')
	return t(way.kind === 'email' ? 'composer.byEmail' : 'composer.onlyCustomer', { name })
}

const softs: Record<Visibility, string> = {
	public: 'bg-public-soft',
	private: 'bg-private-soft',
	internal: 'bg-internal-soft',
}
const solids: Record<Visibility, string> = {
	public: 'bg-public text-on-public',
	private: 'bg-private text-on-private',
	internal: 'bg-internal text-surface',
}

interface Props {
	/** Ties the switch to the line that says who will see it. */
	id: string
	ways: Way[]
	way: Way
	name: string
	onWay: (leg: string) => void
}

/** Who is the first line of the composer: who will see this, as whom, and the switch between the ways. */
export function Who({ id, ways, way, name, onWay }: Props) {
	return (
		<div
			className={clsx(
				'flex min-h-[38px] flex-wrap items-center gap-x-2 gap-y-1 rounded-t-[10px] ps-3 pe-1.5 py-1',
				softs[way.readers],
			)}
		>
			<p
				id={id}
				aria-live="assertive"
				className={clsx('flex min-w-0 items-center gap-1.5 text-[12.5px]', colourOf[way.readers])}
			>
				<Icon name={channelIcon(way.kind)} />
				<b className="truncate">{readersOf(way, name)}</b>
				{way.handle && (
					<span className="truncate text-ink-2">{t('composer.as', { handle: way.handle })}</span>
				)}
			</p>
			<div
				role="radiogroup"
				aria-label={t('composer.leg')}
				aria-describedby={id}
				className="ms-auto flex gap-px rounded-control bg-surface/70 p-0.5"
			>
				{ways.map((one, i) => (
					<label
						key={one.leg}
						title={one.refused?.what}
						className={clsx(
							'flex h-6 items-center gap-1 rounded-[5px] px-2 text-12 has-focus-visible:outline-2 has-focus-visible:outline-cord pointer-coarse:h-9',
							one.leg === way.leg
								? `font-semibold ${solids[way.readers]}`
								: 'font-medium text-ink-2 hover:bg-hover',
							one.refused ? 'cursor-not-allowed opacity-60' : 'cursor-pointer',
						)}
					>
						<input
							type="radio"
							name={`${id}-way`}
							className="sr-only"
							checked={one.leg === way.leg}
							disabled={one.refused !== undefined && one.leg !== way.leg}
							aria-keyshortcuts={`Alt+${i + 1}`}
							onChange={() => onWay(one.leg)}
						/>
						<Icon name={channelIcon(one.kind)} size={14} />
						<span className={clsx(one.leg !== way.leg && 'max-rail:sr-only')}>
							{one.kind === 'internal' ? t('composer.note') : channelWord(one.kind)}
						</span>
					</label>
				))}
			</div>
		</div>
	)
}
