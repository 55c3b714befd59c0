/** moved gives a list in which what stood at one place stands at another; places beyond its ends are its ends. */
export function moved<T>(list: T[], from: number, to: number): T[] {
	const target = Math.max(0, Math.min(list.length - 1, to))
	if (from === target || from < 0 || from >= list.length) return list
	const next = [...list]
	next.splice(target, 0, ...next.splice(from, 1))
	return next
}
