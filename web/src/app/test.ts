// Unit tests run in the English catalogue and in the zone of the machine.
import '../words/catalogue'

window.matchMedia ??= ((query: string) => ({
	matches: false,
	media: query,
	addEventListener: () => {},
	removeEventListener: () => {},
})) as unknown as typeof window.matchMedia
