import type { Value } from './flow'
import type { Path } from './place'

type Mapping = { [key: string]: Value }

/** at gives what stands at a path. */
export function at(data: Value | undefined, path: Path): Value | undefined {
	return path.reduce<Value | undefined>(
		(v, key) => (typeof v === 'object' ? (v as Mapping)[key as string] : undefined),
		data,
	)
}

/** placed has another value at a path; what is missing on the way is made. */
export function placed(data: Value | undefined, path: Path, to: Value): Value {
	const [key, ...rest] = path
	if (key === undefined) return to
	if (Array.isArray(data) && typeof key === 'number')
		return data.map((one, i) => (i === key ? placed(one, rest, to) : one))
	const map = typeof data === 'object' && !Array.isArray(data) ? data : {}
	return { ...map, [key]: placed((map as Mapping)[key], rest, to) }
}

/** dropped is without what stands at a path. A section that is left empty goes as a whole. */
export function dropped(data: Value, path: Path): Value {
	const parent = at(data, path.slice(0, -1))
	const key = path.at(-1) as string | number
	if (typeof parent !== 'object' || at(parent, [key]) === undefined) return data
	const { [key as string]: _, ...others } = Array.isArray(parent) ? {} : parent
	const rest = Array.isArray(parent) ? parent.filter((_, i) => i !== key) : others
	if (path.length === 1) return rest
	if (path.length === 2 && Object.keys(rest).length === 0) return dropped(data, path.slice(0, 1))
	return placed(data, path.slice(0, -1), rest)
}

/** inserted has one more entry in a list. */
export function inserted(data: Value, path: Path, item: Value): Value {
	const list = path.slice(0, -1)
	const present = at(data, list)
	const all = Array.isArray(present) ? present : []
	const i = path.at(-1) as number
	return placed(data, list, [...all.slice(0, i), item, ...all.slice(i)])
}

/** moved has an entry of a list in another place. */
export function moved(data: Value, path: Path, from: number, to: number): Value {
	const all = at(data, path)
	return Array.isArray(all) ? placed(data, path, shifted(all, from, to)) : data
}

/** shifted is a list with one entry taken out and put in somewhere else. */
export function shifted<T>(list: readonly T[], from: number, to: number): T[] {
	const rest = list.filter((_, i) => i !== from)
	return [...rest.slice(0, to), list[from] as T, ...rest.slice(to)]
}
