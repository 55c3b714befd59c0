import { useQuery } from '@tanstack/react-query'
import { createContext, use, useMemo, useState } from 'react'
import { explained, type Facts } from './api'
import { useDesk } from './desk'
import { useSettled } from './use-settled'

/** Probe is a message that might arrive, and what is known of it. */
export interface Probe {
	text: string
	facts: Facts
}

interface Held {
	probe: Probe
	set: (part: Partial<Probe>) => void
}

export const ProbeContext = createContext<Held | undefined>(undefined)

export function useHeldProbe(): Held {
	const [probe, setProbe] = useState<Probe>({ text: '', facts: {} })
	return useMemo(() => ({ probe, set: (part) => setProbe((p) => ({ ...p, ...part })) }), [probe])
}

export function useProbe(): Held {
	const held = use(ProbeContext)
	if (!held) throw new Error('nothing is tried out')
	return held
}

/** What a message is unless something else is said: it mentions us in public. */
const plain: Facts = { purpose: 'inbound_mention', visibility: 'public' }

/** minute is the time, to the minute: what was asked within one is not asked again. */
const minute = () => `${new Date().toISOString().slice(0, 16)}:00Z`

/** useAnswer asks what would be decided, once nobody writes for a moment; nothing while there is nothing to decide. */
export function useAnswer(models = false) {
	const { content } = useDesk()
	const { probe } = useProbe()
	const asked = useSettled(probe, 300)
	const source = useSettled(content.source, 300)
	const facts = useMemo(() => ({ ...plain, at: minute(), ...asked.facts }), [asked])
	const something = asked.text.trim() !== '' || Object.keys(asked.facts).length > 0
	const query = useQuery({
		...explained(asked.text, facts, source, models),
		enabled: something,
	})
	return { ...query, something }
}
