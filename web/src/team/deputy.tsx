import { Select } from '../ui/choose'
import { Field } from '../ui/field'
import { t } from '../words/catalogue'
import type { Standin, Week } from './api'
import { deputiesFor, unspokenIn } from './deputies'

interface Props {
	week: Week
	/** Who would be away. */
	who: string
	/** Who would cover, as it is asked now. */
	items: Standin[]
	deputy: string
	set: (deputy: string) => void
}

/** Deputy chooses who stands in for somebody, and says of each which languages they speak. */
export function Deputy({ week, who, items, deputy, set }: Props) {
	const person = week.people.find((p) => p.id === who)
	if (!person || week.people.length < 2) return null
	const named = (id: string | undefined) => week.people.find((p) => p.id === id)?.name
	const options = deputiesFor(week, who, unspokenIn(items)).map((p) => {
		const speaks = p.languages.map((l) => l.toUpperCase()).join(' ')
		return { value: p.id, label: speaks ? `${p.name}, ${speaks}` : p.name }
	})
	return (
		<Field label={t('cover.deputy')} help={deputy ? t('cover.deputyHelp') : undefined}>
			{(tie) => (
				<Select
					{...tie}
					options={[
						{
							value: '',
							label: t('cover.deputyNow', { name: named(person.deputy) ?? t('cover.deputyNobody') }),
						},
						...options.filter((o) => o.value !== person.deputy),
					]}
					value={deputy}
					onChange={(e) => set(e.target.value)}
				/>
			)}
		</Field>
	)
}
