import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { isMissing } from '../api/problem'
import { Missing } from '../app/missing'
import { Sheet } from '../app/page'
import { usePhone } from '../ui/media'
import { Skeleton } from '../ui/skeleton'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { active, draft as draftQuery, drafts } from './api'
import { Room } from './room'
import { ProbeContext, useHeldProbe } from './use-probe'
import '../words/en/policy'
import '../words/en/policy-tabs'

/** useNewest is the draft that was saved last. On a phone nothing is changed: there one comes to read what leads. */
function useNewest(all: readonly { name: string; saved_at: string }[] | undefined): string {
	const phone = usePhone()
	const [newest] = [...(all ?? [])].sort((a, b) => b.saved_at.localeCompare(a.saved_at))
	return phone ? '' : (newest?.name ?? '')
}

const route = getRouteApi('/framed/policy')

/** PolicyPage shows a draft or the policy in force. Where one is worked on, it is what one comes to first, where it can be worked on. */
export function PolicyPage() {
	const { draft: asked } = route.useSearch()
	const leads = useQuery(active)
	const all = useQuery(drafts)
	const newest = useNewest(all.data?.items)
	const name = asked ?? newest
	const one = useQuery(draftQuery(name))
	const probe = useHeldProbe()
	const error = leads.error ?? all.error
	if (isMissing(one.error) && name)
		return (
			<Sheet>
				<Missing title={t('policy.draftGone')}>{t('policy.draftGoneHint')}</Missing>
			</Sheet>
		)
	if (!leads.data || (asked === undefined && !all.data) || (name && !one.data))
		return (
			<Sheet>
				{(error ?? one.error) ? (
					<Trouble error={error ?? one.error} className="m-8" />
				) : (
					<Skeleton rows={8} />
				)}
			</Sheet>
		)
	const shown = name ? one.data : undefined
	return (
		<ProbeContext value={probe}>
			<Room key={shown?.name ?? leads.data.hash} active={leads.data} draft={shown} />
		</ProbeContext>
	)
}
