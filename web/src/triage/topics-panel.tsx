import { useQuery } from '@tanstack/react-query'
import { me } from '../api/query'
import { TopicList } from './list'
import { Suggested } from './suggested'
import '../words/en/triage'

/** TopicsPanel is the company's own list of topics, and what it may lack. */
export function TopicsPanel() {
	const { data: who } = useQuery(me)
	const manages = who?.permissions.includes('policy.activate') ?? false
	return (
		<>
			<TopicList manages={manages} />
			{manages && <Suggested />}
		</>
	)
}
