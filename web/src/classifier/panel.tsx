import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { me } from '../api/query'
import { Skeleton } from '../ui/skeleton'
import { Trouble } from '../ui/trouble'
import { classifier, type Settings } from './api'
import { Figures } from './figures'
import { ClassifierForm } from './form'
import { State } from './state'
import { TryIt } from './try-it'
import '../words/en/classifier'

/** ClassifierPanel is all of the external classifier: how it is, what it may do, what would leave, and what it was asked. */
export function ClassifierPanel() {
	const { data, error, refetch } = useQuery(classifier)
	const { data: who } = useQuery(me)
	const manages = who?.permissions.includes('installation.manage') ?? false
	// What somebody changed in the form and did not save yet. It can be tried, and outlasts what others save meanwhile.
	const [written, setWritten] = useState<Partial<Settings>>({})
	const settings = data && { ...data.settings, ...written }
	return (
		<>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{!data && !error && <Skeleton rows={4} />}
			{data && <State now={data} />}
			{data && settings && manages && (
				<>
					<ClassifierForm now={data} settings={settings} onWritten={setWritten} />
					<TryIt settings={settings} />
				</>
			)}
			{data && <Figures now={data} />}
		</>
	)
}
