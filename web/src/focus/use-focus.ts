import { useEffect } from 'react'
import { Ledger, type Part } from './ledger'
import { tellFocus } from './teller'

/** What counts as a hand on it. */
const hands = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
/** Moving about is looked at this often. */
const pace = 1000

/** partNow is writing while the focus is in something one writes into. */
export function partNow(): Part {
	const at = globalThis.document?.activeElement
	return at instanceof HTMLTextAreaElement ? 'writing' : 'reading'
}

/**
 * useFocus tells how long somebody really has a conversation before them: its page in sight, and a hand on it within the
 * last minute. It is told when they look away or leave, never on a timer.
 */
export function useFocus(conversation: string): void {
	useEffect(() => {
		const ledger = new Ledger()
		let looked = 0
		const tell = () => {
			const spans = ledger.take()
			if (spans.length > 0) void tellFocus(conversation, spans)
		}
		const touch = () => {
			const now = Date.now()
			if (document.visibilityState === 'hidden' || Math.abs(now - looked) < pace) return
			looked = now
			ledger.touch(now, partNow())
			if (ledger.full) tell()
		}
		const leave = () => {
			ledger.rest(Date.now())
			looked = 0
			tell()
		}
		const turn = () => (document.visibilityState === 'hidden' ? leave() : touch())
		touch()
		for (const hand of hands) window.addEventListener(hand, touch, { passive: true, capture: true })
		document.addEventListener('visibilitychange', turn)
		window.addEventListener('blur', leave)
		window.addEventListener('pagehide', leave)
		return () => {
			for (const hand of hands) window.removeEventListener(hand, touch, { capture: true })
			document.removeEventListener('visibilitychange', turn)
			window.removeEventListener('blur', leave)
			window.removeEventListener('pagehide', leave)
			leave()
		}
	}, [conversation])
}
