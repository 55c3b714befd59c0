import { Tooltip } from 'radix-ui'
import { type ReactNode, useSyncExternalStore } from 'react'

const narrow = window.matchMedia('(min-width: 640px) and (max-width: 1179.98px)')
const subscribe = (call: () => void) => {
	narrow.addEventListener('change', call)
	return () => narrow.removeEventListener('change', call)
}

/** Tip shows the words of the icon rail on hover and focus. Where the words stand anyway, it shows nothing. */
export function Tip({ text, children }: { text: string; children: ReactNode }) {
	const on = useSyncExternalStore(subscribe, () => narrow.matches)
	if (!on) return children
	return (
		<Tooltip.Provider delayDuration={150} skipDelayDuration={300}>
			<Tooltip.Root>
				<Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
				<Tooltip.Portal>
					<Tooltip.Content
						side="right"
						sideOffset={6}
						className="z-50 rounded-control bg-raised px-2 py-1 text-12 font-medium shadow-menu"
					>
						{text}
					</Tooltip.Content>
				</Tooltip.Portal>
			</Tooltip.Root>
		</Tooltip.Provider>
	)
}
