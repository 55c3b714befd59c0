import { createContext, use, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { type Action, Actions } from './action'

const registry = createContext(new Actions())
export const ActionsProvider = registry.Provider

/** useActions makes actions known while the component is shown. */
export function useActions(actions: Action[]): void {
	const all = use(registry)
	const latest = useRef(actions)
	latest.current = actions
	const shape = JSON.stringify(actions.map(({ run, ...rest }) => rest))
	// What an action does may change with every render; what it is called and whether it can be done does not.
	// biome-ignore lint/correctness/useExhaustiveDependencies: shape says when they are others
	const stable = useMemo(
		() => latest.current.map((a, i) => ({ ...a, run: () => latest.current[i]?.run() })),
		[shape],
	)
	useEffect(() => all.add(stable), [all, stable])
}

/** useKnownActions gives all actions there are now. */
export function useKnownActions(): Action[] {
	const all = use(registry)
	return useSyncExternalStore(all.subscribe, all.all)
}

export function useRegistry(): Actions {
	return use(registry)
}
