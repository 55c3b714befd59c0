import { Link } from '@tanstack/react-router'
import { t } from '../words/catalogue'
import { languageName } from '../words/region'
import { useRoom } from './room'
import { spoken } from './week'

/** Answered is what was said, each with the way back to it. */
export function Answered() {
	const { draft } = useRoom()
	const named = draft.departments.map((d) => d.name.trim()).filter(Boolean)
	const people = draft.people.map((p) => p.name.trim()).filter(Boolean)
	const who = {
		only_me: [],
		people,
		departments: named,
	}[draft.speak]
	return (
		<dl className="flex flex-col">
			<Answer at="company" what={t('setup.answer.company')} lines={[draft.company]} />
			<Answer
				at="wishes"
				what={t('setup.answer.wishes')}
				lines={draft.wishes.slice(0, 3).map((w, i) => `${i + 1} ${t(`setup.wish.${w}`)}`)}
			/>
			<Answer
				at="speak"
				what={t('setup.answer.speak')}
				lines={[t(`setup.speak.${draft.speak}`), who.join(', ')]}
			/>
			<Answer
				at="hours"
				what={t('setup.answer.hours')}
				lines={[spoken(draft.spans), draft.zone.replaceAll('_', ' ')]}
			/>
			<Answer
				at="networks"
				what={t('setup.answer.networks')}
				lines={[draft.networks.map((n) => t(`setup.network.${n}`)).join(', ') || t('setup.noVoices')]}
			/>
			<Answer
				at="languages"
				what={t('setup.answer.languages')}
				lines={[draft.languages.map(languageName).join(', ') || t('setup.noVoices')]}
			/>
		</dl>
	)
}

function Answer({ at, what, lines }: { at: string; what: string; lines: string[] }) {
	return (
		<div className="relative border-t border-line py-2.5 pe-20">
			<dt className="text-12 font-semibold text-ink-3">{what}</dt>
			<dd className="text-14">
				{lines.filter(Boolean).map((line) => (
					<span key={line} className="block">
						{line}
					</span>
				))}
				<Link
					to="/setup"
					search={{ at }}
					aria-label={t('setup.changeOf', { what })}
					className="absolute end-0 top-2.5 py-1 text-12 text-ink-2 underline"
				>
					{t('setup.change')}
				</Link>
			</dd>
		</div>
	)
}
