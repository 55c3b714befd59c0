import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'

export type Notice = Schemas['NoticeView']
export type Preferences = Schemas['PreferencesView']
export type Hook = Schemas['NoticeHook']
export type Way = 'push' | 'email' | 'chat'

export const notices = infiniteQueryOptions({
	queryKey: ['notices'],
	queryFn: ({ pageParam }) => {
		const query = pageParam ? { after: pageParam, limit: 50 } : { limit: 50 }
		return ask(api.GET('/api/v1/notices', { params: { query } }))
	},
	initialPageParam: '',
	getNextPageParam: (last) => last.next || undefined,
})

export const preferences = queryOptions({
	queryKey: ['me', 'notice-preferences'],
	queryFn: () => ask(api.GET('/api/v1/me/notice-preferences')),
})

export const browsers = queryOptions({
	queryKey: ['me', 'push'],
	queryFn: () => ask(api.GET('/api/v1/me/push-subscriptions')),
})
