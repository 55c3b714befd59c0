import { Heading } from '../app/heading'
import { Button } from '../ui/button'
import { Select } from '../ui/choose'
import { t } from '../words/catalogue'
import type { Week } from './api'
import { dayLong, dayRange } from './said'
import { cityOf } from './zone'

interface Props {
	week: Week | undefined
	/** One day stands alone. */
	single: boolean
	/** Today stands on the page. */
	current: boolean
	zone: string
	setZone: (zone: string) => void
	step: (by: -1 | 0 | 1) => void
	add: (() => void) | undefined
	take: (() => void) | undefined
	notHere: (() => void) | undefined
}

/** Header names the page and its days, leads to others, and holds what can be done. */
export function Header({ week, single, current, zone, setZone, step, add, take, notHere }: Props) {
	return (
		<header className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2 rail:px-6">
			<Heading>{t('cover.title')}</Heading>
			<div className="flex items-center gap-1">
				<Button look="quiet" bare icon="left" repeats onClick={() => step(-1)}>
					{t('cover.earlier')}
				</Button>
				<span aria-live="polite" className="min-w-[116px] text-center font-semibold">
					{week && daysWord(week, single)}
				</span>
				<Button look="quiet" bare icon="right" repeats onClick={() => step(1)}>
					{t('cover.later')}
				</Button>
				{!current && (
					<Button look="quiet" size="small" onClick={() => step(0)}>
						{t('cover.thisWeek')}
					</Button>
				)}
			</div>
			<div className="flex flex-wrap items-center gap-2 rail:ms-auto">
				<ZoneChoice week={week} zone={zone} setZone={setZone} />
				{notHere && (
					<Button icon="exit" onClick={notHere}>
						{t('me.notHere')}
					</Button>
				)}
				{take && <Button onClick={take}>{t('cover.import')}</Button>}
				{add && (
					<Button icon="exit" hint="a" onClick={add}>
						{t('cover.add')}
					</Button>
				)}
			</div>
		</header>
	)
}

function daysWord(week: Week, single: boolean): string {
	const from = new Date(week.from)
	if (single) return dayLong(from, week.zone)
	return dayRange(from, new Date(Date.parse(week.until) - 1), week.zone)
}

/** ZoneChoice shows the week in the company's zone or in that of whoever looks, where these are two. */
function ZoneChoice({ week, zone, setZone }: Pick<Props, 'week' | 'zone' | 'setZone'>) {
	const mine = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
	if (!week || (!zone && week.zone === mine)) return null
	const company = zone ? t('cover.zoneCompany') : t('cover.zone', { zone: cityOf(week.zone) })
	return (
		<Select
			aria-label={t('cover.zoneLabel')}
			className="w-[168px] [&_select]:h-(--control)! [&_select]:text-13"
			options={[
				{ value: '', label: company },
				{ value: mine, label: t('cover.zone', { zone: cityOf(mine) }) },
			]}
			value={zone}
			onChange={(e) => setZone(e.target.value)}
		/>
	)
}
