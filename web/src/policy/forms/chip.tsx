import clsx from 'clsx'
import type { ReactNode } from 'react'
import type { Option } from '../../ui/choose'
import { Icon, type IconName } from '../../ui/icon'
import { Menu, MenuChoice, MenuItem, MenuLine } from '../../ui/menu'
import { t } from '../../words/catalogue'

/** What kind of blank it is: a fact, whoever leads, or something that could be added. */
export type Tone = 'fact' | 'lead' | 'add'

const tones: Record<Tone, string> = {
	fact: 'bg-sunken font-medium shadow-[inset_0_-1px_0_var(--line-strong),inset_0_0_0_1px_var(--line)]',
	lead: 'bg-cord-soft font-semibold text-cord shadow-[inset_0_-1.5px_0_var(--cord)]',
	add: 'border border-dashed border-line-strong text-ink-2',
}

const look = 'inline-flex min-h-6 max-w-full items-center gap-1 rounded-control px-2 text-13'

interface FaceProps {
	tone: Tone
	icon?: IconName | undefined
	children: ReactNode
}

/** Said is a blank that cannot be filled in here: it is read. */
export function Said({ tone, icon, children }: FaceProps) {
	return (
		<span className={clsx(look, tones[tone])}>
			{icon && <Icon name={icon} size={14} />}
			<span className="min-w-0 break-words">{children}</span>
		</span>
	)
}

interface Props extends FaceProps {
	/** What is chosen here, for whoever does not see the sentence. */
	name: string
	options: Option[]
	value?: string
	onChoose: (value: string) => void
	onRemove?: (() => void) | undefined
	/** Another way in below the list. */
	more?: { word: string; run: () => void }
}

/** Chip is a blank: it opens a list of what exists. */
export function Chip({ tone, icon, name, options, value = '', onChoose, onRemove, more, children }: Props) {
	return (
		<Menu
			align="start"
			label={name}
			inside={document.querySelector('main')}
			trigger={
				<button
					type="button"
					data-name={name}
					aria-label={typeof children === 'string' && children !== name ? `${name}: ${children}` : name}
					className={clsx(
						look,
						tones[tone],
						'hover:brightness-97 pointer-coarse:min-h-11 dark:hover:brightness-115',
					)}
				>
					{icon && <Icon name={icon} size={14} />}
					<span className="min-w-0 truncate">{children}</span>
				</button>
			}
		>
			{options.length > 0 ? (
				<MenuChoice label={name} value={value} options={options} onChange={onChoose} />
			) : (
				!more && <p className="px-2 py-1.5 text-ink-3">{t('policy.nothingElse')}</p>
			)}
			{more && (
				<MenuItem icon="plus" onSelect={more.run}>
					{more.word}
				</MenuItem>
			)}
			{onRemove && (
				<>
					<MenuLine />
					<MenuItem icon="close" onSelect={onRemove}>
						{t('policy.takeOut')}
					</MenuItem>
				</>
			)}
		</Menu>
	)
}
