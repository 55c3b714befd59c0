import { Link } from '@tanstack/react-router'
import { Avatar } from '../ui/avatar'
import { t } from '../words/catalogue'
import { languageName, region } from '../words/region'
import type { PersonWeek } from './api'

/** PersonHead says who a row is about: their languages, how much of their places is taken, and where else they stand. */
export function PersonHead({ person: p, elsewhere }: { person: PersonWeek; elsewhere: string[] }) {
	const load =
		p.cap_now < p.cap
			? t('cover.loadBack', { load: p.load, now: p.cap_now, cap: p.cap })
			: t('cover.load', { load: p.load, cap: p.cap })
	return (
		<span className="flex items-center gap-2.5 text-start font-normal">
			<Avatar name={p.name} ours />
			<span className="min-w-0">
				<Link
					to="/people/$agent"
					params={{ agent: p.id }}
					dir="auto"
					className="block truncate text-13 font-semibold hover:underline"
				>
					{p.name}
				</Link>
				<span className="block text-12 text-pretty text-ink-3">
					{p.languages.length > 0 && (
						<>
							<span className="sr-only">{p.languages.map(languageName).join(', ')}, </span>
							<span aria-hidden="true">{p.languages.map((l) => l.toUpperCase()).join(' ')} · </span>
						</>
					)}
					{load}
					{p.anytime && ` · ${t('cover.anytime')}`}
					{elsewhere.length > 0 && ` · ${t('cover.alsoIn', { teams: together(elsewhere) })}`}
				</span>
			</span>
		</span>
	)
}

const together = (names: string[]) => new Intl.ListFormat(region(), { type: 'conjunction' }).format(names)
