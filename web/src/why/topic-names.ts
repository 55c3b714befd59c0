import { useQuery } from '@tanstack/react-query'
import { topics } from '../triage/api'
import { spoken } from './facts'

/** useTopicNames gives what the company calls a topic; of one it has no more, the key as a word. */
export function useTopicNames(): (key: string) => string {
	const { data } = useQuery(topics)
	return (key) => data?.items.find((topic) => topic.key === key)?.name ?? spoken(key)
}
