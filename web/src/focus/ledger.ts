export type Part = 'reading' | 'writing'

/** Span is a time in which somebody was at it, in milliseconds of this browser's clock. */
export interface Span {
	part: Part
	from: number
	until: number
}

/** How long somebody counts as being there after a hand on a key, a pointer or the screen. */
export const lingers = 60_000
/** A span is closed after this long, so that it can be told before the tab is gone. */
const longest = 5 * 60_000
/** What is shorter means nothing; the server leaves it out as well. */
const shortest = 1000

/** Ledger keeps when somebody really had something before them. Nothing counts down: it is told what happens, and when. */
export class Ledger {
	#spans: Span[] = []
	#since: number | undefined
	#last = 0
	#part: Part = 'reading'

	/** touch says that there was a hand on it now. */
	touch(now: number, part: Part): void {
		if (this.#since !== undefined && (now - this.#last > lingers || now < this.#last)) this.rest(now)
		if (this.#since === undefined) this.#since = now
		else if (part !== this.#part || now - this.#since >= longest) this.#close(now)
		this.#part = part
		this.#last = now
	}

	/** rest says that the page is out of sight, or left. */
	rest(now: number): void {
		if (this.#since === undefined) return
		this.#close(Math.max(this.#last, Math.min(now, this.#last + lingers)))
		this.#since = undefined
	}

	/** take gives what is kept, and keeps it no more. */
	take(): Span[] {
		const taken = this.#spans
		this.#spans = []
		return taken
	}

	/** full is whether there is enough to be told before anybody leaves. */
	get full(): boolean {
		return this.#spans.reduce((sum, s) => sum + s.until - s.from, 0) >= longest
	}

	#close(end: number): void {
		const from = this.#since ?? end
		if (end - from >= shortest) this.#spans.push({ part: this.#part, from, until: end })
		this.#since = end
	}
}
