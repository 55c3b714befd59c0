import { type ClipboardEvent, type RefObject, useLayoutEffect } from 'react'

/** Writable is where the words go. It grows with them to half of the page. */
export function Writable({
	field,
	label,
	value,
	frozen,
	about,
	onWrite,
	onFiles,
}: {
	field: RefObject<HTMLTextAreaElement | null>
	label: string
	value: string
	frozen: boolean
	/** Ids of what says who will see it and what was found. */
	about: string
	onWrite: (text: string) => void
	onFiles?: ((files: File[]) => void) | undefined
}) {
	// biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the words
	useLayoutEffect(() => {
		const el = field.current
		if (!el || CSS.supports?.('field-sizing', 'content')) return
		el.style.height = 'auto'
		el.style.height = `${el.scrollHeight}px`
	}, [field, value])
	const paste = (e: ClipboardEvent) => {
		const files = [...e.clipboardData.files]
		if (files.length === 0 || !onFiles) return
		e.preventDefault()
		onFiles(files)
	}
	return (
		<textarea
			ref={field}
			aria-label={label}
			aria-describedby={about}
			placeholder={label}
			dir="auto"
			value={value}
			readOnly={frozen}
			onChange={(e) => onWrite(e.target.value)}
			onPaste={paste}
			onKeyDown={(e) => {
				if (e.key !== 'Escape' || e.nativeEvent.isComposing) return // that ends what is being put together
				e.stopPropagation()
				e.currentTarget.blur()
			}}
			className="block max-h-[38dvh] min-h-11 w-full resize-none bg-transparent px-3.5 pt-2 pb-1.5 text-14 leading-[22px] outline-none [field-sizing:content] read-only:text-ink-2 max-rail:text-16"
		/>
	)
}
