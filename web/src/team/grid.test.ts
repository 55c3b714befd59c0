import { expect, test, vi } from 'vitest'
import type { PersonWeek, Week } from './api'
import { barsOf, cordsOf } from './bars'
import { daysOf, elsewhereOf, firstDay, groupsOf, hereOf, hoursOf, lessOf, placed, timesOf } from './grid'

const ways = vi.hoisted(() => ({ hours: 'h23' as 'h12' | 'h23' }))
vi.mock('../words/region', async (real) => ({ ...(await real<object>()), hours: () => ways.hours }))

const zone = 'Europe/Berlin'
const now = Date.parse('2026-11-12T09:00:00Z')
const at = (day: number, hour: number) => new Date(Date.UTC(2026, 10, day, hour)).toISOString()
const shift = (day: number, from: number, until: number) => ({
	from: at(day, from - 1),
	until: at(day, until - 1),
	kind: 'weekly' as const,
})

const person = (id: string, more: Partial<PersonWeek> = {}): PersonWeek => ({
	id,
	name: id,
	departments: ['service'],
	languages: [],
	skills: [],
	freedom: 2,
	presence: 'here',
	attendance: 'at_work',
	load: 0,
	weight: 0,
	cap: 8,
	cap_now: 8,
	anytime: false,
	shifts: [],
	absences: [],
	on_call: [],
	covers: [],
	covered_by: [],
	...more,
})

const away = (from: string, until: string, more = {}) =>
	({ agent_id: '', starts_at: from, ends_at: until, reason: 'other', policy: 'cover', ...more }) as never

const weekOf = (people: PersonWeek[], more: Partial<Week> = {}): Week => ({
	zone,
	from: at(8, 23),
	until: at(15, 23),
	now: new Date(now).toISOString(),
	promised: [],
	people,
	departments: [],
	gaps: [],
	...more,
})

const drawn = (p: PersonWeek, people: PersonWeek[]) =>
	barsOf(p, people, now).map((b) => `${b.kind} ${timesOf(b, zone)}${b.whom ? ` ${b.whom}` : ''}`)

test('a week has a column for each of its days, and marks today', () => {
	const days = daysOf(weekOf([]))
	expect(days.map((d) => d.date.slice(8))).toEqual(['09', '10', '11', '12', '13', '14', '15'])
	expect(days.filter((d) => d.today).map((d) => d.date)).toEqual(['2026-11-12'])
	expect(days.filter((d) => d.weekend)).toHaveLength(2)
	const change = daysOf(weekOf([], { from: '2026-10-24T22:00:00Z', until: '2026-10-25T23:00:00Z' }))
	expect(change.map((d) => (d.until - d.from) / 3_600_000)).toEqual([25])
})

test('a page begins so that today stands on it', () => {
	expect(firstDay('2026-11-12', 7)).toBe('2026-11-09')
	expect(firstDay('2026-11-12', 5)).toBe('2026-11-09')
	expect(firstDay('2026-11-15', 5)).toBe('2026-11-11')
	expect(firstDay('2026-11-14', 5)).toBe('2026-11-11')
	expect(firstDay('2026-11-14', 1)).toBe('2026-11-14')
})

test('an absence stands where somebody would have worked, and their deputy covers while there', () => {
	const jonas = person('jonas', {
		deputy: 'tomasz',
		shifts: [shift(13, 10, 18)],
		absences: [away(at(12, 23), at(13, 23))],
	})
	const tomasz = person('tomasz', { shifts: [shift(13, 8, 16)] })
	expect(drawn(jonas, [jonas, tomasz])).toEqual(['absence 10 – 18'])
	expect(drawn(tomasz, [jonas, tomasz])).toEqual(['shift 08 – 10', 'planned 10 – 16 jonas'])
	const kept = { ...jonas, absences: [away(at(12, 23), at(13, 23), { policy: 'keep' })] }
	expect(drawn(tomasz, [kept, tomasz])).toEqual(['shift 08 – 16'])
})

test('while an absence runs those cover who do, not who might', () => {
	const leila = person('leila', {
		deputy: 'tomasz',
		shifts: [shift(12, 9, 17)],
		absences: [away(at(11, 0), at(13, 0))],
		covered_by: [{ agent: 'priya', conversations: 2 }, { conversations: 1 }],
	})
	const people = [leila, person('priya', { shifts: [shift(12, 9, 17)] }), person('tomasz')]
	expect(cordsOf(people, now)).toEqual([{ absent: 'leila', covers: 'priya', planned: false }])
	expect(drawn(people[1] as PersonWeek, people)).toEqual(['cover 09 – 17 leila'])
	const over = { ...leila, absences: [away(at(9, 0), at(10, 0))] }
	expect(cordsOf([over, ...people.slice(1)], now)).toEqual([])
})

test('somebody just back has a smaller cap until it holds again, and is on call beside their hours', () => {
	const back = person('back', {
		cap_now: 2,
		settled_at: at(13, 12),
		shifts: [shift(11, 10, 18), shift(12, 10, 18), shift(14, 10, 18)],
		on_call: [{ from: at(14, 5), until: at(14, 21), department: 'comms' }],
	})
	expect(drawn(back, [back])).toEqual([
		'shift 10 – 18',
		'back 10 – 18',
		'onCall 06 – 10',
		'shift 10 – 18',
		'onCall 18 – 22',
	])
})

test('bars stand in their day, and what is done at night stays in sight', () => {
	const week = weekOf([person('a', { shifts: [shift(9, 8, 16), shift(10, 22, 30)] })])
	const days = daysOf(week)
	const hours = hoursOf(week, days)
	expect(hours).toEqual({ from: 0, until: 24 })
	const bars = barsOf(week.people[0] as PersonWeek, week.people, now)
	const of = (n: number) =>
		placed(bars, days[n] as never, hours).map((p) => [Math.round(p.start), Math.round(p.width)])
	expect(of(0)).toEqual([[33, 33]])
	expect(of(1)).toEqual([[92, 8]])
	expect(of(2)).toEqual([[0, 25]])
	expect([1, 2].map((n) => placed(bars, days[n] as never, hours)[0]?.goesOn)).toEqual([false, true])
	const office = { from: 8, until: 18 }
	const night = [{ kind: 'onCall' as const, from: Date.parse(at(9, 19)), until: Date.parse(at(9, 21)) }]
	expect(placed(night, days[0] as never, office)[0]).toMatchObject({ start: 78, width: 22 })
})

test('everybody stands under each of their departments, and is counted once an hour', () => {
	const gap = { from: at(9, 9), people: 0, promised: true, gap: true }
	const people = [
		person('two', { departments: ['comms', 'service'], shifts: [shift(9, 9, 12), shift(9, 9, 11)] }),
		person('one', { shifts: [shift(9, 9, 10)] }),
		person('none', { departments: [] }),
	]
	const desk = (key: string, hours: object[]) => ({ key, name: key, hours, languages: [] }) as never
	const empty = { ...gap, from: at(9, 10) }
	const week = weekOf(people, {
		departments: [desk('comms', []), desk('service', [gap]), desk('sales', [empty])],
	})
	expect(groupsOf(week).map((g) => [g.key, g.people.map((p) => p.id)])).toEqual([
		['comms', ['two']],
		['service', ['two', 'one']],
		['sales', []],
		['', ['none']],
	])
	expect(elsewhereOf(people[0] as PersonWeek, 'comms', week)).toEqual(['service'])
	expect(elsewhereOf(people[1] as PersonWeek, 'service', week)).toEqual([])
	const [monday] = daysOf(week)
	const bars = new Map(people.map((p) => [p.id, barsOf(p, people, now)]))
	const here = hereOf(week, monday as never, { from: 9, until: 13 }, bars)
	expect(here.map((h) => h.people)).toEqual([2, 1, 1, 0])
	const alone = person('any', { anytime: true })
	const open = weekOf([alone], { promised: [{ from: at(9, 9), until: at(9, 10) }] })
	expect(hereOf(open, monday as never, { from: 9, until: 13 }, new Map()).map((h) => h.people)).toEqual([
		0, 1, 0, 0,
	])
	expect(here.map((h) => h.gap)).toEqual([false, true, false, false])
})

test('times are written as clocks show them here, by one way throughout', () => {
	const span = { from: Date.parse('2026-11-12T07:00:00Z'), until: Date.parse('2026-11-12T15:30:00Z') }
	const plain = (text: string) => text.replaceAll('\u202f', ' ').toUpperCase()
	expect(timesOf(span, zone)).toBe('08 – 16:30')
	expect(lessOf(span, zone, false)).toEqual(['08'])
	expect(lessOf(span, zone, true)).toEqual(['– 16:30'])
	ways.hours = 'h12'
	expect(plain(timesOf(span, zone))).toBe('8 AM – 4:30 PM')
	expect(lessOf(span, zone, false).map(plain)).toEqual(['8 AM', '8'])
	expect(lessOf(span, zone, true).map(plain)).toEqual(['– 4:30 PM', '– 4:30'])
	ways.hours = 'h23'
})
