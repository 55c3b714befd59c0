import type { Option } from '../../ui/choose'
import type { IconName } from '../../ui/icon'
import { t } from '../../words/catalogue'
import { few, many } from '../model'
import type { Value } from '../yaml/flow'
import type { Path } from '../yaml/place'
import { Chip, Said, type Tone } from './chip'
import { useBlank } from './place'

interface Props {
	at: Path
	/** What is chosen, in words. */
	name: string
	options: Option[]
	tone?: Tone
	icon?: IconName
}

interface OneProps extends Props {
	/** The dashed blank that adds it; without one it has to be there. */
	add?: string
	/** How a value is written that is no word. */
	write?: (value: string) => Value
	word?: (value: string) => string
}

/** One is a blank with one value. */
export function One({ at, name, options, tone = 'fact', icon, add, write = (v) => v, word }: OneProps) {
	const { value, locked, open, set, drop } = useBlank(at)
	const choose = (v: string) => set(write(v))
	if (value === undefined) {
		if (!add || locked || !open) return null
		return (
			<Chip tone="add" icon="plus" name={name} options={options} onChoose={choose}>
				{add}
			</Chip>
		)
	}
	const text = String(value)
	const label = word?.(text) ?? options.find((o) => o.value === text)?.label ?? text
	if (locked)
		return (
			<Said tone={tone} icon={icon}>
				{label}
			</Said>
		)
	const all = options.some((o) => o.value === text) ? options : [{ value: text, label }, ...options]
	return (
		<Chip
			tone={tone}
			icon={icon}
			name={name}
			options={all}
			value={text}
			onChoose={choose}
			onRemove={add ? drop : undefined}
		>
			{label}
		</Chip>
	)
}

interface ManyProps extends Props {
	/** What stands between two of them. */
	join: string
	/** The dashed blank that adds one more. */
	add: string
	/** The last of them may be taken out. */
	empties?: boolean
	/** It is a list in the text even when it has one entry. */
	list?: boolean
	/** How to name another than those that exist. */
	type?: { word: string; run: () => void }
	word?: (value: string) => string
	/** Asks before one goes; without it, one goes at once. */
	before?: (value: string, go: () => void) => void
}

/** Many is a blank with several values, each a chip of its own. */
export function Many({
	at,
	name,
	options,
	tone = 'fact',
	icon,
	join,
	add,
	empties,
	list,
	type,
	word,
	before = (_, go) => go(),
}: ManyProps) {
	const { value, locked, open, set, drop } = useBlank(at)
	const values = many(value)
	const write = (all: string[]) => (all.length === 0 ? drop() : set(list ? all : few(all)))
	const rest = options.filter((o) => !values.includes(o.value))
	const label = (v: string) => word?.(v) ?? options.find((o) => o.value === v)?.label ?? v
	return (
		<>
			{values.map((v, i) => (
				<span key={v} className="inline-flex max-w-full items-center gap-1.5">
					{i > 0 && <span>{join}</span>}
					{locked ? (
						<Said tone={tone} icon={icon}>
							{label(v)}
						</Said>
					) : (
						<Chip
							tone={tone}
							icon={icon}
							name={name}
							options={[...options.filter((o) => o.value === v), ...rest]}
							value={v}
							onChoose={(to) => to !== v && before(v, () => write(values.map((o) => (o === v ? to : o))))}
							onRemove={
								empties || values.length > 1
									? () => before(v, () => write(values.filter((o) => o !== v)))
									: undefined
							}
						>
							{label(v)}
						</Chip>
					)}
				</span>
			))}
			{!locked && open && (values.length > 0 || empties) && (rest.length > 0 || type) && (
				<Chip
					tone="add"
					icon="plus"
					name={`${name}, ${t('policy.oneMore')}`}
					options={rest}
					onChoose={(v) => write([...values, v])}
					{...(type && { more: type })}
				>
					{values.length > 0 ? join : add}
				</Chip>
			)}
		</>
	)
}
