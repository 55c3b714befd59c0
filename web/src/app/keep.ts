import { redirect } from '@tanstack/react-router'
import { hold } from '../session/token'

/** keep takes the token of a one-time link out of the address bar before anything else happens. */
export const keep = (page: string) => (hash: string) => {
	if (!hash) return
	hold(page, hash)
	throw redirect({ to: '.', hash: '', replace: true })
}
