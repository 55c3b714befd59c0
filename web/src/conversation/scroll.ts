import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** What waits below what is in view. */
interface Stay {
	/** How many messages came below. */
	below: number
	toEnd: () => void
}

const near = 24
const reaches = (el: HTMLElement) => el.scrollHeight - el.scrollTop - el.clientHeight <= near

/**
 * useStay keeps what is read where it is: older messages grow upwards out of sight, newer ones wait below. Only one's own
 * words scroll to the end, and whoever is at the end stays there while things take up their room.
 */
export function useStay(box: RefObject<HTMLElement | null>, messages: { id: string; mine: boolean }[]): Stay {
	const seen = useRef<string>(undefined)
	const first = useRef<string>(undefined)
	const height = useRef(0)
	const holds = useRef(true)
	const [below, setBelow] = useState(0)
	const last = messages.at(-1)

	useLayoutEffect(() => {
		const el = box.current
		if (!el || messages.length === 0) return
		const grew = first.current !== undefined && first.current !== messages[0]?.id
		if (grew) el.scrollTop += el.scrollHeight - height.current
		if (seen.current === undefined || (last?.mine && last.id !== seen.current)) {
			holds.current = true
			el.scrollTop = el.scrollHeight
		} else if (last?.id !== seen.current && !reaches(el)) {
			holds.current = false
			setBelow(messages.length - 1 - messages.findIndex((m) => m.id === seen.current))
		}
		if (holds.current) {
			seen.current = last?.id
			setBelow(0)
		}
		first.current = messages[0]?.id
		height.current = el.scrollHeight
	}, [box, messages, last])

	useEffect(() => {
		const el = box.current
		if (!el) return
		const scrolled = () => {
			holds.current = reaches(el)
			if (!holds.current) return
			seen.current = last?.id
			setBelow(0)
		}
		const resized = new ResizeObserver(() => {
			if (holds.current) el.scrollTop = el.scrollHeight
			height.current = el.scrollHeight
		})
		el.addEventListener('scroll', scrolled, { passive: true })
		resized.observe(el)
		for (const inside of el.children) resized.observe(inside)
		return () => {
			el.removeEventListener('scroll', scrolled)
			resized.disconnect()
		}
	}, [box, last])

	const toEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight, behavior: 'smooth' })
	return { below, toEnd }
}
