import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { Section } from '../app/page'
import { Button } from '../ui/button'
import { exactly } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { browsers } from './api'
import { pushable, subscribe } from './push'

/** Browsers lists those that are told, and lets this one be. */
export function Browsers() {
	const { data } = useQuery(browsers)
	const queries = useQueryClient()
	const again = () => queries.invalidateQueries({ queryKey: ['me'] })
	const begin = useMutation({ mutationFn: () => subscribe(data?.public_key ?? ''), onSuccess: again })
	const end = useMutation({
		mutationFn: (id: string) =>
			ask(api.DELETE('/api/v1/me/push-subscriptions/{id}', { params: { path: { id } } })),
		onSuccess: again,
	})
	const can = pushable()
	return (
		<Section title={t('notices.browsers')} help={t('notices.browsersHelp')}>
			<ul className="empty:hidden">
				{data?.items.map((b) => (
					<li key={b.id} className="flex items-center gap-2 py-1">
						<b>{b.name || t('notices.thisBrowser')}</b>
						<span className="flex-1 text-12 text-ink-3">{exactly(new Date(b.created_at))}</span>
						<Button look="quiet" bare icon="close" disabled={end.isPending} onClick={() => end.mutate(b.id)}>
							{t('notices.tellNoMore', { name: b.name || t('notices.thisBrowser') })}
						</Button>
					</li>
				))}
			</ul>
			{can === 'yes' && (
				<Button
					icon="bell"
					className="self-start"
					disabled={!data || begin.isPending}
					onClick={() => begin.mutate()}
				>
					{t('notices.subscribe')}
				</Button>
			)}
			{can !== 'yes' && (
				<p className="text-12 text-ink-3">{t(can === 'denied' ? 'notices.denied' : 'notices.cannotPush')}</p>
			)}
			<p role="status" className="text-good empty:hidden">
				{begin.isSuccess && t('notices.subscribed')}
			</p>
			{begin.error &&
				(pushable() === 'denied' ? (
					<p className="text-late">{t('notices.denied')}</p>
				) : (
					<Trouble error={begin.error} />
				))}
			{end.error && <Trouble error={end.error} />}
		</Section>
	)
}
