import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'

export type Sample = Schemas['SampleView']

export const sample = queryOptions({
	queryKey: ['sample'],
	queryFn: () => ask(api.GET('/api/v1/sample')),
	retry: false,
})

export const company = queryOptions({
	queryKey: ['company'],
	queryFn: () => ask(api.GET('/api/v1/company')),
})
