import { useQuery } from '@tanstack/react-query'
import { accounts } from '../api/query'
import { brands, useNetworkNames } from '../networks/api'
import { Chip, Group } from '../ui/choose'
import { t } from '../words/catalogue'
import type { Said } from './said'

interface Props {
	said: Said
	onChange: (part: Partial<Said>) => void
	error: string | undefined
}

const toggled = (list: string[], id: string, on: boolean) =>
	on ? [...list, id] : list.filter((x) => x !== id)

/** Reach limits somebody to brands and accounts, where there are several. Nothing chosen is no limit. */
export function Reach({ said, onChange, error }: Props) {
	const { data: all } = useQuery(accounts)
	const { data: known } = useQuery(brands)
	const nameOf = useNetworkNames()
	const some = all?.items ?? []
	const voices = known?.items ?? []
	const several = {
		accounts: some.length > 1 || said.accounts.length > 0,
		brands: voices.length > 1 || said.brands.length > 0,
	}
	if (!several.accounts && !several.brands) {
		return error ? <p className="text-12 font-medium text-late">{error}</p> : null
	}
	return (
		<Group label={t('people.reach')} aside={t('people.reachHelp')} error={error}>
			<div className="flex flex-wrap gap-1.5">
				{several.brands &&
					voices.map((b) => (
						<Chip
							key={b.id}
							label={t('people.brand', { name: b.name })}
							checked={said.brands.includes(b.id)}
							onChange={(on) => onChange({ brands: toggled(said.brands, b.id, on) })}
						/>
					))}
				{several.accounts &&
					some.map((a) => (
						<Chip
							key={a.id}
							label={`${a.name} · ${nameOf(a.network)}`}
							checked={said.accounts.includes(a.id)}
							onChange={(on) => onChange({ accounts: toggled(said.accounts, a.id, on) })}
						/>
					))}
			</div>
		</Group>
	)
}
