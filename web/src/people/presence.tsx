import { presenceWord } from '../app/presence'
import { t } from '../words/catalogue'
import type { Agent } from './api'

const looks: Record<string, string> = { here: 'text-good', paused: 'text-hold' }

/** Presence says in a word, with a dot, whether somebody takes work. */
export function Presence({ agent }: { agent: Pick<Agent, 'presence' | 'disabled'> }) {
	const look = (!agent.disabled && looks[agent.presence]) || 'text-ink-3'
	return (
		<span className={`inline-flex items-center gap-1.5 text-12 whitespace-nowrap ${look}`}>
			<i
				aria-hidden="true"
				className={`size-2 rounded-full ${look === 'text-ink-3' ? 'shadow-[inset_0_0_0_1.5px_currentColor]' : 'bg-current'}`}
			/>
			{agent.disabled ? t('people.inactive') : presenceWord(agent.presence)}
		</span>
	)
}
