import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { api, ask } from '../api/client'
import { me } from '../api/query'

/** useLeave forgets all the server said and shows the sign-in. */
export function useLeave() {
	const queries = useQueryClient()
	const router = useRouter()
	return async () => {
		queries.removeQueries({ queryKey: me.queryKey })
		await router.navigate({ to: '/sign-in', search: {} })
		queries.clear()
	}
}

/** useSignOut ends this session. */
export function useSignOut() {
	const leave = useLeave()
	return useMutation({
		mutationFn: () => ask(api.DELETE('/api/v1/session')),
		onSuccess: leave,
	})
}
