import { t } from '../words/catalogue'
import type { Preferences, Way } from './api'
import { ways as all, isOn, turned, type Ways } from './matrix'
import { eventWord } from './word'

interface Props {
	said: Preferences
	ways: Ways
	onChange: (ways: Ways) => void
}

/** Matrix is every event by every way beside the console. */
export function Matrix({ said, ways, onChange }: Props) {
	const ready: Record<Way, boolean> = {
		push: said.push_ready,
		email: said.email_ready,
		chat: said.chat_ready,
	}
	const missing: Record<Way, string> = {
		push: t('notices.noPush'),
		email: said.email_trouble ?? t('notices.noMail'),
		chat: t('notices.noChat'),
	}
	return (
		<div className="flex flex-col gap-2">
			<table className="w-full border-collapse">
				<thead>
					<tr className="text-12 text-ink-3">
						<th scope="col" className="py-1.5 text-start font-semibold">
							{t('notices.event')}
						</th>
						{all.map((way) => (
							<th key={way} scope="col" className="w-[72px] py-1.5 text-center font-semibold rail:w-[96px]">
								{t(`notices.way.${way}`)}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{said.events.map((event) => (
						<tr key={event} className="border-t border-line">
							<th scope="row" className="py-1 text-start font-normal">
								{eventWord(event)}
							</th>
							{all.map((way) => (
								<td key={way} className="p-0 text-center">
									<label className="inline-grid size-9 cursor-pointer place-items-center pointer-coarse:size-11">
										<input
											type="checkbox"
											className="size-4 accent-cord"
											aria-label={t('notices.cell', {
												event: eventWord(event),
												way: t(`notices.way.${way}`),
											})}
											checked={isOn(ways, event, way)}
											onChange={(e) => onChange(turned(ways, event, way, e.target.checked))}
										/>
									</label>
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
			{all
				.filter((way) => !ready[way])
				.map((way) => (
					<p key={way} className="text-12 text-ink-3">
						<b>{t(`notices.way.${way}`)}:</b> {missing[way]}
					</p>
				))}
		</div>
	)
}
