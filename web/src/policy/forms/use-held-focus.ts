import { type FocusEvent, useEffect, useRef } from 'react'

/** Menus give the focus back a moment after they close. */
const moment = 40

/**
 * useHeldFocus keeps the focus in a rule whose blanks come and go: what replaced the blank that was filled in or taken out
 * has it next.
 */
export function useHeldFocus(open: boolean, said: unknown) {
	const row = useRef<HTMLLIElement>(null)
	const last = useRef('')
	// biome-ignore lint/correctness/useExhaustiveDependencies: said says when blanks may have come and gone
	useEffect(() => {
		if (!open) return
		const timer = setTimeout(() => {
			if (document.activeElement !== document.body) return
			const blanks = [...(row.current?.querySelectorAll<HTMLElement>('[data-name]') ?? [])]
			;(blanks.find((b) => b.dataset.name === last.current) ?? blanks[0])?.focus()
		}, moment)
		return () => clearTimeout(timer)
	}, [open, said])
	const remember = (e: FocusEvent) => {
		last.current = (e.target as HTMLElement).dataset.name ?? last.current
	}
	return { row, remember }
}
