import { useState } from 'react'
import { t } from '../words/catalogue'
import { Button } from './button'

/** useCopied takes a text to the clipboard and says when it is there. */
export function useCopied(text: string): { copied: boolean; copy: () => void } {
	const [copied, set] = useState(false)
	const copy = () =>
		void navigator.clipboard?.writeText(text).then(
			() => set(true),
			() => set(false), // without leave of the browser it can still be selected by hand
		)
	return { copied, copy }
}

/** Copyable is a line of text that is meant to be taken elsewhere, with the button that does. */
export function Copyable({ text, label }: { text: string; label?: string }) {
	const { copied, copy } = useCopied(text)
	return (
		<div className="flex min-w-0 items-center gap-2 rounded-control bg-sunken py-1 ps-3 pe-1 shadow-[inset_0_0_0_1px_var(--line)]">
			<code className="min-w-0 flex-1 font-mono text-12 break-all select-all">{text}</code>
			<Button
				look="quiet"
				size="small"
				icon={copied ? 'tick' : 'copy'}
				onClick={copy}
				aria-label={label && `${t('frame.copy')}: ${label}`}
			>
				{copied ? t('frame.copied') : t('frame.copy')}
			</Button>
			<span role="status" className="sr-only">
				{copied && t('frame.copied')}
			</span>
		</div>
	)
}
