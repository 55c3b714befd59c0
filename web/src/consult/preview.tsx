import { Group } from '../ui/choose'
import { Icon } from '../ui/icon'
import { useNow } from '../ui/now'
import { when } from '../ui/time'
import { type Key, t } from '../words/catalogue'
import type { Preview, Redaction } from './api'

interface Props {
	plan: Preview
	lift: string[]
	onLift: (lift: string[]) => void
}

/** PreviewOf shows exactly what would be sent, what is left out of it, and lets single pieces through. */
export function PreviewOf({ plan, lift, onLift }: Props) {
	const now = useNow(60_000)
	const toggle = (id: string) => onLift(lift.includes(id) ? lift.filter((one) => one !== id) : [...lift, id])
	return (
		<>
			<p className="text-12 text-ink-3">
				{t('consult.route', { from: plan.from, to: plan.email })}{' '}
				{t('consult.ends', { time: when(new Date(plan.expires_at), now) })}
			</p>
			{plan.reply_to && (
				<p className="rounded-control bg-hold-soft px-3 py-1.5 text-hold">
					{t('consult.noWayBack', { email: plan.reply_to })}
				</p>
			)}
			<p className="font-semibold" dir="auto">
				{plan.subject}
			</p>
			<section aria-label={t('consult.mail')} className="rounded-control bg-sunken px-3 py-2">
				<p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
					{plan.text}
				</p>
			</section>
			{plan.redactions.length > 0 && (
				<Group label={t('consult.leftOut')} aside={t('consult.liftHelp')}>
					{plan.redactions.map((r) => (
						<Piece key={r.id} piece={r} onToggle={() => toggle(r.id)} />
					))}
				</Group>
			)}
			{plan.in_question.length > 0 && (
				<p className="flex gap-2 rounded-control bg-hold-soft px-3 py-1.5">
					<Icon name="question" size={14} className="mt-1 flex-none text-hold" />
					<span>
						{t('consult.inQuestion')} <bdi>{plan.in_question.map((r) => r.text).join(', ')}</bdi>
					</span>
				</p>
			)}
		</>
	)
}

function Piece({ piece: r, onToggle }: { piece: Redaction; onToggle: () => void }) {
	return (
		<label className="flex min-h-(--tap) cursor-pointer items-center gap-2.5 rounded-control px-2 hover:bg-hover">
			<input
				type="checkbox"
				checked={r.lifted}
				onChange={onToggle}
				className="size-4 flex-none accent-cord"
			/>
			<span className="min-w-0 flex-1">
				<bdi className="[overflow-wrap:anywhere]">{r.text}</bdi>
				<span className="block text-12 text-ink-3">
					{t(`consult.kind.${r.kind}` as Key)} ·{' '}
					{r.lifted ? (
						<b className="text-hold">{t('consult.goes')}</b>
					) : (
						t('consult.sentAs', { shown: r.shown })
					)}
				</span>
			</span>
		</label>
	)
}
