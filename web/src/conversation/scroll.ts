import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Where the newest message stands, and whether somebody has it in view. */
interface Stay {
	/** How many messages came below what is in view. */
	below: number
	toEnd: () => void
}

const near = 24

/**
 * useStay keeps what is read where it is: older messages grow upwards out of sight, newer ones wait below. Only one's own
 * words scroll to the end.
 */
export function useStay(
	box: RefObject<HTMLElement | null>,
	messages: { id: string; mine: boolean }[],
	opened: string,
): Stay {
	const last = messages.at(-1)
	const seen = useRef<string | undefined>(undefined)
	const height = useRef(0)
	const first = useRef<string | undefined>(undefined)
	const [below, setBelow] = useState(0)

	// Another conversation begins at its end.
	// biome-ignore lint/correctness/useExhaustiveDependencies: opened says when
	useLayoutEffect(() => {
		seen.current = undefined
		first.current = undefined
		setBelow(0)
	}, [opened])

	useLayoutEffect(() => {
		const el = box.current
		if (!el || messages.length === 0) return
		const begins = seen.current === undefined
		if (!begins && first.current !== messages[0]?.id) el.scrollTop += el.scrollHeight - height.current
		if (begins || (last?.mine && last.id !== seen.current)) {
			el.scrollTop = el.scrollHeight
			seen.current = last?.id
			setBelow(0)
		} else if (last?.id !== seen.current) {
			const from = messages.findIndex((m) => m.id === seen.current)
			setBelow(reaches(el) ? 0 : messages.length - 1 - from)
		}
		first.current = messages[0]?.id
		height.current = el.scrollHeight
	}, [box, messages, last])

	useEffect(() => {
		const el = box.current
		if (!el) return
		let atEnd = true
		const scrolled = () => {
			atEnd = reaches(el)
			if (!atEnd) return
			seen.current = last?.id
			setBelow(0)
		}
		// The composer grows and pictures come: who was at the end stays there.
		const resized = new ResizeObserver(() => {
			if (atEnd) el.scrollTop = el.scrollHeight
			height.current = el.scrollHeight
		})
		atEnd = reaches(el)
		el.addEventListener('scroll', scrolled, { passive: true })
		resized.observe(el)
		return () => {
			el.removeEventListener('scroll', scrolled)
			resized.disconnect()
		}
	}, [box, last])

	const toEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight, behavior: 'smooth' })
	return { below, toEnd }
}

const reaches = (el: HTMLElement) => el.scrollHeight - el.scrollTop - el.clientHeight <= near
