/** What F6 goes through: the parts of the page that are in sight, in the order they are read. */
function panes(): HTMLElement[] {
	const all = document.querySelectorAll<HTMLElement>('[data-pane], main, aside')
	return [...all].filter((e) => e.getClientRects().length > 0)
}

/** focusPane moves the focus to the next part of the page (by 1), or the one before (by -1). */
export function focusPane(by: 1 | -1): void {
	const all = panes()
	if (all.length === 0) return
	const at = all.findLastIndex((pane) => pane.contains(document.activeElement))
	const next = all[(at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by + all.length) % all.length]
	if (next) enter(next)
}

/** enter focuses what a pane is there for: its list, its field, else itself. */
function enter(pane: HTMLElement) {
	const inside = pane.querySelector<HTMLElement>('[role="listbox"], [aria-current="page"]')
	if (inside) {
		inside.focus()
		return
	}
	if (!pane.hasAttribute('tabindex')) pane.tabIndex = -1
	pane.focus()
}
