import { useMemo } from 'react'
import { Select } from '../ui/choose'
import { Icon } from '../ui/icon'
import { language, t } from '../words/catalogue'
import { languageName } from '../words/region'
import '../words/en/setup'

const offered =
	'ar bg bn ca cs da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv ms mt nl no pl pt ro ru sk sl sq sr sv sw ta th tr uk ur vi zh'.split(
		' ',
	)

/** Languages names those that customers speak. */
export function Languages({ list, onChange }: { list: string[]; onChange: (list: string[]) => void }) {
	const options = useMemo(() => {
		const rest = offered.filter((code) => !list.includes(code))
		const named = rest.map((code) => ({ value: code, label: languageName(code) }))
		named.sort((a, b) => a.label.localeCompare(b.label, language()))
		return [{ value: '', label: t('setup.languageAdd') }, ...named]
	}, [list])
	return (
		<div className="flex flex-wrap items-center gap-1.5">
			{list.map((code) => (
				<button
					key={code}
					type="button"
					aria-label={t('setup.languageRemove', { language: languageName(code) })}
					onClick={() => onChange(list.filter((l) => l !== code))}
					className="inline-flex h-8 items-center gap-1.5 rounded-full bg-cord-soft ps-3 pe-2 font-semibold text-cord shadow-[inset_0_0_0_1px_var(--cord)] pointer-coarse:h-11"
				>
					{languageName(code)}
					<Icon name="close" size={14} />
				</button>
			))}
			<Select
				aria-label={t('setup.languageAdd')}
				className="w-[160px]"
				options={options}
				value=""
				onChange={(e) => e.target.value && onChange([...list, e.target.value])}
			/>
		</div>
	)
}
