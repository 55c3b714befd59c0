import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { Section } from '../app/page'
import { useLeave } from '../app/sign-out'
import { Button } from '../ui/button'
import { useNow } from '../ui/now'
import { exactly, when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'

const sessions = queryOptions({
	queryKey: ['sessions'],
	queryFn: () => ask(api.GET('/api/v1/me/sessions')),
	staleTime: 0,
})

/** Sessions lists where one is signed in, and ends all of it. */
export function Sessions() {
	const { data, error, refetch } = useQuery(sessions)
	const now = useNow(60_000)
	const leave = useLeave()
	const end = useMutation({
		mutationFn: () => ask(api.DELETE('/api/v1/me/sessions')),
		onSuccess: leave,
	})
	return (
		<Section title={t('me.sessions')}>
			{error && <Trouble error={error} again={() => void refetch()} />}
			<ul className="flex flex-col">
				{data?.items.map((s) => (
					<li key={s.id} className="border-b border-line py-2">
						<p className="font-medium">{t(s.present ? 'me.thisOne' : 'me.anotherOne')}</p>
						<p className="text-12 text-ink-3" title={exactly(new Date(s.seen_at))}>
							{t('me.sessionTimes', {
								since: when(new Date(s.created_at), now),
								seen: when(new Date(s.seen_at), now),
							})}
						</p>
					</li>
				))}
			</ul>
			<p className="flex flex-wrap items-center gap-3">
				<Button icon="exit" disabled={end.isPending} onClick={() => end.mutate()}>
					{t('me.endAll')}
				</Button>
				<span className="text-12 text-ink-3">{t('me.endAllHint')}</span>
			</p>
			{end.error && <Trouble error={end.error} />}
		</Section>
	)
}
