import { useState } from 'react'
import { t } from '../../words/catalogue'
import { useDesk } from '../desk'
import type { Rule } from '../model'

/** RuleWords are a rule's name and why it is so: they stand in every explanation. */
export function RuleWords({ rule }: { rule: Rule }) {
	const { edit } = useDesk()
	const why = typeof rule.data.why === 'string' ? rule.data.why : ''
	return (
		<div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-12 text-ink-2">
			{rule.stage !== 'default' && (
				<Line
					label={t('policy.ruleId')}
					value={rule.id}
					className="w-36"
					onDone={(v) => {
						const id = v
							.toLowerCase()
							.replace(/[^a-z0-9_-]+/g, '-')
							.replace(/^-+|-+$/g, '')
							.slice(0, 64)
						if (id && id !== rule.id) edit({ set: [...rule.path, 'id'], to: id })
					}}
				/>
			)}
			<Line
				label={t('policy.ruleWhy')}
				value={why}
				className="min-w-40 flex-1"
				onDone={(v) => {
					if (v.trim() === why) return
					edit(v.trim() ? { set: [...rule.path, 'why'], to: v.trim() } : { drop: [...rule.path, 'why'] })
				}}
			/>
		</div>
	)
}

function Line({
	label,
	value,
	className,
	onDone,
}: {
	label: string
	value: string
	className: string
	onDone: (v: string) => void
}) {
	const [text, setText] = useState<string>()
	const done = () => {
		if (text !== undefined) onDone(text)
		setText(undefined)
	}
	return (
		<label className={`flex items-center gap-1.5 ${className.includes('flex-1') ? 'min-w-40 flex-1' : ''}`}>
			<span>{label}</span>
			<input
				dir="auto"
				value={text ?? value}
				onChange={(e) => setText(e.target.value)}
				onBlur={done}
				onKeyDown={(e) => e.key === 'Enter' && done()}
				className={`h-6 rounded-control bg-surface px-2 text-12 text-ink shadow-[inset_0_0_0_1px_var(--line-strong)] pointer-coarse:h-11 ${className}`}
			/>
		</label>
	)
}
