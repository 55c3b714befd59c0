import clsx from 'clsx'
import { Group } from '../ui/choose'
import { type Key, t } from '../words/catalogue'
import '../words/en/people'

const levels = [0, 1, 2, 3, 4, 5] as const

/** levelWord is what somebody of a level may say. */
export const levelWord = (level: number) => t(`people.level.${level}` as Key)

/** Levels chooses what somebody may say alone, each level in words. */
export function Levels({ value, onChange }: { value: number; onChange: (level: number) => void }) {
	return (
		<Group label={t('people.freedom')} aside={t('people.freedomHelp')}>
			<div className="grid grid-cols-1 gap-1.5 rail:grid-cols-3">
				{levels.map((level) => (
					<label
						key={level}
						className={clsx(
							'relative flex cursor-pointer gap-2.5 rounded-card px-3 py-2',
							'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-cord',
							level === value
								? 'bg-cord-soft shadow-[inset_0_0_0_1.5px_var(--cord)]'
								: 'shadow-[inset_0_0_0_1px_var(--line-strong)] hover:bg-hover',
						)}
					>
						<input
							type="radio"
							name="freedom"
							value={level}
							checked={level === value}
							onChange={() => onChange(level)}
							className="absolute inset-0 cursor-pointer opacity-0"
						/>
						<b className={level === value ? 'text-cord' : ''}>{level}</b>
						<span className="text-12 text-ink-2">{levelWord(level)}</span>
					</label>
				))}
			</div>
		</Group>
	)
}
