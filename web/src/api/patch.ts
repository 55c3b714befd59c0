/** unpatched takes a change back that was shown before the server agreed: as much of it as nobody has changed since. */
export function unpatched<T extends object>(later: T, before: Partial<T>, change: Partial<T>): T {
	const back: T = { ...later }
	for (const name of Object.keys(change) as (keyof T)[]) {
		if (!Object.is(later[name], change[name])) continue
		if (name in before) back[name] = before[name] as T[typeof name]
		else delete back[name]
	}
	return back
}
