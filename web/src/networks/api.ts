import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, ask, askTagged, type Schemas } from '../api/client'
import { networks, networksByHand } from '../api/query'

export type Form = Schemas['Form']
export type FieldOf = Schemas['Field']
export type Account = Schemas['Account']
export type AccountView = Schemas['AccountView']
export type Gap = Schemas['Gap']
export type Config = Record<string, string>

export const network = (key: string) =>
	queryOptions({
		queryKey: ['networks', key],
		queryFn: () => ask(api.GET('/api/v1/networks/{key}', { params: { path: { key } } })),
	})

/** useNetworkNames gives what a network is called, built in or worked by hand. */
export function useNetworkNames(): (key: string) => string {
	const { data: built } = useQuery(networks)
	const { data: byHand } = useQuery(networksByHand)
	const all = [...(built?.items ?? []), ...(byHand?.items ?? [])]
	return (key) => all.find((n) => n.key === key)?.name ?? key
}

/** An account with the tag that says which state of it was seen. */
export interface Seen {
	account: AccountView
	tag: string
}

export const account = (id: string) =>
	queryOptions({
		queryKey: ['accounts', id],
		queryFn: async (): Promise<Seen> => {
			const { found, tag } = await askTagged(api.GET('/api/v1/accounts/{id}', { params: { path: { id } } }))
			return { account: found, tag }
		},
	})

export const gaps = queryOptions({
	queryKey: ['accounts', 'gaps'],
	queryFn: () => ask(api.GET('/api/v1/gaps')),
})

export const brands = queryOptions({
	queryKey: ['brands'],
	queryFn: () => ask(api.GET('/api/v1/brands')),
})

/** check tries settings without keeping them, and says who the account is on its network. */
export const check = (key: string, config: Config) =>
	ask(api.POST('/api/v1/accounts/check', { body: { network: key, config } }))
