import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useSyncExternalStore } from 'react'
import { me } from '../api/query'
import { useLive } from '../app/parts'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { KeyHint } from '../ui/key-hint'
import { t } from '../words/catalogue'
import { sample } from './api'
import { followed, hintDone, hintsNow, nextHint, onHints } from './hints'

const keys = { take: 'y', answer: 'r', why: 'w' }

/** SampleBanner is the one line on top of the sample company: that it is one, and the next thing to try. */
export function SampleBanner() {
	const { data } = useQuery(sample)
	if (!data?.present) return null
	return <Line />
}

function Line() {
	const { data: who } = useQuery(me)
	const live = useLive()
	const mine = who?.agent.id
	const hint = nextHint(useSyncExternalStore(onHints, hintsNow))
	useEffect(() => {
		if (!mine) return
		return live.on((event) => {
			const found = followed(event, mine)
			if (found) hintDone(found)
		})
	}, [live, mine])
	return (
		<aside
			aria-label={t('sample.title')}
			className="flex flex-none flex-wrap items-center gap-x-2 bg-hold-soft px-3 py-1 text-hold"
		>
			<Icon name="target" size={14} />
			<b>{t('sample.line')}</b>
			{hint && (
				<span className="flex items-center gap-1">
					{t(`sample.hint.${hint}`)}
					<KeyHint hotkey={keys[hint]} />
					<Button look="quiet" size="small" bare icon="close" onClick={() => hintDone(hint)}>
						{t('sample.hintDone')}
					</Button>
				</span>
			)}
			<Link to="/sample" className="ms-auto py-1 underline">
				{t('sample.manage')}
			</Link>
		</aside>
	)
}
