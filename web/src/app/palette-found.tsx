import { useQueryClient } from '@tanstack/react-query'
import { Command } from 'cmdk'
import type { Conversation } from '../api/query'
import { customerOf, withoutNames } from '../conversation/matter'
import type { Pages } from '../inbox/pages'
import { useOnlooker } from '../inbox/people'
import { standing } from '../inbox/standing'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import { found } from './palette-rows'

interface Props {
	typed: string
	group: string
	item: string
	open: (id: string) => void
}

/** Found lists the conversations that fit what is typed, of all that lists have shown. */
export function Found({ typed, group, item, open }: Props) {
	const queries = useQueryClient()
	const onlooker = useOnlooker()
	const now = new Date()
	const read = queries
		.getQueriesData<Pages>({ queryKey: ['inbox'] })
		.flatMap(([, data]) => data?.pages.flatMap((p): Conversation[] => p.items) ?? [])
	const fitting = found(read, typed)
	if (fitting.length === 0) return null
	return (
		<Command.Group heading={t('frame.groupTalks')} className={group}>
			{fitting.map((c) => (
				<Command.Item
					key={c.id}
					value={c.id}
					keywords={[customerOf(c), withoutNames(c.preview)]}
					onSelect={() => open(c.id)}
					className={item}
				>
					<Icon name={standing(c, onlooker, now).jack} className="flex-none text-ink-3" />
					<span className="min-w-0 flex-1 truncate">
						<bdi>{customerOf(c)}</bdi>{' '}
						<bdi lang={c.language || undefined} className="text-ink-3">
							{withoutNames(c.preview)}
						</bdi>
					</span>
				</Command.Item>
			))}
		</Command.Group>
	)
}
