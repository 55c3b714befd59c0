const held = new Map<string, string>()

/** hold keeps the token of a one-time link in memory alone, so that it can leave the address bar at once. */
export function hold(page: string, token: string): void {
	held.set(page, token)
}

/** take gives the token that was held for a page, once. */
export function take(page: string): string {
	const token = held.get(page) ?? ''
	held.delete(page)
	return token
}
