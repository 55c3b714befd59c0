import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { useTalk } from '../conversation/talk'
import { Words } from '../conversation/words'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { useHeldWords } from '../ui/held-words'
import { Icon } from '../ui/icon'
import { useDeadlines } from '../ui/now'
import { Panel, PanelForm } from '../ui/panel'
import { Trouble } from '../ui/trouble'
import { Readers } from '../ui/visibility'
import { t } from '../words/catalogue'
import { askedOf } from './asked'
import type { Draft } from './keeper'
import { wordsOf } from './server'

/** HeldTexts are others' words here that wait for somebody's yes. Whoever may, approves or returns them. */
export function HeldTexts() {
	const { detail, self } = useTalk()
	return detail.drafts
		.filter((d) => d.state === 'held' && d.author_id !== self.id)
		.map((d) => <HeldText key={d.id} draft={d} />)
}

function HeldText({ draft: d }: { draft: Draft }) {
	const { detail, names, self, id } = useTalk()
	const queries = useQueryClient()
	const kind = detail.legs.find((l) => l.id === d.leg_id)?.kind ?? 'private'
	const words = wordsOf(d)
	const approve = useMutation({
		mutationFn: () =>
			ask(
				api.POST('/api/v1/drafts/{id}/approve', { params: { path: { id: d.id } }, body: { hash: d.hash } }),
			),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['conversation', id] }),
	})
	const refused = approve.data?.not_sent
	const now = useDeadlines(d.ruling?.asked_until)
	const asked = askedOf(d.ruling, names, now)
	const who = names.who(d.author_id)
	const n = d.ruling?.level ?? 0
	return (
		<section className="mx-3 mb-2 flex-none rounded-card border border-hold-line bg-hold-soft px-3.5 py-2 rail:mx-4">
			<header className="flex flex-wrap items-center gap-2">
				<Icon name="hand" size={14} className="text-hold" />
				<b className="text-hold">
					{asked ? t('composer.heldByFor', { who, names: asked }) : t('composer.heldBy', { who, n })}
				</b>
				<Readers kind={kind} />
				{d.to && <bdi className="text-12 text-ink-2">{t('composer.toHeld', { address: d.to })}</bdi>}
			</header>
			<Words text={words.text} />
			{self.permissions.includes('draft.approve') && (
				<div className="mt-1.5 flex justify-end gap-2">
					<Return draft={d} />
					<Button
						look={kind === 'public' ? 'public' : 'private'}
						size="small"
						icon="shield"
						disabled={approve.isPending}
						onClick={() => approve.mutate()}
					>
						{t('composer.approve')}
					</Button>
				</div>
			)}
			{approve.error && <Trouble error={approve.error} className="mt-2" />}
			{refused && (
				<p role="alert" className="mt-1 text-late">
					<b>{t('composer.approvedNotSent')}</b> {refused.text} {refused.hint}
				</p>
			)}
		</section>
	)
}

function Return({ draft: d }: { draft: Draft }) {
	const { id } = useTalk()
	const queries = useQueryClient()
	const [open, setOpen] = useState(false)
	const [reason, setReason] = useHeldWords(`${d.id} return`)
	const back = useMutation({
		mutationFn: () =>
			ask(
				api.POST('/api/v1/drafts/{id}/return', {
					params: { path: { id: d.id } },
					body: { hash: d.hash, reason: reason.trim() },
				}),
			),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['conversation', id] }),
	})
	return (
		<Panel
			open={open}
			onOpen={setOpen}
			title={t('composer.return')}
			anchor={
				<Button size="small" icon="undo" onClick={() => setOpen(true)}>
					{t('composer.return')}
				</Button>
			}
		>
			<PanelForm
				word={t('composer.returnDo')}
				ready={reason.trim() !== ''}
				busy={back.isPending}
				onDo={() => back.mutate()}
				onCancel={() => setOpen(false)}
			>
				<TextField
					label={t('composer.returnWhy')}
					maxLength={500}
					value={reason}
					onChange={(e) => setReason(e.target.value)}
				/>
				{back.error && <Trouble error={back.error} />}
			</PanelForm>
		</Panel>
	)
}
