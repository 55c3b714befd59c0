import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { Section } from '../app/page'
import { dayOf, span } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'

const days = 7

const spent = queryOptions({
	queryKey: ['focus'],
	queryFn: () => ask(api.GET('/api/v1/me/focus', { params: { query: { days } } })),
	staleTime: 0,
})

/** Time shows what is on record of one's own time, and who else may see it. */
export function Time() {
	const { data, error, refetch } = useQuery(spent)
	const time = (seconds: number) => span(seconds * 1000)
	return (
		<Section title={t('me.time')} help={t('me.timeHelp')}>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{data?.items.length === 0 && <p className="text-ink-3">{t('me.timeNone')}</p>}
			{data && data.items.length > 0 && (
				<table className="w-full">
					<thead>
						<tr className="text-11 text-ink-3">
							<th scope="col" className="text-start font-semibold">
								{t('me.timeDay')}
							</th>
							<th scope="col" className="text-end font-semibold">
								{t('me.timeReading')}
							</th>
							<th scope="col" className="text-end font-semibold">
								{t('me.timeWriting')}
							</th>
						</tr>
					</thead>
					<tbody>
						{data.items.map((d) => (
							<tr key={d.day}>
								<th scope="row" className="py-0.5 text-start font-normal">
									{dayOf(new Date(`${d.day}T12:00:00`), new Date())}
								</th>
								<td className="text-end">{time(d.reading_seconds)}</td>
								<td className="text-end">{time(d.writing_seconds)}</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
		</Section>
	)
}
