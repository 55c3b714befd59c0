import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { createContext, use, useEffect, useMemo, useState } from 'react'
import { Door } from '../session/door'
import { t } from '../words/catalogue'
import { Closed } from './closed'
import { type Draft, recall, remember } from './draft'
import { fresh } from './fresh'
import { type Visit, visit } from './visit'
import '../words/en/setup'

interface Room {
	draft: Draft
	change: (part: Partial<Draft>) => void
	password: string
	setPassword: (password: string) => void
	/** Until when this browser may set up; somebody who is signed in has time. */
	until: Date | undefined
	/** Somebody is signed in already: their name, address and password are known. */
	inside: boolean
	/** They are signed in and have not said yet who they are: they came to look around the sample company. */
	unnamed: boolean
}

const room = createContext<Room | null>(null)
export const RoomProvider = room.Provider

/** useRoom gives the answers so far to the pages of set-up. */
export function useRoom(): Room {
	const found = use(room)
	if (!found) throw new Error('setup: outside of its room')
	return found
}

/** SetupRoom lets in whoever came with the link, and keeps their answers from one page to the next. */
export function SetupRoom() {
	const { data, error, refetch } = useQuery(visit)
	if (data) return <Inside of={data} />
	return (
		<Door lead={t('setup.lead')}>
			<div className="mx-auto max-w-[400px] desk:mt-[14vh]">
				{error ? <Closed error={error} again={() => void refetch()} /> : <Opening />}
			</div>
		</Door>
	)
}

function Opening() {
	return (
		<p role="status" className="text-ink-3">
			{t('setup.opening')}
		</p>
	)
}

function Inside({ of: { until, inside } }: { of: Visit }) {
	const [draft, set] = useState(() => ({
		...recall(fresh(inside?.departments)),
		...(inside && (inside.who.unnamed ? nobody : known(inside.who))),
	}))
	const [password, setPassword] = useState('')
	useEffect(() => remember(draft), [draft])
	const value = useMemo(
		() => ({
			draft,
			change: (part: Partial<Draft>) => set((d) => ({ ...d, ...part })),
			password,
			setPassword,
			until: until ? new Date(until) : undefined,
			inside: inside !== undefined,
			unnamed: inside?.who.unnamed ?? false,
		}),
		[draft, password, until, inside],
	)
	return (
		<RoomProvider value={value}>
			<Outlet />
		</RoomProvider>
	)
}

const nobody = { name: '', email: '' }
const known = ({ agent }: NonNullable<Visit['inside']>['who']) => ({ name: agent.name, email: agent.email })
