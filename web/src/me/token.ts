import type { Schemas } from '../api/client'

type Token = Schemas['Token']

/** good reports whether a token can still be used. */
export function good(token: Pick<Token, 'revoked_at' | 'expires_at'>, now: Date): boolean {
	return !token.revoked_at && (!token.expires_at || new Date(token.expires_at) > now)
}

/** How long a token lasts. */
export type Lasts = 'month' | 'quarter' | 'year' | 'never'

const days: Record<Exclude<Lasts, 'never'>, number> = { month: 30, quarter: 90, year: 365 }

/** bodyOf is what is asked of the server for a new token. To read only is what one may do that is called reading. */
export function bodyOf(
	name: string,
	lasts: Lasts,
	reach: 'all' | 'read',
	permissions: readonly string[],
	now: Date,
): Schemas['TokenBody'] {
	return {
		name: name.trim(),
		...(lasts !== 'never' && {
			expires_at: new Date(now.getTime() + days[lasts] * 86_400_000).toISOString(),
		}),
		...(reach === 'read' && { permissions: permissions.filter((p) => p.endsWith('.read')) }),
	}
}
