import { Popover } from 'radix-ui'
import { type FormEvent, type ReactNode, useRef } from 'react'
import { t } from '../words/catalogue'
import { Button, type Look } from './button'
import { Contained } from './contained'

interface Props {
	open: boolean
	onOpen: (open: boolean) => void
	title: string
	/** The control it hangs on; focus returns there. */
	anchor: ReactNode
	align?: 'start' | 'center' | 'end'
	children: ReactNode
}

/** Panel hangs on a control and leaves the page readable. Escape closes it and focus goes back. */
export function Panel({ open, onOpen, title, anchor, align = 'end', children }: Props) {
	const before = useRef<Element>(null)
	const opened = () => {
		before.current = document.activeElement
	}
	// Whoever pressed somewhere else meanwhile stays there.
	const closed = (e: Event) => {
		e.preventDefault()
		if (document.activeElement === document.body && before.current instanceof HTMLElement)
			before.current.focus()
	}
	return (
		<Popover.Root open={open} onOpenChange={onOpen}>
			<Popover.Anchor asChild>{anchor}</Popover.Anchor>
			<Popover.Portal>
				<Popover.Content
					align={align}
					onOpenAutoFocus={opened}
					onCloseAutoFocus={closed}
					sideOffset={6}
					collisionPadding={12}
					aria-label={title}
					className="z-40 flex max-h-[min(560px,var(--radix-popover-content-available-height))] w-[360px] max-w-[calc(100vw-24px)] flex-col overflow-hidden rounded-panel bg-raised shadow-panel"
				>
					<h2 className="flex-none px-4 pt-4 pb-3 text-15 font-semibold">{title}</h2>
					{/* A form scrolls inside itself, above its buttons; anything else scrolls here. */}
					<div className="flex min-h-0 flex-col not-has-[>form]:block not-has-[>form]:overflow-y-auto not-has-[>form]:px-4 not-has-[>form]:pb-4">
						<Contained>{children}</Contained>
					</div>
				</Popover.Content>
			</Popover.Portal>
		</Popover.Root>
	)
}

interface FormProps {
	/** What the button does, in words. */
	word: string
	look?: Look
	ready?: boolean
	busy?: boolean
	onDo: () => void
	onCancel: () => void
	children: ReactNode
}

/** PanelForm is what a panel asks, and its two buttons. ⌘ Enter does it from any field. */
export function PanelForm({ word, look = 'act', ready = true, busy, onDo, onCancel, children }: FormProps) {
	const submit = (e: FormEvent) => {
		e.preventDefault()
		if (ready && !busy) onDo()
	}
	return (
		<form
			onSubmit={submit}
			onKeyDown={(e) => e.key === 'Enter' && (e.metaKey || e.ctrlKey) && submit(e)}
			className="flex min-h-0 flex-col"
		>
			<div className="relative flex min-h-0 flex-col gap-3 overflow-x-hidden overflow-y-auto px-4 pb-3">
				{children}
			</div>
			<div className="flex flex-none justify-end gap-2 border-t border-line px-4 py-3">
				<Button look="quiet" onClick={onCancel}>
					{t('conversation.cancel')}
				</Button>
				<Button look={look} type="submit" disabled={!ready || busy}>
					{word}
				</Button>
			</div>
		</form>
	)
}
