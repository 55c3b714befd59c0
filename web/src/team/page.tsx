import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useLocation } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useActions } from '../action/use'
import { me } from '../api/query'
import { Sheet } from '../app/page'
import { useTitle } from '../app/title'
import { access } from '../people/api'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { usePhone, useRail } from '../ui/media'
import { SideSheet } from '../ui/side-sheet'
import { Skeleton } from '../ui/skeleton'
import { Empty, Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { type Week, week as weekOf } from './api'
import { dayAway, imagined, type Planned, plannedFor, tomorrowOf } from './away'
import { Gaps } from './gaps'
import { firstDay } from './grid'
import { Header } from './header'
import { NotHere } from './not-here'
import { savedWord } from './said'
import { type Open, Sheets } from './sheets'
import { WeekGrid } from './week'
import { type If, WhatIfStrip } from './what-if'
import { addDays, dateIn } from './zone'
import '../words/en/team'

const route = getRouteApi('/framed/team')

/** TeamPage is who works when, who covers for whom, and where nobody is. */
export function TeamPage() {
	useTitle(t('cover.title'))
	const days = useDays()
	const {
		data: week,
		error,
		refetch,
	} = useQuery({
		...weekOf({ from: days.from, days: days.count, zone: days.zone }),
		placeholderData: keepPreviousData,
	})
	const may = useMayChange(week)
	const [open, setOpen] = useState<Open>()
	const [going, setGoing] = useState(false)
	const [said, setSaid] = useState('')
	const add = may.manages && week ? () => setOpen(absenceOf(week, may.people)) : undefined
	useAskedFor(may.manages, week, may.people, setOpen)
	const saved = (what: Planned) => {
		if (!week) return
		setSaid(savedWord(what, week))
		announce(savedWord(what, week))
		days.show(what.first)
	}
	useActions([
		...(add ? [{ id: 'here.absence', word: 'cover.add', icon: 'exit', key: 'a', run: add } as const] : []),
		{ id: 'here.earlier', word: 'cover.earlier', icon: 'left', key: 'k', run: () => days.step(-1) },
		{ id: 'here.later', word: 'cover.later', icon: 'right', key: 'j', run: () => days.step(1) },
	])
	return (
		<Sheet>
			<Header
				week={week}
				single={days.count === 1}
				current={days.current}
				zone={days.zone ?? ''}
				setZone={days.setZone}
				step={days.step}
				add={add}
				take={may.manages ? () => setOpen({ kind: 'import' }) : undefined}
				notHere={!may.manages && may.works ? () => setGoing(true) : undefined}
			/>
			{said && (
				<p className="flex items-center gap-2 border-b border-line bg-good-soft px-4 py-2 font-semibold text-good rail:px-6">
					<Icon name="tick" />
					<span className="flex-1">{said}</span>
					<Button look="quiet" bare icon="close" onClick={() => setSaid('')}>
						{t('frame.close')}
					</Button>
				</p>
			)}
			{going && <NotHere done={() => setGoing(false)} className="m-4" />}
			{error && <Trouble error={error} again={() => void refetch()} className="m-4" />}
			{!week && !error && <Skeleton rows={6} />}
			{week && <Body week={week} may={may} open={open} setOpen={setOpen} step={days.step} saved={saved} />}
		</Sheet>
	)
}

/** useDays is which days are shown: a week, five days or one, as wide as the page is, and how to get to others. */
function useDays() {
	const phone = usePhone()
	const rail = useRail()
	const count = phone ? 1 : rail ? 5 : 7
	const { from: asked, zone } = route.useSearch()
	const navigate = route.useNavigate()
	const here = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
	const today = firstDay(dateIn(new Date(), zone ?? here), count)
	const from = asked ?? today
	const go = (to: { from?: string | undefined; zone?: string | undefined }) => {
		const next = { from: asked, zone, ...to }
		const search = { ...(next.from && { from: next.from }), ...(next.zone && { zone: next.zone }) }
		void navigate({ search, replace: true })
	}
	return {
		count,
		from,
		zone,
		current: from === today,
		setZone: (to: string) => go({ zone: to }),
		/** Turns to the page on which a date stands. */
		show: (date: string) => {
			if (date < from || date >= addDays(from, count)) go({ from: firstDay(date, count) })
		},
		step: (by: -1 | 0 | 1) => go({ from: by === 0 ? undefined : addDays(from, by * count) }),
	}
}

/** useAskedFor opens the form for a colleague who is not here today, for whoever came for it. */
function useAskedFor(
	may: boolean,
	week: Week | undefined,
	people: May['people'],
	open: (open: Open) => void,
) {
	const asked = useLocation({ select: (l) => l.hash === 'not-here' })
	const navigate = route.useNavigate()
	const { data: who } = useQuery(me)
	const other = people.find((p) => p.id !== who?.agent.id)?.id
	// The people one may change are known only once they were read.
	useEffect(() => {
		if (!asked || !may || !week || !other) return
		void navigate({ search: (s) => s, hash: '', replace: true })
		const today = dateIn(new Date(week.now), week.zone)
		open({ kind: 'absence', begin: plannedFor(other, today, { reason: 'sick' }) })
	}, [asked, may, week, other, navigate, open])
}

interface May {
	manages: boolean
	works: boolean
	departments: boolean
	/** Whom one may change. */
	people: { id: string; name: string }[]
}

function useMayChange(week: Week | undefined): May {
	const { data: who } = useQuery(me)
	const has = (p: string) => who?.permissions.includes(p) === true
	const manages = has('agent.manage')
	const { data: doors } = useQuery({ ...access, enabled: manages })
	const people = useMemo(() => {
		const may = new Set((doors?.items ?? []).filter((d) => d.may_change).map((d) => d.id))
		return (week?.people ?? []).filter((p) => may.has(p.id)).map(({ id, name }) => ({ id, name }))
	}, [doors, week])
	return { manages, works: has('conversation.work'), departments: has('department.manage'), people }
}

const absenceOf = (week: Week, people: May['people'], who = people[0]?.id ?? ''): Open => ({
	kind: 'absence',
	begin: plannedFor(who, tomorrowOf(week)),
})

interface BodyProps {
	week: Week
	may: May
	open: Open | undefined
	setOpen: (open: Open | undefined) => void
	step: (by: -1 | 1) => void
	saved: (what: Planned) => void
}

function Body({ week, may, open, setOpen, step, saved }: BodyProps) {
	const phone = usePhone()
	const [ifs, setIfs] = useState<If>({ who: '', date: tomorrowOf(week) })
	const [asking, setAsking] = useState(false)
	const swipe = useSwipe(step)
	const away = useMemo(
		() => (ifs.who ? dayAway(ifs.who, ifs.date, week.zone, ifs.deputy) : undefined),
		[ifs, week.zone],
	)
	const shown = useMemo(() => imagined(week, away), [week, away])
	const mayChange = useMemo(() => new Set(may.people.map((p) => p.id)), [may.people])
	const give = ({ who, date, deputy = '' }: If) => {
		setAsking(false)
		setIfs({ who: '', date })
		setOpen({ kind: 'absence', begin: plannedFor(who, date, { deputy }) })
	}
	const edit =
		may.people.length > 0
			? (who: string, date: string) => mayChange.has(who) && setOpen({ kind: 'day', who, date })
			: undefined
	if (week.people.length === 0) return <Empty title={t('cover.nobody')}>{t('cover.nobodyHint')}</Empty>
	const strip = may.people.length > 0 && week.people.length > 1 && (
		<WhatIfStrip week={week} people={may.people} now={ifs} set={setIfs} give={give} />
	)
	return (
		<>
			<div {...swipe}>
				<WeekGrid
					week={shown}
					edit={edit}
					terms={may.departments ? (department) => setOpen({ kind: 'terms', department }) : undefined}
				/>
			</div>
			<div className="z-10 flex border-t border-line bg-sunken max-desk:flex-col desk:sticky desk:bottom-0">
				<div className="min-w-0 flex-1 desk:max-h-[38vh] desk:overflow-y-auto">
					{phone && strip ? (
						<Button className="m-4" onClick={() => setAsking(true)}>
							{t('cover.ifButton')}
						</Button>
					) : (
						strip
					)}
				</div>
				<Gaps week={week} edit={edit} />
			</div>
			{phone && strip && (
				<SideSheet open={asking} onClose={() => setAsking(false)} wide title={t('cover.ifButton')}>
					<div className="-mx-5">{strip}</div>
				</SideSheet>
			)}
			<Sheets week={week} people={may.people} open={open} set={setOpen} saved={saved} />
		</>
	)
}

/** How far a finger moves aside to turn to another day, in pixels. */
const far = 60

/** useSwipe turns days by a finger; up and down it scrolls. Buttons do the same. */
function useSwipe(step: (by: -1 | 1) => void) {
	const start = useRef<{ x: number; y: number }>(undefined)
	return {
		onTouchStart: (e: React.TouchEvent) => {
			const { clientX: x = 0, clientY: y = 0 } = e.touches[0] ?? {}
			start.current = { x, y }
		},
		onTouchEnd: (e: React.TouchEvent) => {
			const { clientX = 0, clientY = 0 } = e.changedTouches[0] ?? {}
			const from = start.current
			if (!from || Math.abs(clientX - from.x) < far || Math.abs(clientY - from.y) > far) return
			const rtl = getComputedStyle(e.currentTarget).direction === 'rtl'
			step(clientX < from.x !== rtl ? 1 : -1)
		},
	}
}
