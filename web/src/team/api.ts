import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'

export type Week = Schemas['Week']
export type PersonWeek = Schemas['PersonWeek']
export type Desk = Schemas['DeskWeek']
export type Absence = Schemas['Absence']
export type AbsenceBody = Schemas['AbsenceBody']
export type Policy = NonNullable<AbsenceBody['policy']>
export type WhatIf = Schemas['WhatIf']
export type Standin = Schemas['Standin']
export type Shift = Schemas['Shift']
export type Imported = Schemas['Imported']
export type Terms = Schemas['Terms']
/** What a department says for itself, what the policy in force says, and what comes of it. */
export type Said = Schemas['DepartmentTerms']

/** What is asked of a week: its first day, how many, and the zone of its days; without either as the company has it. */
export interface Span {
	from?: string | undefined
	days: number
	zone?: string | undefined
}

export const week = ({ from, days, zone }: Span) =>
	queryOptions({
		queryKey: ['agents', 'week', from ?? '', days, zone ?? ''],
		queryFn: () =>
			ask(
				api.GET('/api/v1/roster/week', {
					params: { query: { days, ...(from && { from }), ...(zone && { zone }) } },
				}),
			),
		staleTime: 60_000, // who is here changes with the hour
	})

/** Somebody who is imagined to be away. */
export interface Away {
	id: string
	from: Date
	until: Date
	policy: Policy
	/** Who would be their deputy; nobody: whoever is. */
	deputy?: string | undefined
}

export const whatIf = ({ id, from, until, policy, deputy }: Away) =>
	queryOptions({
		queryKey: ['agents', id, 'what-if', from.toISOString(), until.toISOString(), policy, deputy ?? ''],
		queryFn: () =>
			ask(
				api.GET('/api/v1/agents/{id}/what-if', {
					params: {
						path: { id },
						query: {
							from: from.toISOString(),
							until: until.toISOString(),
							policy,
							...(deputy && { deputy }),
						},
					},
				}),
			),
		staleTime: 60_000,
	})

export const terms = (key: string) =>
	queryOptions({
		queryKey: ['departments', key, 'terms'],
		queryFn: () => ask(api.GET('/api/v1/departments/{key}/terms', { params: { path: { key } } })),
	})

/** What one leads that waits for us. What happens to a conversation makes it stale. */
export const shiftNotes = queryOptions({
	queryKey: ['inbox', 'shift-notes'],
	queryFn: () => ask(api.GET('/api/v1/me/shift-notes')),
})

const at = (id: string) => ({ params: { path: { id } } })

export const does = {
	absent: (id: string, body: AbsenceBody) =>
		ask(api.POST('/api/v1/agents/{id}/absences', { ...at(id), body })),
	takeBack: (id: string, starts_at: string) =>
		ask(api.DELETE('/api/v1/agents/{id}/absences/{starts_at}', { params: { path: { id, starts_at } } })),
	addDate: (id: string, body: Schemas['AddDateInputBody']) =>
		ask(api.POST('/api/v1/agents/{id}/dates', { ...at(id), body })),
	dropDate: (id: string, starts_at: string, confirmed: boolean) =>
		ask(
			api.DELETE('/api/v1/agents/{id}/dates/{starts_at}', {
				params: { path: { id, starts_at }, query: { confirmed } },
			}),
		),
	setShifts: (id: string, shifts: Shift[], confirmed: boolean) =>
		ask(api.PUT('/api/v1/agents/{id}/shifts', { ...at(id), body: { shifts, confirmed } })),
	notHere: (id: string) => ask(api.POST('/api/v1/agents/{id}/not-here', { ...at(id), body: {} })),
	take: (body: Schemas['ImportBody']) => ask(api.POST('/api/v1/roster/import', { body })),
	leaveNotes: (items: { conversation: string; text: string; release: boolean }[]) =>
		ask(api.POST('/api/v1/me/shift-notes', { body: { items } })),
	setTerms: (key: string, body: Terms) =>
		ask(api.PUT('/api/v1/departments/{key}/terms', { params: { path: { key } }, body })),
	setDepartment: (key: string, name: string, pull: boolean) =>
		ask(api.PUT('/api/v1/departments/{key}', { params: { path: { key } }, body: { name, pull } })),
}
