import { folded, type Group, type Slot } from './group'

/** One line of the list: a group's name, or a conversation. */
export type Item =
	| { kind: 'group'; key: string; group: Group; count: number; folds: boolean; open: boolean }
	| { kind: 'row'; key: string; id: string; slot: number; place: number; first: boolean }

/** itemsOf lays slots out as lines. Groups that fold show their name alone until they are opened. */
export function itemsOf(slots: readonly Slot[], unfolded: ReadonlySet<Group>): Item[] {
	const items: Item[] = []
	let group: Group | undefined
	let head: Extract<Item, { kind: 'group' }> | undefined
	let place = 0
	slots.forEach((slot, at) => {
		const begins = slot.group !== group
		if (begins && slot.group) {
			head = headOf(slot.group, unfolded)
			items.push(head)
		}
		group = slot.group
		if (head) head.count++
		if (head && !head.open) return
		items.push({ kind: 'row', key: slot.id, id: slot.id, slot: at, place: ++place, first: begins })
	})
	return items
}

function headOf(group: Group, unfolded: ReadonlySet<Group>): Extract<Item, { kind: 'group' }> {
	const folds = folded.has(group)
	return { kind: 'group', key: `group:${group}`, group, count: 0, folds, open: !folds || unfolded.has(group) }
}

/** What the cursor can stand on: rows, and groups that fold. */
export const stops = (item: Item) => item.kind === 'row' || item.folds

/** step finds where the cursor goes from the line with a key, by how many stops; it stays within the list. */
export function step(
	items: readonly Item[],
	from: string | undefined,
	by: number,
	may: (item: Item) => boolean = stops,
): string | undefined {
	const ways = items.filter(may)
	const at = ways.findIndex((i) => i.key === from)
	if (at < 0) return (by > 0 === Number.isFinite(by) ? ways[0] : ways.at(-1))?.key
	return ways[Math.min(ways.length - 1, Math.max(0, at + by))]?.key
}
