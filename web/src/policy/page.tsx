import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { isMissing } from '../api/problem'
import { Missing } from '../app/missing'
import { Sheet } from '../app/page'
import { Skeleton } from '../ui/skeleton'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { active, draft as draftQuery, drafts } from './api'
import { Room } from './room'
import { ProbeContext, useHeldProbe } from './use-probe'
import '../words/en/policy'
import '../words/en/policy-tabs'

const route = getRouteApi('/framed/policy')

/** PolicyPage shows a draft or the policy in force. Where one is worked on, it is what one comes to first. */
export function PolicyPage() {
	const { draft: asked } = route.useSearch()
	const leads = useQuery(active)
	const all = useQuery(drafts)
	const [newest] = [...(all.data?.items ?? [])].sort((a, b) => b.saved_at.localeCompare(a.saved_at))
	const name = asked ?? newest?.name ?? ''
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
