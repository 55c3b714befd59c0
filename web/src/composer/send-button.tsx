import { ActionMenu } from '../ui/action-menu'
import { Button, type Look } from '../ui/button'
import { Icon } from '../ui/icon'
import { channelIcon } from '../ui/visibility'
import { t } from '../words/catalogue'
import type { Step } from './step'
import type { Way } from './ways'

const looks: Record<Way['readers'], Look> = { public: 'public', private: 'private', internal: 'plain' }

/** SendButton says the next step, in the colour of who will see it, and offers to close behind it. */
export function SendButton({
	step,
	way,
	busy,
	onSend,
}: {
	step: Step
	way: Way
	busy: boolean
	onSend: (close: boolean) => void
}) {
	const word = t(step.word, step.values)
	const look = step.does === 'fix' || step.does === 'ask' ? 'plain' : looks[way.readers]
	const closes = !busy && step.does === 'send' && way.readers !== 'internal'
	return (
		<span className="inline-flex">
			<Button
				look={look}
				icon={step.does === 'ask' ? 'hand' : step.does === 'fix' ? 'blocked' : channelIcon(way.kind)}
				disabled={step.does === 'nothing' || busy}
				hint="$mod+Enter"
				className={closes ? 'rounded-e-none!' : ''}
				onClick={() => onSend(false)}
			>
				{word}
			</Button>
			{closes && (
				<ActionMenu
					word={t('composer.more')}
					actions={[
						{
							id: 'composer.andClose',
							word: 'composer.andClose',
							values: { verb: word },
							key: '$mod+Shift+Enter',
							run: () => onSend(true),
						},
					]}
					trigger={
						<button
							type="button"
							aria-label={t('composer.more')}
							disabled={busy}
							className={`grid h-(--control) w-8 place-items-center rounded-e-control border-s ${way.readers === 'public' ? 'border-on-public/40 bg-public text-on-public hover:bg-public-hover' : 'border-on-private/40 bg-private text-on-private hover:bg-private-hover'}`}
						>
							<Icon name="down" size={14} />
						</button>
					}
				/>
			)}
		</span>
	)
}
