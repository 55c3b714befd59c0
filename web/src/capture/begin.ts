/** What the bookmark says of the page somebody looked at. */
export interface Given {
	url: string
	title: string
	text: string
}

/** begin reads what stands in the query of the page. Only addresses of the web are taken over. */
export function begin(search: string): Given {
	const said = new URLSearchParams(search)
	const one = (name: string, most: number) => (said.get(name) ?? '').trim().slice(0, most)
	const url = one('url', 4000)
	return { url: isAddress(url) ? url : '', title: one('title', 300), text: one('text', 100_000) }
}

/** isAddress reports whether a text is an address that can be opened on the web. */
export function isAddress(text: string): boolean {
	try {
		return ['http:', 'https:'].includes(new URL(text.trim()).protocol)
	} catch {
		return false
	}
}
