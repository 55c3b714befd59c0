import clsx from 'clsx'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import type { Item } from './items'
import { idOf } from './row-line'
import type { Act } from './use-list'

type GroupItem = Extract<Item, { kind: 'group' }>

const look = 'ms-1 flex h-7 items-end gap-1.5 px-2.5 pb-[3px] text-11 font-semibold'

interface Props {
	item: GroupItem
	cursor: boolean
	/** There is more than has been read. */
	more: boolean
	fold: Act['fold']
}

/** GroupLine names what comes below it. What waits for others is folded until somebody opens it. */
export function GroupLine({ item, cursor, more, fold }: Props) {
	const word = t(`inbox.group.${item.group}`)
	const count = more && item.folds ? `${item.count}+` : item.count
	if (!item.folds) {
		return (
			<div aria-hidden="true" className={clsx(look, item.group === 'late' ? 'text-late' : 'text-ink-3')}>
				{item.group === 'late' && <Icon name="late" size={14} />}
				{word}
				<span className="ms-auto font-medium">{count}</span>
			</div>
		)
	}
	return (
		// Keys are the listbox's: the cursor goes over this line like over a row.
		// biome-ignore lint/a11y/useKeyWithClickEvents: see above
		// biome-ignore lint/a11y/useFocusableInteractive: see above
		<div
			role="option"
			id={idOf(item.key)}
			aria-selected={false}
			className={clsx(look, 'cursor-pointer rounded-control text-ink-3 hover:bg-hover', cursor && 'bg-hover')}
			onMouseDown={(e) => e.preventDefault()}
			onClick={() => fold(item.group)}
		>
			<span className="sr-only">
				{t(item.open ? 'inbox.unfold' : 'inbox.fold', { group: word, n: count })}
			</span>
			<span aria-hidden="true" className="contents">
				<Icon name={item.open ? 'down' : 'right'} size={14} className="rtl:-scale-x-100" />
				{word}
				<span className="ms-auto font-medium">{count}</span>
			</span>
		</div>
	)
}
