import clsx from 'clsx'
import { Fragment } from 'react'
import { Icon } from '../ui/icon'
import { channelIcon, channelWord, colourOf, visibilityOf } from '../ui/visibility'
import { t } from '../words/catalogue'
import { languageName } from '../words/region'
import { useTalk } from './talk'

/** Legs is the cord: the channels of the conversation in the order the talk moved along them. */
export function Legs() {
	const { detail, c } = useTalk()
	return (
		<div className="flex h-10 flex-none items-center gap-2 overflow-x-auto border-b border-line px-4 rail:px-5">
			<ol aria-label={t('conversation.legs')} className="flex items-center">
				{detail.legs.map((leg, i) => {
					const before = detail.legs[i - 1]
					return (
						<Fragment key={leg.id}>
							{before && (
								<li aria-hidden="true">
									<span
										className={clsx(
											'mx-2 block w-6 border-t-2 border-current rail:w-9',
											colourOf[visibilityOf(leg.kind)],
										)}
									/>
								</li>
							)}
							<li
								className={clsx(
									'flex items-center gap-1.5 text-12 font-semibold whitespace-nowrap',
									colourOf[visibilityOf(leg.kind)],
								)}
							>
								<Icon name={channelIcon(leg.kind)} />
								{channelWord(leg.kind)}
							</li>
						</Fragment>
					)
				})}
			</ol>
			<span className="ms-auto ps-3 text-12 text-ink-3">{languageOf(c.language)}</span>
		</div>
	)
}

/** languageOf names the language of what was said, where one was found. */
export function languageOf(code: string): string {
	return !code || code === 'und' ? '' : languageName(code)
}
