import { useState } from 'react'

const held = new Map<string, string>()

/** useHeldWords is a state that outlives what shows it: who closes a panel by chance finds their words in it again. */
export function useHeldWords(name: string, first = ''): [words: string, write: (words: string) => void] {
	const [words, set] = useState(() => held.get(name) ?? first)
	const write = (next: string) => {
		held.set(name, next)
		set(next)
	}
	return [words, write]
}

/** letGo forgets what was written under names that begin like this: it was said, or nobody is there to say it. */
export function letGo(begins = ''): void {
	for (const name of held.keys()) if (name.startsWith(begins)) held.delete(name)
}
