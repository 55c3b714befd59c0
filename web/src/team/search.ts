import { isDate } from './zone'

/** Searched is the first day that is shown, and in which zone; without either this week, in the company's. */
export interface Searched {
	from?: string
	zone?: string
}

/** searched reads what an address asks for. */
export const searched = (search: Record<string, unknown>): Searched => ({
	...(typeof search.from === 'string' && isDate(search.from) ? { from: search.from } : {}),
	...(typeof search.zone === 'string' && search.zone ? { zone: search.zone } : {}),
})
