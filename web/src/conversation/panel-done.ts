import { letGo } from '../ui/held-words'
import type { Talk } from './talk'

/** done closes a panel whose words were said. */
export function done(id: string, panel: string, open: Talk['open']): void {
	letGo(`${id} ${panel} `)
	open(null)
}
