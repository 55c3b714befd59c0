import { queryOptions } from '@tanstack/react-query'
import { api, ask, Problem } from '../api/client'
import { hold, take } from '../session/token'

/** Whether anybody works here yet. */
export const setupState = queryOptions({
	queryKey: ['setup', 'state'],
	queryFn: () => ask(api.GET('/api/v1/setup')),
	retry: false,
})

/** A visit is the right of this browser to set up, and whether it came with a link. */
export const visit = queryOptions({
	queryKey: ['setup', 'visit'],
	queryFn: open,
	retry: false,
})

/** Linked is a refusal of a link, unlike one of somebody who came without. */
export class Linked extends Error {
	constructor(override readonly cause: Problem) {
		super(cause.message)
	}
}

/** open uses the link this page was opened with. A link that was opened in this very browser goes on. */
async function open(): Promise<{ until: string }> {
	const token = take('setup')
	if (!token) return ask(api.GET('/api/v1/setup/visit'))
	try {
		return await ask(api.POST('/api/v1/setup/open', { body: { token } }))
	} catch (refused) {
		if (!(refused instanceof Problem) || ![401, 422].includes(refused.status)) {
			hold('setup', token) // nobody has looked at it, so it can be tried again
			throw refused
		}
		return ask(api.GET('/api/v1/setup/visit')).catch(() => {
			throw new Linked(refused)
		})
	}
}
