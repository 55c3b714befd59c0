import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { api, ask } from '../api/client'
import { Problem } from '../api/problem'
import { me } from '../api/query'
import { desk } from '../composer/desk'
import { part } from './person'

let leaving = false

/** isLeaving reports whether somebody signs out here: that nobody is signed in after it is no news. */
export const isLeaving = () => leaving

/** useLeave forgets all the server said and shows the sign-in. */
export function useLeave() {
	const queries = useQueryClient()
	const router = useRouter()
	return async () => {
		part()
		queries.removeQueries({ queryKey: me.queryKey })
		await router.navigate({ to: '/sign-in', search: {} })
		queries.clear()
	}
}

/** useSignOut ends this session, once what was sent off has arrived: what did not is told first. */
export function useSignOut() {
	const leave = useLeave()
	return useMutation({
		mutationFn: async () => {
			if (!(await desk().settle())) throw new Problem(0, 'unsettled', '', '')
			leaving = true
			return ask(api.DELETE('/api/v1/session'))
		},
		onSuccess: leave,
		onSettled: () => {
			leaving = false
		},
	})
}
