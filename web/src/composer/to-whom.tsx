import { useId } from 'react'
import { ListedOption } from '../ui/choose'
import { t } from '../words/catalogue'
import type { Whom } from './to'

interface Props {
	whom: Whom
	/** The words change no more. */
	still: boolean
	onTo: (address: string) => void
}

/** ToWhom asks who gets an answer, where its author wants answers elsewhere. Addresses stand in full: one sign decides. */
export function ToWhom({ whom: { choices, chosen }, still, onTo }: Props) {
	const name = useId()
	return (
		<fieldset
			aria-describedby={`${name}-ask`}
			disabled={still}
			className="flex min-w-0 flex-wrap items-center gap-x-1 bg-private-soft ps-3 pe-1.5 pb-1 text-[12.5px]"
		>
			<legend className="float-start me-1 py-1 font-semibold text-private">{t('composer.to')}</legend>
			{choices.map((one) => (
				<ListedOption
					key={one.address}
					name={name}
					value={one.address}
					chosen={one === chosen}
					onChoose={onTo}
				>
					<span className="min-w-0">
						<bdi className="[overflow-wrap:anywhere]">{one.address}</bdi>{' '}
						{one.name && <bdi className="font-normal text-ink-2">{one.name}</bdi>}
					</span>
				</ListedOption>
			))}
			<p id={`${name}-ask`} className="basis-full text-12 text-ink-2">
				{t('composer.toAsk', { address: choices[0]?.address ?? '' })}
			</p>
		</fieldset>
	)
}
