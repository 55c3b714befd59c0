/** Cell is where somebody is in the grid: a person's row, and a day. */
export interface Cell {
	row: number
	day: number
}

/** moved is where a key leads from a cell; nothing for a key that does not move. */
export function moved(
	key: string,
	{ row, day }: Cell,
	rows: number,
	days: number,
	rtl = false,
): Cell | undefined {
	const within = (n: number, of: number) => Math.min(Math.max(n, 0), of - 1)
	const on = rtl ? -1 : 1
	switch (key) {
		case 'ArrowUp':
			return { row: within(row - 1, rows), day }
		case 'ArrowDown':
			return { row: within(row + 1, rows), day }
		case 'ArrowLeft':
			return { row, day: within(day - on, days) }
		case 'ArrowRight':
			return { row, day: within(day + on, days) }
		case 'Home':
			return { row, day: 0 }
		case 'End':
			return { row, day: days - 1 }
		case 'PageUp':
			return { row: 0, day }
		case 'PageDown':
			return { row: rows - 1, day }
	}
	return undefined
}
