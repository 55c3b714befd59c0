import { Link } from '@tanstack/react-router'
import { SideSheet } from '../../ui/side-sheet'
import { withTeams } from '../../why/teams'
import { t } from '../../words/catalogue'
import type { Compared } from '../api'
import { useDesk } from '../desk'

/** Moved lists the messages that would have gone elsewhere, each with why. */
export function Moved({
	open,
	onClose,
	compared,
}: {
	open: boolean
	onClose: () => void
	compared: Compared
}) {
	const { vocabulary } = useDesk()
	return (
		<SideSheet wide open={open} onClose={onClose} title={t('policy.movedTitle')}>
			{compared.changed > compared.moved.length + compared.left_out && (
				<p className="pb-2 text-12 text-ink-3">
					{t('policy.movedSome', { n: compared.moved.length, of: compared.changed })}
				</p>
			)}
			{compared.left_out > 0 && (
				<p className="pb-2 text-12 text-ink-3">{t('policy.leftOut', { n: compared.left_out })}</p>
			)}
			<ul>
				{compared.moved.map((m, i) => {
					const words = compared.previews[m.message_id ?? '']
					return (
						<li key={m.message_id ?? i} className="border-t border-line py-2.5">
							<p>
								{vocabulary.name(m.before.owner)} →{' '}
								<b className="text-cord">{vocabulary.name(m.after.owner)}</b>
							</p>
							{words && m.conversation_id && (
								<Link to="/c/$id" params={{ id: m.conversation_id }} className="block underline">
									<span dir="auto">{words}</span>
								</Link>
							)}
							{m.before.owner === m.after.owner && (
								<p className="text-12 text-ink-2">
									{m.changes
										.map((c) =>
											t('policy.changed', {
												what: t(`policy.what.${c.what}`),
												before: c.before,
												after: c.after,
											}),
										)
										.join(' · ')}
								</p>
							)}
							<p className="text-12 text-ink-3">{withTeams(m.after.sentence, vocabulary.name)}</p>
						</li>
					)
				})}
			</ul>
		</SideSheet>
	)
}
