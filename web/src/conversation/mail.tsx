import { useState } from 'react'
import { Icon } from '../ui/icon'
import { type Key, t } from '../words/catalogue'
import type { Delivery, Message, Recipient } from './queries'

/** How many addresses are shown before the rest is folded. */
const atOnce = 4

const roles: [role: string, word: Key][] = [
	['to', 'message.to'],
	['cc', 'message.cc'],
]

/** WentTo says quietly whom a mail of ours went to. */
export function WentTo({ message: m }: { message: Message }) {
	const all = m.content.recipients ?? []
	const lists = roles.map(([role, word]) => ({ word, list: all.filter((one) => one.role === role) }))
	return (
		<div className="flex flex-wrap items-baseline gap-x-3 text-12 text-ink-3 empty:hidden">
			{lists.map(({ word, list }) => list.length > 0 && <Addresses key={word} word={word} list={list} />)}
		</div>
	)
}

function Addresses({ word, list }: { word: Key; list: Recipient[] }) {
	const [open, setOpen] = useState(false)
	const shown = open ? list : list.slice(0, atOnce)
	const rest = list.length - shown.length
	return (
		<p className="min-w-0">
			{t(word)}{' '}
			{shown.map((one, i) => (
				<span key={one.address} title={one.name}>
					{i > 0 && ', '}
					<bdi className="[overflow-wrap:anywhere]">{one.address}</bdi>
				</span>
			))}{' '}
			{rest > 0 && (
				<button
					type="button"
					onClick={() => setOpen(true)}
					className="min-h-6 underline underline-offset-3 pointer-coarse:min-h-11"
				>
					{t('message.moreTo', { n: rest })}
				</button>
			)}
		</p>
	)
}

/** Forged warns of a mail whose own domain denies that it is from there. */
export function Forged() {
	return (
		<p className="my-1 flex items-start gap-2 rounded-control bg-late-soft px-3 py-1.5">
			<Icon name="late" size={14} className="mt-1 text-late" />
			<span className="min-w-0 flex-1">
				<b className="text-late">{t('message.forged')}</b>{' '}
				<span className="text-ink-2">{t('message.forgedHint')}</span>
			</span>
		</p>
	)
}

/** CameBack says that an answer reached nobody, why, and what to do. Nothing is sent again because of it. */
export function CameBack({ delivery: d }: { delivery: Delivery }) {
	return (
		<p className="mt-2 rounded-control bg-late-soft px-3 py-1.5">
			<b className="text-late">{t('message.cameBack')}</b> {d.returned && <bdi>{d.returned}</bdi>}{' '}
			<span className="text-ink-2">{t('message.cameBackHint')}</span>
		</p>
	)
}
