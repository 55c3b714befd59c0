import clsx from 'clsx'

/** initials of a name: of its first and last word. Scripts without capitals give their first letter. */
export function initials(name: string): string {
	const words = name.replace(/^@/, '').trim().split(/\s+/)
	const first = [...(words[0] ?? '')][0] ?? '?'
	const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
	return (first + last).toLocaleUpperCase()
}

/** lettersOf a team: of its first two words, or the first two of its only one. */
export function lettersOf(name: string): string {
	const words = name.trim().split(/\s+/)
	const [first = '', second = ''] =
		words.length > 1 ? words.map((w) => [...w][0] ?? '') : [...(words[0] ?? '')]
	return first.toLocaleUpperCase() + second.toLocaleLowerCase()
}

const sizes = { small: 'size-5 text-[9px]', normal: 'size-6 text-[10px]', large: 'size-8 text-12' }

/** Avatar shows who speaks; ours are in the colour of the cord. The name stands beside it. */
export function Avatar({
	name,
	ours,
	size = 'normal',
}: {
	name: string
	ours?: boolean
	size?: keyof typeof sizes
}) {
	return (
		<span
			aria-hidden="true"
			className={clsx(
				'inline-grid flex-none place-items-center rounded-full font-semibold leading-none tracking-[0.02em]',
				sizes[size],
				ours ? 'bg-cord-soft text-cord' : 'bg-hover text-ink-2',
			)}
		>
			{initials(name)}
		</span>
	)
}
