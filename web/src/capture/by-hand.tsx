import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { api, ask, type Schemas } from '../api/client'
import { Area } from '../ui/area'
import { Button, type Look } from '../ui/button'
import { Check } from '../ui/choose'
import { useCopied } from '../ui/copy'
import { TextField } from '../ui/field'
import { Icon } from '../ui/icon'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import '../words/en/capture'

type Delivery = Schemas['ByHand']

/** ByHand is an answer no connector can post: its text to copy, where it belongs, and what became of it. */
export function ByHand({ delivery }: { delivery: Delivery }) {
	const [telling, tell] = useState<'' | 'posted' | 'not'>('')
	return (
		<section
			aria-label={t('byhand.title')}
			className="flex flex-col gap-2 rounded-card bg-hold-soft p-3 shadow-[inset_0_0_0_1px_var(--hold-line)]"
		>
			<h3 className="flex items-center gap-1.5 font-semibold text-hold">
				<Icon name="hand" />
				{t('byhand.title')}
			</h3>
			{delivery.stale && <p className="font-medium text-late">{t('byhand.stale')}</p>}
			{delivery.answers && (
				<p dir="auto" className="truncate text-12 text-ink-2">
					{t('byhand.answers', { text: delivery.answers })}
				</p>
			)}
			<p dir="auto" className="rounded-control bg-surface px-3 py-2 text-14 whitespace-pre-wrap">
				{delivery.text}
			</p>
			{telling === '' && <Ways delivery={delivery} tell={tell} />}
			{telling === 'posted' && <Posted delivery={delivery} back={() => tell('')} />}
			{telling === 'not' && <NotPosted delivery={delivery} back={() => tell('')} />}
		</section>
	)
}

function Ways({ delivery, tell }: { delivery: Delivery; tell: (what: 'posted' | 'not') => void }) {
	const { copied, copy } = useCopied(delivery.text)
	return (
		<div className="flex flex-wrap items-center gap-2">
			<Button icon={copied ? 'tick' : 'copy'} onClick={copy}>
				{copied ? t('byhand.copied') : t('byhand.copy')}
			</Button>
			{delivery.open ? (
				<a
					href={delivery.open}
					target="_blank"
					rel="noreferrer noopener"
					className="inline-flex h-(--control) items-center gap-1.5 rounded-control bg-surface px-3 font-semibold shadow-[inset_0_0_0_1px_var(--line-strong)] hover:bg-hover"
				>
					<Icon name="open" />
					{t('byhand.open')}
				</a>
			) : (
				<span className="text-12 text-ink-2">{t('byhand.noAddress')}</span>
			)}
			<Button look="act" onClick={() => tell('posted')}>
				{t('byhand.posted')}
			</Button>
			<Button look="quiet" onClick={() => tell('not')}>
				{t('byhand.notPosted')}
			</Button>
		</div>
	)
}

/** useRecorded refreshes the conversation when something was said of a delivery. */
function useRecorded(id: string) {
	const queries = useQueryClient()
	return () => {
		void queries.invalidateQueries({ queryKey: ['inbox'] })
		return queries.invalidateQueries({ queryKey: ['conversation', id] })
	}
}

interface ToldProps {
	doing: { mutate: () => void; isPending: boolean; error: Error | null }
	word: string
	look?: Look
	ready: boolean
	back: () => void
	children: ReactNode
}

/** Told is a form that tells what became of it. */
function Told({ doing, word, look = 'act', ready, back, children }: ToldProps) {
	const submit = (e: FormEvent) => {
		e.preventDefault()
		if (!doing.isPending) doing.mutate()
	}
	return (
		<form className="flex flex-col gap-2" onSubmit={submit}>
			{children}
			{doing.error && <Trouble error={doing.error} />}
			<div className="flex gap-2">
				<Button look={look} type="submit" disabled={doing.isPending || !ready}>
					{word}
				</Button>
				<Button look="quiet" onClick={back}>
					{t('byhand.back')}
				</Button>
			</div>
		</form>
	)
}

function Posted({ delivery, back }: { delivery: Delivery; back: () => void }) {
	const [url, setUrl] = useState('')
	const [text, setText] = useState(delivery.text)
	const [stands, setStands] = useState(false)
	const record = useMutation({
		mutationFn: () =>
			ask(
				api.POST('/api/v1/deliveries/{id}/posted', {
					params: { path: { id: delivery.delivery.id } },
					body: {
						...(url.trim() && { url: url.trim() }),
						...(text.trim() !== delivery.text.trim() && { text: text.trim() }),
						...(stands && { stands }),
					},
				}),
			),
		onSuccess: useRecorded(delivery.conversation.id),
	})
	return (
		<Told doing={record} word={t('byhand.record')} ready={!delivery.stale || stands} back={back}>
			<TextField
				label={t('byhand.url')}
				type="url"
				value={url}
				help={t('byhand.urlHelp')}
				onChange={(e) => setUrl(e.target.value)}
			/>
			<Area label={t('byhand.changed')} value={text} onChange={(e) => setText(e.target.value)} />
			{delivery.stale && <Check label={t('byhand.stands')} checked={stands} onChange={setStands} />}
		</Told>
	)
}

function NotPosted({ delivery, back }: { delivery: Delivery; back: () => void }) {
	const [reason, setReason] = useState('')
	const giveUp = useMutation({
		mutationFn: () =>
			ask(
				api.POST('/api/v1/deliveries/{id}/not-posted', {
					params: { path: { id: delivery.delivery.id } },
					body: { reason: reason.trim() },
				}),
			),
		onSuccess: useRecorded(delivery.conversation.id),
	})
	return (
		<Told doing={giveUp} word={t('byhand.giveUp')} look="danger" ready={reason.trim() !== ''} back={back}>
			<TextField
				label={t('byhand.reason')}
				value={reason}
				required
				maxLength={500}
				help={t('byhand.giveUpHelp')}
				onChange={(e) => setReason(e.target.value)}
			/>
		</Told>
	)
}
