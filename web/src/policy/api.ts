import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'

export type Active = Schemas['ActivePolicy']
export type Version = Schemas['Activation']
export type Change = Schemas['Change']
export type Draft = Schemas['PolicyDraftView']
export type Check = Schemas['PolicyCheck']
export type Finding = Schemas['PolicyFinding']
export type Compared = Schemas['Compared']
export type Explained = Schemas['Explained']
export type Facts = Schemas['FactsBody']
export type Accepted = Schemas['AcceptedWarning']
export type Consent = Schemas['PolicyConsent']
export type Decision = Schemas['Decision']

/** How far back a change is held against what really came in. */
export const days = 28

export const active = queryOptions({
	queryKey: ['policy', 'active'],
	queryFn: () => ask(api.GET('/api/v1/policies/active')),
})

export const shipped = queryOptions({
	queryKey: ['policy-shipped'],
	queryFn: () => ask(api.GET('/api/v1/policies/shipped')),
})

export const drafts = queryOptions({
	queryKey: ['policy', 'drafts'],
	queryFn: () => ask(api.GET('/api/v1/policy-drafts')),
})

export const draft = (name: string) =>
	queryOptions({
		queryKey: ['policy', 'draft', name],
		queryFn: () => ask(api.GET('/api/v1/policy-drafts/{name}', { params: { path: { name } } })),
		enabled: name !== '',
	})

/** What is wrong with a text, and who has signed it. */
export const check = (source: string, name: string) =>
	queryOptions({
		queryKey: ['policy', 'check', name, source],
		queryFn: () =>
			ask(api.POST('/api/v1/policies/validate', { body: { source, ...(name && { draft: name }) } })),
		enabled: source !== '',
		placeholderData: keepPreviousData,
		gcTime: 60_000,
	})

/** What a text would have changed in the last weeks, against another: the policy in force unless one is given. */
export const compared = (source: string, against = '') =>
	queryOptions({
		queryKey: ['policy', 'compared', source, against],
		queryFn: () =>
			ask(
				api.POST('/api/v1/policies/diff', {
					body: { source, days, keep: 500, ...(against && { against }) },
				}),
			),
		enabled: source !== '',
		placeholderData: keepPreviousData,
		gcTime: 60_000,
		retry: false,
	})

/** What would be decided if somebody wrote this now. */
export const explained = (text: string, facts: Facts, source: string, models = false) =>
	queryOptions({
		queryKey: ['policy', 'explained', text, facts, source, models],
		queryFn: () => ask(api.POST('/api/v1/policies/explain', { body: { text, facts, source, models } })),
		enabled: source !== '',
		placeholderData: keepPreviousData,
		gcTime: 60_000,
		retry: false,
	})
