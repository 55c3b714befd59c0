import { useQuery } from '@tanstack/react-query'
import { agents } from '../api/query'
import { Group, Segments, Select } from '../ui/choose'
import { Field, TextField } from '../ui/field'
import { t } from '../words/catalogue'
import { brands } from './api'

/** Who an account is for the people here, whatever its network. */
export interface Said {
	name: string
	voice: 'named' | 'corporate'
	accountable: string
	brand_id: string
}

export const unsaid: Said = { name: '', voice: 'corporate', accountable: '', brand_id: '' }

/** bodyOf leaves out what was not said. */
export function bodyOf(said: Said) {
	return {
		voice: said.voice,
		...(said.name.trim() && { name: said.name.trim() }),
		...(said.accountable && { accountable: said.accountable }),
		...(said.brand_id && { brand_id: said.brand_id }),
	}
}

interface Props {
	said: Said
	onChange: (said: Said) => void
	wrong: (name: string) => string | undefined
}

/** Voice says how an account speaks, and who answers for it. */
export function Voice({ said, onChange, wrong }: Props) {
	const { data: people } = useQuery(agents)
	const { data: all } = useQuery(brands)
	const options = [
		{ value: '', label: t('networks.nobody') },
		...(people?.items ?? []).map((a) => ({ value: a.id, label: a.name })),
	]
	const several = (all?.items ?? []).length > 1
	return (
		<div className="flex flex-col gap-4">
			<TextField
				label={t('networks.name')}
				name="name"
				value={said.name}
				maxLength={200}
				help={t('networks.nameHelp')}
				error={wrong('name')}
				onChange={(e) => onChange({ ...said, name: e.target.value })}
			/>
			{several && (
				<Field label={t('networks.brand')} error={wrong('brand_id')}>
					{(tie) => (
						<Select
							{...tie}
							options={[
								{ value: '', label: t('networks.choice') },
								...(all?.items ?? []).map((b) => ({ value: b.id, label: b.name })),
							]}
							value={said.brand_id}
							onChange={(e) => onChange({ ...said, brand_id: e.target.value })}
						/>
					)}
				</Field>
			)}
			<Group label={t('networks.voice')} error={wrong('voice')}>
				<Segments
					label={t('networks.voice')}
					value={said.voice}
					options={(['corporate', 'named'] as const).map((v) => ({
						value: v,
						label: t(`networks.voice.${v}`),
					}))}
					onChange={(voice) => onChange({ ...said, voice })}
				/>
			</Group>
			<Field label={t('networks.accountable')} error={wrong('accountable')}>
				{(tie) => (
					<Select
						{...tie}
						options={options}
						value={said.accountable}
						onChange={(e) => onChange({ ...said, accountable: e.target.value })}
					/>
				)}
			</Field>
		</div>
	)
}
