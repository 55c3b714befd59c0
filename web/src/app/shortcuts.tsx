import { Dialog } from 'radix-ui'
import { shown } from '../action/key'
import { listed } from '../action/listed'
import { useKnownActions } from '../action/use'
import { Button } from '../ui/button'
import { t } from '../words/catalogue'
import { closeDialog } from './dialogs'

/** Shortcuts lists the keys that act now. */
export function Shortcuts() {
	const keyed = useKnownActions().filter((a) => a.key !== undefined)
	return (
		<Dialog.Root open onOpenChange={closeDialog}>
			<Dialog.Portal>
				<Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
				<Dialog.Content
					data-keys="own"
					className="fixed inset-x-4 top-[8vh] z-50 mx-auto max-h-[84vh] max-w-[680px] overflow-y-auto rounded-panel bg-raised p-6 shadow-panel max-rail:inset-x-2 max-rail:top-2"
				>
					<div className="flex items-start gap-4">
						<div className="flex-1">
							<Dialog.Title className="text-18 font-semibold">{t('frame.keyboard')}</Dialog.Title>
							<Dialog.Description className="text-ink-2">{t('frame.keyboardHint')}</Dialog.Description>
						</div>
						<Button look="quiet" icon="close" bare onClick={closeDialog}>
							{t('frame.close')}
						</Button>
					</div>
					<div className="mt-3 gap-x-10 rail:columns-2">
						{listed(keyed).map(({ group, name, actions }) => (
							<section key={group} className="break-inside-avoid pt-3">
								<h3 className="pb-1 text-11 font-semibold text-ink-3">{name}</h3>
								<dl>
									{actions.map(({ action, word }) => (
										<div key={action.id} className="flex min-h-7 items-center gap-3">
											<dt className="flex-1">{word}</dt>
											<dd className="flex gap-1 text-ink-2">
												{[action.key, action.also].map((k) => k && <kbd key={k}>{shown(k)}</kbd>)}
											</dd>
										</div>
									))}
								</dl>
							</section>
						))}
					</div>
				</Dialog.Content>
			</Dialog.Portal>
		</Dialog.Root>
	)
}
