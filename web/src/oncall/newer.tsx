import { Button } from '../ui/button'
import { useNow } from '../ui/now'
import { when } from '../ui/time'
import { t } from '../words/catalogue'
import type { OnCall } from './api'
import { Climb } from './climb'
import { useNamed } from './names'

interface Props {
	plan: OnCall
	/** Keep what is changed here in its place. */
	overwrite: () => void
	/** Let go of what is changed here, and go on from it. */
	begin: () => void
}

/** Newer is a ladder that somebody else has kept while this one was changed: who, when, and what it says now. */
export function Newer({ plan, overwrite, begin }: Props) {
	const now = useNow(60_000)
	const named = useNamed()
	const { changed_by, changed_at } = plan
	return (
		<section
			aria-label={t('oncall.newer')}
			className="flex flex-col gap-3 rounded-card bg-hold-soft px-3 py-3"
		>
			<p role="alert">
				<b className="text-hold">
					{changed_by
						? t('oncall.newerBy', {
								name: named([changed_by]),
								time: changed_at ? when(new Date(changed_at), now) : '',
							})
						: t('oncall.newerNow')}
				</b>{' '}
				{t('oncall.newerHint')}
			</p>
			<div className="rounded-card bg-surface px-3 py-3">
				<Climb plan={plan} />
			</div>
			<div className="flex flex-wrap gap-2">
				<Button onClick={overwrite}>{t('oncall.overwrite')}</Button>
				<Button look="quiet" onClick={begin}>
					{t('oncall.begin')}
				</Button>
			</div>
		</section>
	)
}
