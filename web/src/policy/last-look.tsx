import { Button } from '../ui/button'
import { SideSheet } from '../ui/side-sheet'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { ChangesList } from './changes-list'
import { useDesk } from './desk'
import { draftWord } from './draft-name'
import { Flows } from './side/flows'
import { Working } from './working'

interface Props {
	open: boolean
	onClose: () => void
	onLead: () => void
	busy: boolean
	error: Error | null
}

/** LastLook shows what changes, in words and over the last weeks, before a draft leads. */
export function LastLook({ open, onClose, onLead, busy, error }: Props) {
	const { name, leads, content, compared } = useDesk()
	const word = t('policy.next.lead', { draft: draftWord(name) })
	return (
		<SideSheet
			wide
			open={open}
			onClose={onClose}
			title={t('policy.lastLook', { draft: draftWord(name) })}
			foot={
				<div className="flex flex-wrap items-center justify-end gap-2">
					{error && <Trouble error={error} className="w-full" />}
					<Button look="quiet" onClick={onClose}>
						{t('policy.notYet')}
					</Button>
					<Button look="act" disabled={busy} onClick={onLead}>
						{word}
					</Button>
				</div>
			}
		>
			<section aria-label={t('policy.whatChanged')} className="pb-4">
				<h3 className="pb-1 text-12 font-semibold text-ink-3">{t('policy.whatChanged')}</h3>
				<ChangesList before={leads.source} after={content.source} />
				<Working changes={compared?.working ?? []} />
			</section>
			<section aria-label={t('policy.last28')} className="border-t border-line pt-3">
				<h3 className="pb-1 text-12 font-semibold text-ink-3">{t('policy.last28')}</h3>
				<Flows />
			</section>
			<dl className="flex flex-col gap-2 border-t border-line pt-3">
				<div>
					<dt className="text-12 text-ink-3">{t('policy.objective')}</dt>
					<dd dir="auto">{content.objective}</dd>
				</div>
				<div>
					<dt className="text-12 text-ink-3">{t('policy.why')}</dt>
					<dd dir="auto">{content.why}</dd>
				</div>
			</dl>
		</SideSheet>
	)
}
