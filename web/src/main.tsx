import '@fontsource-variable/hanken-grotesk'
import './style/theme.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { onSignedOut } from './api/client'
import { me, newQueries } from './api/query'
import { wear } from './app/appearance'
import { layPanes } from './app/panes'
import { part } from './app/person'
import { newRouter } from './app/router'
import { isLeaving } from './app/sign-out'

setNonce(document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '')
wear()
layPanes()

const queries = newQueries()
const router = newRouter(queries)

onSignedOut(() => {
	if (isLeaving() || queries.getQueryData(me.queryKey) === undefined) return
	part()
	queries.removeQueries({ queryKey: me.queryKey })
	void router.navigate({ to: '/sign-in', search: { to: router.state.location.href } })
})

const root = document.getElementById('root')
if (root) {
	createRoot(root).render(
		<StrictMode>
			<QueryClientProvider client={queries}>
				<RouterProvider router={router} />
			</QueryClientProvider>
		</StrictMode>,
	)
}
