import { queryOptions } from '@tanstack/react-query'
import { api, ask, Problem, type Schemas } from '../api/client'
import { hold, take } from '../session/token'

/** Whether anybody works here yet. */
export const setupState = queryOptions({
	queryKey: ['setup', 'state'],
	queryFn: () => ask(api.GET('/api/v1/setup')),
	retry: false,
})

/** A visit is the right of this browser to set up: with a link, for a while, or as somebody who has signed in already. */
export interface Visit {
	until?: string
	/** Who is signed in, and what departments there are, where nobody has said yet what the company is. */
	inside?: { who: Schemas['Me']; departments: string[] }
}

/** inside lets somebody who runs this board set up, as long as their company has not said what it is. */
async function inside(): Promise<Visit | undefined> {
	const who = await ask(api.GET('/api/v1/me'))
	if (!who.permissions.includes('installation.manage')) return undefined
	const [company, sample, departments] = await Promise.all([
		ask(api.GET('/api/v1/company')),
		ask(api.GET('/api/v1/sample')),
		ask(api.GET('/api/v1/departments')),
	])
	if (company.charter || sample.present) return undefined
	return { inside: { who, departments: departments.items.map((d) => d.name) } }
}

/** The way in, with a link or without. */
export const visit = queryOptions({
	queryKey: ['setup', 'visit'],
	queryFn: come,
	retry: false,
})

/** Linked is a refusal of a link, unlike one of somebody who came without. */
export class Linked extends Error {
	constructor(override readonly cause: Problem) {
		super(cause.message)
	}
}

async function come(): Promise<Visit> {
	try {
		return await open()
	} catch (refused) {
		if (!(refused instanceof Problem) || refused.status !== 409) throw refused
		const found = await inside().catch(() => undefined) // nobody is signed in, which the refusal says as well
		if (found) return found
		throw refused
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
