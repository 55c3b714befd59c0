import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { isMissing } from '../api/problem'
import { departments, me } from '../api/query'
import { Missing } from '../app/missing'
import { TeamChats } from '../notices/chats'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { onCall } from './api'
import { Change } from './change'
import { Climb } from './climb'
import '../words/en/oncall'

const route = getRouteApi('/framed/on-call/$department')

/** DepartmentPage is whom a department's alarms call, and in which chats it is told. */
export function DepartmentPage() {
	const { department: key } = route.useParams()
	return <DepartmentLadder key={key} department={key} />
}

/** DepartmentLadder shows one department's ladder; what cannot be read again takes nothing away that is being changed. */
export function DepartmentLadder({ department: key }: { department: string }) {
	const { data, error, refetch } = useQuery(onCall(key))
	const { data: teams } = useQuery(departments)
	const { data: who } = useQuery(me)
	const [changing, setChanging] = useState(false)
	if (isMissing(error)) return <Missing title={t('oncall.gone')}>{t('oncall.goneHint')}</Missing>
	const trouble = error && <Trouble error={error} again={() => void refetch()} className="m-8" />
	if (!data || !who) return trouble || <Skeleton rows={5} />
	const name = teams?.items.find((d) => d.key === key)?.name ?? key
	const may = who.permissions.includes('department.manage')
	return (
		<div className="mx-auto flex max-w-[680px] flex-col gap-6 p-4 rail:p-8">
			{trouble}
			<header className="flex flex-wrap items-start gap-3">
				<div className="min-w-0 flex-1">
					<h1 className="text-18 font-semibold">{t('oncall.of', { name })}</h1>
					<p className="text-ink-2">{t(data.plan.default ? 'oncall.usual' : 'oncall.lead')}</p>
				</div>
				{may && !changing && (
					<Button icon="pencil" onClick={() => setChanging(true)}>
						{t('oncall.change')}
					</Button>
				)}
			</header>
			{changing ? (
				<Change department={key} now={data} done={() => setChanging(false)} />
			) : (
				<Climb plan={data.plan} />
			)}
			{may && !changing && <TeamChats department={key} />}
		</div>
	)
}
