import type { ReactNode } from 'react'
import { Button } from '../ui/button'
import { Select } from '../ui/choose'
import { inputLook } from '../ui/field'
import { t } from '../words/catalogue'
import { type Department, type Duty, duties, type Person } from './draft'
import { nextId } from './fresh'

const row = 'flex flex-wrap items-center gap-2'
const input = `${inputLook} h-10 min-w-[140px] flex-1`

/** Departments names who speaks, and what each does where its name does not say. */
export function Departments({
	list,
	onChange,
}: {
	list: Department[]
	onChange: (list: Department[]) => void
}) {
	const change = (id: number, part: Partial<Department>) =>
		onChange(list.map((d) => (d.id === id ? { ...d, ...part } : d)))
	const does = [{ value: '', label: t('setup.duty.') }, ...duties.map(dutyOption)]
	return (
		<div className="flex flex-col gap-2">
			{list.map((d, i) => (
				<div key={d.id} className={row}>
					<input
						aria-label={t('setup.departmentName', { n: i + 1 })}
						className={input}
						value={d.name}
						maxLength={100}
						onChange={(e) => change(d.id, { name: e.target.value })}
					/>
					<Select
						aria-label={t('setup.departmentDoes', { name: d.name || i + 1 })}
						className="min-w-[140px] flex-1"
						options={does}
						value={d.does}
						onChange={(e) => change(d.id, { does: e.target.value as Duty | '' })}
					/>
					<Button look="quiet" bare icon="close" onClick={() => onChange(list.filter((o) => o.id !== d.id))}>
						{d.name
							? t('setup.departmentRemove', { name: d.name })
							: t('setup.departmentRemoveUnnamed', { n: i + 1 })}
					</Button>
				</div>
			))}
			<Button
				look="quiet"
				icon="plus"
				className="self-start"
				onClick={() => onChange([...list, { id: nextId(list), name: '', does: '' }])}
			>
				{t('setup.departmentAdd')}
			</Button>
		</div>
	)
}

const dutyOption = (duty: Duty) => ({ value: duty as string, label: t(`setup.duty.${duty}`) })

interface PeopleProps {
	list: Person[]
	/** Names of departments they can belong to; none where there are none. */
	departments: string[]
	error: (field: string) => string | undefined
	onChange: (list: Person[]) => void
	/** Stands beside what adds a person. */
	children: ReactNode
}

/** People names who speaks besides whoever sets up. */
export function People({ list, departments, error, onChange, children }: PeopleProps) {
	const change = (id: number, part: Partial<Person>) =>
		onChange(list.map((p) => (p.id === id ? { ...p, ...part } : p)))
	return (
		<div className="flex flex-col gap-2">
			{list.map((p, i) => (
				<PersonRow
					key={p.id}
					person={p}
					n={i + 1}
					departments={departments}
					error={error(`people[${i}].name`) ?? error(`people[${i}].email`)}
					change={(part) => change(p.id, part)}
					remove={() => onChange(list.filter((o) => o.id !== p.id))}
				/>
			))}
			<div className={row}>
				<b aria-hidden="true" className="ps-4">
					{t('setup.people')}
				</b>
				<Button
					look="quiet"
					icon="plus"
					className="me-auto"
					onClick={() => onChange([...list, { id: nextId(list), name: '', email: '', department: '' }])}
				>
					{t('setup.personAdd')}
				</Button>
				{children}
			</div>
			{list.length > 0 && <p className="text-12 text-ink-3">{t('setup.peopleHelp')}</p>}
		</div>
	)
}

interface PersonRowProps {
	person: Person
	n: number
	departments: string[]
	error: string | undefined
	change: (part: Partial<Person>) => void
	remove: () => void
}

function PersonRow({ person, n, departments, error, change, remove }: PersonRowProps) {
	const options = [
		{ value: '', label: t('setup.personAnywhere') },
		...departments.map((d) => ({ value: d, label: d })),
	]
	return (
		<fieldset className={row}>
			<legend className="sr-only">{t('setup.person', { n })}</legend>
			<input
				aria-label={t('setup.personName')}
				placeholder={t('setup.personName')}
				className={input}
				value={person.name}
				onChange={(e) => change({ name: e.target.value })}
			/>
			<input
				type="email"
				aria-label={t('setup.personEmail')}
				placeholder={t('setup.personEmail')}
				className={input}
				value={person.email}
				onChange={(e) => change({ email: e.target.value })}
			/>
			{departments.length > 0 && (
				<Select
					aria-label={t('setup.personDoes')}
					className="min-w-[120px]"
					options={options}
					value={person.department}
					onChange={(e) => change({ department: e.target.value })}
				/>
			)}
			<Button look="quiet" bare icon="close" onClick={remove}>
				{person.name ? t('setup.personRemove', { name: person.name }) : t('setup.personRemoveUnnamed', { n })}
			</Button>
			{error && <p className="w-full text-12 font-medium text-late">{error}</p>}
		</fieldset>
	)
}
