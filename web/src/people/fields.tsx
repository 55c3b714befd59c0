import { useQuery } from '@tanstack/react-query'
import { agents, departments } from '../api/query'
import { Languages } from '../setup/languages'
import { Chip, Group, Select } from '../ui/choose'
import { Field, TextField } from '../ui/field'
import { t } from '../words/catalogue'
import { Levels } from './levels'
import { Reach } from './reach'
import type { Role, Said } from './said'

interface Props {
	said: Said
	onChange: (part: Partial<Said>) => void
	/** Roles that whoever asks may give. */
	roles: readonly Role[]
	/** Whom this is about; nobody yet, for somebody new. */
	self?: string
	wrong: (field: string) => string | undefined
}

/** Fields are everything that can be said of a person. */
export function Fields({ said, onChange, roles, self, wrong }: Props) {
	return (
		<>
			<div className="grid grid-cols-1 gap-4 rail:grid-cols-2">
				<TextField
					label={t('people.name')}
					name="name"
					required
					maxLength={200}
					autoComplete="off"
					value={said.name}
					error={wrong('name')}
					onChange={(e) => onChange({ name: e.target.value })}
				/>
				<TextField
					label={t('people.email')}
					name="email"
					type="email"
					required
					maxLength={254}
					autoComplete="off"
					help={t('people.emailHelp')}
					value={said.email}
					error={wrong('email')}
					onChange={(e) => onChange({ email: e.target.value })}
				/>
			</div>
			<Hats said={said} onChange={onChange} error={wrong('departments')} />
			<Group label={t('people.languages')}>
				<Languages list={said.languages} onChange={(languages) => onChange({ languages })} />
			</Group>
			<TextField
				label={t('people.skills')}
				name="skills"
				help={t('people.skillsHelp')}
				value={said.skills}
				error={wrong('skills')}
				onChange={(e) => onChange({ skills: e.target.value })}
			/>
			<Levels value={said.freedom} onChange={(freedom) => onChange({ freedom })} />
			<div className="grid grid-cols-1 gap-4 rail:grid-cols-2">
				<Field label={t('people.role')} help={t(`people.roleHelp.${said.role}`)} error={wrong('role')}>
					{(tie) => (
						<Select
							{...tie}
							options={roles.map((r) => ({ value: r, label: t(`people.role.${r}`) }))}
							value={said.role}
							onChange={(e) => onChange({ role: e.target.value as Role })}
						/>
					)}
				</Field>
				<TextField
					label={t('people.cap')}
					name="cap"
					type="number"
					min={1}
					max={1000}
					required
					help={t('people.capHelp')}
					value={said.cap || ''}
					error={wrong('cap')}
					onChange={(e) => onChange({ cap: e.target.valueAsNumber || 0 })}
				/>
				<Deputy said={said} onChange={onChange} self={self} />
			</div>
			<Reach said={said} onChange={onChange} error={wrong('scope')} />
		</>
	)
}

type Part = Pick<Props, 'said' | 'onChange'>

function Hats({ said, onChange, error }: Part & { error: string | undefined }) {
	const { data } = useQuery(departments)
	const toggle = (key: string, on: boolean) =>
		onChange({ departments: on ? [...said.departments, key] : said.departments.filter((d) => d !== key) })
	return (
		<Group label={t('people.departments')} aside={t('people.departmentsHelp')} error={error}>
			<div className="flex flex-wrap gap-1.5">
				{(data?.items ?? []).map((d) => (
					<Chip
						key={d.key}
						label={d.name}
						checked={said.departments.includes(d.key)}
						onChange={(on) => toggle(d.key, on)}
					/>
				))}
			</div>
		</Group>
	)
}

function Deputy({ said, onChange, self }: Part & { self: string | undefined }) {
	const { data } = useQuery(agents)
	const others = (data?.items ?? []).filter((a) => a.id !== self && (!a.disabled || a.id === said.deputy))
	const options = [
		{ value: '', label: t('people.nobody') },
		...others.map((a) => ({ value: a.id, label: a.name })),
	]
	return (
		<Field label={t('people.deputy')}>
			{(tie) => (
				<Select
					{...tie}
					options={options}
					value={said.deputy}
					onChange={(e) => onChange({ deputy: e.target.value })}
				/>
			)}
		</Field>
	)
}
