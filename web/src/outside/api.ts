import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'

export type Report = Schemas['Report']
export type Reporting = Schemas['Reporting']
export type ReportingBody = Schemas['ReportingBody']
export type ExpertBody = Schemas['ExpertBody']

/** Reports that wait for somebody's look. Live events make them stale. */
export const reports = queryOptions({
	queryKey: ['reports'],
	queryFn: () => ask(api.GET('/api/v1/reports')),
})

export const reporting = queryOptions({
	queryKey: ['reporting'],
	queryFn: () => ask(api.GET('/api/v1/reporting')),
})

const at = (id: string) => ({ params: { path: { id } } })

export const does = {
	create: (body: ExpertBody) => ask(api.POST('/api/v1/experts', { body })),
	update: (id: string, body: ExpertBody) => ask(api.PUT('/api/v1/experts/{id}', { ...at(id), body })),
	forget: (id: string) => ask(api.DELETE('/api/v1/experts/{id}', at(id))),
	take: (id: string) => ask(api.POST('/api/v1/reports/{id}/take', at(id))),
	throwAway: (id: string) => ask(api.POST('/api/v1/reports/{id}/throw-away', at(id))),
	setReporting: (body: ReportingBody) => ask(api.PUT('/api/v1/reporting', { body })),
}
