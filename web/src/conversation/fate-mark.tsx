import clsx from 'clsx'
import { Icon } from '../ui/icon'
import { useNow } from '../ui/now'
import { t } from '../words/catalogue'
import { type Fate, fateOf } from './fate'
import type { Delivery } from './queries'

const tones = { good: 'text-good', hold: 'text-hold', late: 'text-late', quiet: 'text-ink-2' }

/** FateMark says what became of something we sent. */
export function FateMark({ delivery }: { delivery: Delivery }) {
	return delivery.state === 'waiting' ? (
		<Counting delivery={delivery} />
	) : (
		<Mark fate={fateOf(delivery, new Date())} />
	)
}

function Counting({ delivery }: { delivery: Delivery }) {
	return <Mark fate={fateOf(delivery, useNow(1000))} />
}

function Mark({ fate }: { fate: Fate }) {
	return (
		<span
			className={clsx(
				'inline-flex items-center gap-1 text-12 font-medium',
				tones[fate.tone],
				fate.open && 'rounded-tag border border-dashed border-hold px-1.5',
			)}
		>
			<Icon
				name={fate.icon}
				size={14}
				className={clsx(fate.turning && 'animate-spin motion-reduce:hidden')}
			/>
			{t(fate.word, fate.values)}
		</span>
	)
}
