import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { t } from '../words/catalogue'
import { Button } from './button'
import { Contained } from './contained'

/** SideSheet slides over the far side and leaves the rest readable; on a phone it is the whole page. Focus returns. */
export function SideSheet({
	open,
	onClose,
	title,
	wide,
	foot,
	children,
}: {
	open: boolean
	onClose: () => void
	title: string
	wide?: boolean
	foot?: ReactNode
	children: ReactNode
}) {
	return (
		<Dialog.Root open={open} onOpenChange={(is) => !is && onClose()} modal={false}>
			<Dialog.Portal>
				<Dialog.Content
					aria-describedby={undefined}
					// It has the focus itself: a marked button would be what one sees first.
					onOpenAutoFocus={(e) => {
						e.preventDefault()
						if (e.currentTarget instanceof HTMLElement) e.currentTarget.focus()
					}}
					// What happens beside it does not close it: the timeline can be read meanwhile.
					onInteractOutside={(e) => e.preventDefault()}
					className={`fixed inset-y-0 end-0 z-30 flex w-full flex-col bg-raised shadow-panel outline-none rail:inset-y-4 rail:end-4 rail:rounded-panel ${wide ? 'rail:w-[452px]' : 'rail:w-[320px]'}`}
				>
					<div className="flex h-14 flex-none items-center justify-between ps-5 pe-3">
						<Dialog.Title className="text-15 font-semibold">{title}</Dialog.Title>
						<Dialog.Close asChild>
							<Button look="quiet" icon="close" bare>
								{t('frame.close')}
							</Button>
						</Dialog.Close>
					</div>
					{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too */}
					<div tabIndex={0} className="relative min-h-0 flex-1 overflow-y-auto px-5 pb-4 -outline-offset-2">
						<Contained>{children}</Contained>
					</div>
					{foot && (
						<div className="flex-none border-t border-line bg-sunken px-5 py-3 rail:rounded-b-panel">
							{foot}
						</div>
					)}
				</Dialog.Content>
			</Dialog.Portal>
		</Dialog.Root>
	)
}
