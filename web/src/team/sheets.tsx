import { SideSheet } from '../ui/side-sheet'
import { t } from '../words/catalogue'
import { AbsenceForm } from './absence'
import type { Week } from './api'
import { type Planned, plannedFor } from './away'
import { DaySheet } from './day-sheet'
import { ImportSheet } from './import'
import { dayLong } from './said'
import { TermsForm } from './terms'
import { instant } from './zone'

/** What slides over the week. */
export type Open =
	| { kind: 'absence'; begin: Planned }
	| { kind: 'day'; who: string; date: string }
	| { kind: 'import' }
	| { kind: 'terms'; department: string }

interface Props {
	week: Week
	people: { id: string; name: string }[]
	open: Open | undefined
	set: (open: Open | undefined) => void
	/** Told of an absence that was saved. */
	saved: (what: Planned) => void
}

/** Sheets are the forms of the page, one at a time beside the week. */
export function Sheets({ week, people, open, set, saved }: Props) {
	const close = () => set(undefined)
	return (
		<SideSheet open={open !== undefined} onClose={close} wide title={open ? titleOf(open, week) : ''}>
			{open?.kind === 'absence' && (
				<AbsenceForm
					key={open.begin.who + open.begin.first}
					week={week}
					people={people}
					begin={open.begin}
					done={close}
					saved={saved}
				/>
			)}
			{open?.kind === 'day' && <Day week={week} open={open} set={set} />}
			{open?.kind === 'import' && <ImportSheet week={week} done={close} />}
			{open?.kind === 'terms' && <TermsForm key={open.department} department={open.department} />}
		</SideSheet>
	)
}

function Day({ week, open, set }: { week: Week; open: { who: string; date: string }; set: Props['set'] }) {
	const person = week.people.find((p) => p.id === open.who)
	if (!person) return null
	const away = () => set({ kind: 'absence', begin: plannedFor(open.who, open.date) })
	return <DaySheet week={week} person={person} date={open.date} away={away} />
}

function titleOf(open: Open, week: Week): string {
	if (open.kind === 'absence') return t('cover.absence')
	if (open.kind === 'import') return t('cover.import')
	if (open.kind === 'terms') {
		const name = week.departments.find((d) => d.key === open.department)?.name ?? open.department
		return t('cover.terms', { name })
	}
	const name = week.people.find((p) => p.id === open.who)?.name ?? ''
	return `${name}, ${dayLong(instant(open.date, '12:00', week.zone), week.zone)}`
}
